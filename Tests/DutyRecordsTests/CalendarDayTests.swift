import DutyRecords
import Testing

@Suite("What a day is")
struct CalendarDayTests {
    static let today = "2026-11-25"

    @Test(
        "days as they are known today",
        arguments: [
            ("2015-01-01", "holiday"), ("2015-01-02", "adjusted-rest"), ("2015-01-04", "makeup-workday"),
            ("2015-06-20", "holiday"), ("2015-06-21", "weekend"), ("2015-06-22", "adjusted-rest"),
            ("2015-09-03", "adjusted-rest"), ("2015-09-05", "adjusted-rest"), ("2015-09-06", "makeup-workday"),
            ("2015-10-03", "holiday"), ("2015-10-04", "adjusted-rest"), ("2015-10-10", "makeup-workday"),
            ("2016-02-07", "adjusted-rest"), ("2018-12-30", "adjusted-rest"), ("2019-01-01", "holiday"),
            ("2019-05-04", "adjusted-rest"), ("2020-02-01", "adjusted-rest"), ("2020-02-03", "workday"),
            ("2022-12-31", "adjusted-rest"), ("2023-01-21", "adjusted-rest"), ("2024-02-09", "workday"),
            ("2024-02-10", "holiday"), ("2024-02-13", "adjusted-rest"), ("2024-05-02", "adjusted-rest"),
            ("2025-01-28", "holiday"), ("2025-05-02", "holiday"), ("2025-10-06", "holiday"),
            ("2026-02-14", "makeup-workday"), ("2026-02-16", "holiday"), ("2026-02-15", "adjusted-rest"),
            ("2026-10-10", "makeup-workday"), ("2026-10-11", "weekend"), ("2026-10-12", "workday"),
            ("2014-12-31", nil), ("2014-10-01", nil), ("2027-01-01", nil), ("2027-03-06", nil),
        ] as [(String, String?)])
    func known(_ text: String, _ expected: String?) throws {
        let calendar = DutyCalendar()
        let day = try calendarDay(text)
        let asOf = try calendarTime(Self.today)
        let found = calendar.day(day, asOf: asOf)
        #expect(found.day == day && found.dayType?.rawValue == expected)
        #expect(calendar.dayType(day, asOf: asOf) == found.dayType)
        #expect((found.source == "未公布") == (expected == nil))
    }

    @Test(
        "days as they were known at a time",
        arguments: [
            ("2015-09-05", "2015-05-12T23:59:59.999+08:00", "weekend"), ("2015-09-05", "2015-05-13", "adjusted-rest"),
            ("2019-05-01", "2019-03-01", "holiday"), ("2019-05-04", "2019-03-21T23:59+08:00", "weekend"),
            ("2019-05-04", "2019-03-22T00:00+08:00", "adjusted-rest"), ("2019-05-05", "2019-03-22", "makeup-workday"),
            ("2020-01-31", "2020-01-26", "workday"), ("2020-02-01", "2020-01-26T23:59+08:00", "makeup-workday"),
            ("2020-02-01", "2020-01-26T16:00Z", "adjusted-rest"), ("2020-02-02", "2020-01-27", "adjusted-rest"),
            ("2018-12-29", "2018-12-05", "weekend"), ("2018-12-29", "2018-12-06", "makeup-workday"),
            ("2018-12-31", "2018-12-05", "workday"), ("2018-12-31", "2018-12-06", "adjusted-rest"),
            ("2022-12-31", "2022-12-07", "weekend"), ("2022-12-31", "2022-12-08", "adjusted-rest"),
            ("2018-12-29", "2017-11-29", nil), ("2026-10-01", "2025-11-03", nil),
            ("2026-10-01", "2025-11-04", "holiday"),
        ] as [(String, String, String?)])
    func knownAt(_ day: String, _ asOf: String, _ expected: String?) throws {
        let type = DutyCalendar().dayType(try calendarDay(day), asOf: try calendarTime(asOf))
        #expect(type?.rawValue == expected)
    }

    @Test("the source is the notice that speaks of the day")
    func sources() throws {
        let calendar = DutyCalendar()
        let asOf = try calendarTime(Self.today)
        let source = { calendar.day(try calendarDay($0), asOf: asOf).source }
        #expect(try source("2018-12-28").hasSuffix("2017-11/30/content_5243579.htm"))
        #expect(try source("2018-12-29").hasSuffix("2018-12/06/content_5346276.htm"))
        #expect(try source("2019-05-01").hasSuffix("2019-03/22/content_5375877.htm"))
        #expect(try source("2019-05-06").hasSuffix("2018-12/06/content_5346276.htm"))
    }

    @Test("the county's entries stand above the arrangement, the latest published first")
    func entries() throws {
        let day = try calendarDay("2026-10-09")
        let entry = { (type: DayType, name: String, published: String?) in
            CalendarEntry(
                day: day, dayType: type, name: name, published: try published.map(calendarTime), source: "金政办〔2026〕1号")
        }
        let entries = try [
            entry(.adjustedRest, "三", "2026-09-20T12:00+08:00"), entry(.makeupWorkday, "一", nil),
            entry(.holiday, "二", "2026-09-01"),
        ]
        for entries in [entries, entries.reversed()] {
            let calendar = DutyCalendar(entries: entries)
            let found = { calendar.day(day, asOf: try calendarTime($0)) }
            #expect(try found("2020-01-01").name == "一" && found("2020-01-01").dayType == .makeupWorkday)
            #expect(try found("2026-09-20T11:59+08:00").name == "二")
            #expect(try found("2026-09-20T12:00+08:00").dayType == .adjustedRest)
            #expect(try found(Self.today).source == "金政办〔2026〕1号")
            #expect(calendar.dayType(day + 1, asOf: try calendarTime(Self.today)) == .makeupWorkday)
        }
    }

    @Test("a county's day in a year that is not announced; the days beside it stay so")
    func entryBeforeTheNotice() throws {
        let day = try calendarDay("2027-01-01")
        let calendar = DutyCalendar(entries: [
            CalendarEntry(
                day: day, dayType: .holiday, name: "元旦", published: try calendarTime("2026-11-20"), source: "县")
        ])
        #expect(calendar.dayType(day, asOf: try calendarTime("2026-11-19")) == nil)
        #expect(calendar.dayType(day, asOf: try calendarTime("2026-11-20")) == .holiday)
        #expect(calendar.dayType(day + 1, asOf: try calendarTime("2026-11-20")) == nil)
    }

    @Test("a notice that was published since")
    func laterArrangement() throws {
        let off = [try calendarDay("2026-12-31"), try calendarDay("2027-01-01")].map {
            HolidayArrangement.NamedDay(day: $0, isOff: true, name: "元旦")
        }
        let later = HolidayArrangement(
            year: 2027, published: try calendarDay("2026-11-24"), source: "https://www.gov.cn/2027", days: off)
        let calendar = DutyCalendar(arrangements: HolidayArrangement.shipped + [later])
        let types = { (asOf: String) in
            try ["2026-12-31", "2027-01-01", "2027-01-02", "2027-01-04"]
                .map { calendar.dayType(try calendarDay($0), asOf: try calendarTime(asOf))?.rawValue }
        }
        #expect(try types("2026-11-23") == ["workday", nil, nil, nil])
        #expect(try types("2026-11-24") == ["adjusted-rest", "holiday", "weekend", "workday"])
    }

    @Test("each type has its word and its names")
    func names() {
        let words = DayType.allCases.map { "\($0.rawValue) \($0.chinese) \($0.english)" }
        #expect(
            words == [
                "workday 工作日 workday", "weekend 双休日 weekend", "holiday 法定节假日 statutory holiday",
                "adjusted-rest 调休后的公休日 adjusted day off", "makeup-workday 调休上班日 make-up workday",
                "sensitive 特殊敏感时间 sensitive time",
            ])
    }
}
