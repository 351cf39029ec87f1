import Testing

@testable import DutyRecords

/// Days and times as people's tables have them.
@Suite struct SheetTimeTests {
    @Test(
        arguments: [
            ("2026-10-01 08:30", "2026-10-01T08:30+08:00"), ("2026/10/1 8:30", "2026-10-01T08:30+08:00"),
            ("2026年10月1日8时30分", "2026-10-01T08:30+08:00"), ("2026.10.1 8点", "2026-10-01T08:00+08:00"),
            ("２０２６－１０－０１　０８：３０", "2026-10-01T08:30+08:00"), ("20261001 8:30:00", "2026-10-01T08:30+08:00"),
            ("2026-10-01 24:00", "2026-10-02T00:00+08:00"), ("2026-10-01T08:30", "2026-10-01T08:30+08:00"),
            ("2026-10-01", nil), ("10月1日 8:30", nil), ("2026-02-30 8:00", nil), ("2026-10-01 25:00", nil),
            ("2026-10-01 8:30 左右", nil), ("", nil),
        ] as [(String, String?)]) func timesAreRead(cell: String, written: String?)
    {
        #expect(SheetTime.read(cell)?.written == written)
    }

    @Test(
        arguments: [
            ("2026-10-01", "2026-10-01"), ("2026年10月1号", "2026-10-01"), ("2026/10/1 0:00", "2026-10-01"),
            ("10月1日", nil), ("2026-13-01", nil), ("明天", nil),
        ] as [(String, String?)]) func daysAreRead(cell: String, written: String?)
    {
        #expect(SheetTime.read(cell)?.writtenDay == written)
    }

    @Test(arguments: [
        ("8:30-17:30", 510, 1050), ("17:30至次日8:30", 1050, 1950), ("17:30—8:30", 1050, 1950), ("8时~8时", 480, 1920),
        ("８：３０－１７：３０", 510, 1050), ("08:30 – 24:00", 510, 1440),
    ]) func hoursAreRead(cell: String, start: Int, end: Int) {
        var scanner = CellScanner(cell)
        let span = SheetTime.span(&scanner)
        #expect(span?.start == start && span?.end == end)
    }

    @Test(arguments: [("星期四", 4), ("周日", 7), ("礼拜天", 7), ("一", 1), ("国庆节", nil), ("", nil)] as [(String, Int?)])
    func weekdaysAreRead(cell: String, day: Int?) { #expect(SheetTime.weekday(cell) == day) }
}
