import DutyRecords
import Testing

@Suite("Times and dates as typed")
struct TimeTests {
    @Test(
        "times",
        arguments: [
            ("1970-01-01T00:00:00Z", 0),
            ("1970-01-01T08:00+08:00", 0),
            ("1969-12-31T23:59:59.999Z", -1),
            ("2026-10-01T08:00:00+08:00", 1_790_812_800_000),
            ("2026-10-01T08:00+08:00", 1_790_812_800_000),
            ("2026-10-01T08:00:00.5+08:00", 1_790_812_800_500),
            ("2026-10-01T08:00:00.123456789+08:00", 1_790_812_800_123),
            ("2026-09-30T19:30:00-04:30", 1_790_812_800_000),
            ("2024-02-29T12:00:00+00:00", 1_709_208_000_000),
            ("2016-12-31T23:59:60Z", 1_483_228_800_000),
        ] as [(String, Int64)])
    func times(_ text: String, _ milliseconds: Int64) {
        #expect(WrittenTime.milliseconds(text) == milliseconds)
    }

    @Test(
        "what is no time",
        arguments: [
            "", "2026-10-01", "2026-10-01T08:00:00", "2026-10-01T08:00", "2026-10-01 08:00:00+08:00",
            "2026-10-01T08+08:00", "2026-10-01T24:00:00+08:00", "2026-10-01T08:60:00+08:00",
            "2026-10-01T08:00:61+08:00", "2026-10-01T08:00:00+0800", "2026-10-01T08:00:00+08",
            "2026-10-01T08:00:00+15:00", "2026-10-01T08:00:00+08:60", "2026-10-01T08:00:00.+08:00",
            "2026-10-01T08:00.5+08:00", "2026-10-01t08:00:00z", "2026-02-29T08:00:00+08:00",
            "2026-13-01T08:00:00+08:00", "2026-00-10T08:00:00+08:00", "2026-04-31T08:00:00+08:00",
            "0026-10-01T08:00:00+08:00", "26-10-01T08:00:00+08:00", "2026-10-01T08:00:00+08:00 ",
            "2026-10-01T0\u{FF18}:00:00+08:00", "2026-10-01T08:00:00+08:00\u{0}", "2100-02-29T00:00:00Z",
            "2026-10-01T08:00:00." + String(repeating: "1", count: 60) + "+08:00",
        ])
    func noTimes(_ text: String) {
        #expect(!WrittenTime.isTime(text))
    }

    @Test("dates", arguments: ["2026-10-01", "2024-02-29", "2000-02-29", "9999-12-31"])
    func dates(_ text: String) { #expect(WrittenTime.isDate(text)) }

    @Test(
        "what is no date",
        arguments: [
            "", "2026-10-1", "2026-02-29", "1900-02-29", "2026-06-31", "2026/10/01", "20261001", "2026-10-01Z",
            "2026-10-32", "2026-10-00", "2026-10-01T08:00:00+08:00",
        ])
    func noDates(_ text: String) { #expect(!WrittenTime.isDate(text)) }

    @Test("the day's number agrees with a count of days")
    func everyDay() throws {
        var expected: Int64 = -25_567 * 86_400_000
        var count = 0
        for year in 1900...2100 {
            for month in 1...12 {
                for day in 1...31 {
                    let text = "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
                    guard WrittenTime.isDate(text) else { continue }
                    #expect(WrittenTime.milliseconds(text + "T00:00Z") == expected)
                    expected += 86_400_000
                    count += 1
                }
            }
        }
        #expect(count == 201 * 365 + 49)
    }

    @Test(
        "a time of the day is written with four digits, in Asia/Shanghai",
        arguments: [
            ("2026-10-01T00:00:00+08:00", "00:00"), ("2026-10-01T23:59:59.999+08:00", "23:59"),
            ("2026-09-30T17:05:00Z", "01:05"), ("1969-12-31T15:59:59Z", "23:59"),
        ])
    func clockTime(_ text: String, _ written: String) throws {
        #expect(try #require(Instant(text)).clockTime == written)
    }
}

@Suite("Language")
struct LanguageTests {
    @Test(
        "by the environment",
        arguments: [
            ([:], Language.chinese),
            (["LANG": ""], .chinese),
            (["LANG": "zh_CN.UTF-8"], .chinese),
            (["LANG": "zh"], .chinese),
            (["LANG": "C"], .english),
            (["LANG": "C.UTF-8"], .english),
            (["LANG": "POSIX"], .english),
            (["LANG": "en_GB.UTF-8"], .english),
            (["LANG": "zh_CN.UTF-8", "LC_ALL": "C"], .english),
            (["LANG": "en_GB", "LC_MESSAGES": "zh_CN"], .chinese),
            (["LC_MESSAGES": "zh_CN", "LC_ALL": ""], .chinese),
        ] as [([String: String], Language)])
    func language(_ environment: [String: String], _ language: Language) {
        #expect(Language.of(environment: environment) == language)
    }
}
