import Testing

@testable import DutyRecords

/// 值班表 as offices keep them (the shapes that were seen on the job).
@Suite struct RosterSheetTests {
    private static let known: Set<String> = ["张三", "李四", "王五", "欧阳 雪"]

    private static func read(
        _ rows: [[String]], year: Int? = nil, month: Int? = nil, columns: [String]? = nil
    ) -> [RosterRow] {
        var mapping = RosterSheet.guess(rows)
        if let columns { mapping.columns = columns }
        let titled = RosterSheet.titled(rows, mapping)
        let options = RosterOptions(
            year: year ?? titled.year, month: month ?? titled.month, start: 510, evening: 1050)
        return RosterSheet.read(rows, mapping, options) { known.contains($0) }
    }

    private static func lines(_ rows: [RosterRow]) -> [String] {
        rows.flatMap(\.shifts).map {
            "\($0.collection == "duty-shift" ? "值" : "带")\($0.person) \($0.start.description.dropFirst(5).prefix(11))–\($0.end.description.dropFirst(5).prefix(11))"
        }
    }

    private static func rules(_ rows: [RosterRow]) -> [[String]] { rows.map { $0.errors.map { $0.rule.rawValue } } }

    @Test func theUsualTableIsRead() {
        let rows = Self.read([
            ["黎城镇2026年10月值班表", "", "", "", "", ""], ["日期", "星期", "带班领导", "值班员", "值班电话", "备注"],
            ["10月1日", "四", "张三（镇长）13912345678", "李四、王五", "80000001", "国庆节"], ["10月2日", "星期五", "张三", "王 五", "", ""],
            ["备注：接班提前十分钟", "备注：接班提前十分钟", "备注：接班提前十分钟", "备注：接班提前十分钟", "", ""],
        ])
        #expect(
            Self.lines(rows) == [
                "带张三 10-01T08:30–10-02T08:30", "值李四 10-01T08:30–10-02T08:30", "值王五 10-01T08:30–10-02T08:30",
                "带张三 10-02T08:30–10-03T08:30", "值王五 10-02T08:30–10-03T08:30",
            ])
        #expect(rows.count == 2 && rows.allSatisfy(\.errors.isEmpty))
        #expect(rows[0].shifts[1].remark == "国庆节" && rows[0].shifts[0].tier == "带班" && rows[0].shifts[1].post == "值班")
    }

    @Test func aWeekIsOneShiftAndTheYearGoesOn() {
        let rows = Self.read(
            [["日期", "值班员"], ["12月28日-1月3日", "李四"], ["1月4日（周一）—10日", "王五"]], year: 2026)
        #expect(Self.lines(rows) == ["值李四 12-28T08:30–01-04T08:30", "值王五 01-04T08:30–01-11T08:30"])
        #expect(rows[1].shifts[0].start.day.year == 2027)
    }

    @Test func dayAndNightHaveTheirHours() {
        let rows = Self.read(
            [["日期", "白班（8:00-18:00）", "夜班", "应急值班"], ["2026-10-01", "李四", "王五", "张三"]])
        #expect(
            Self.lines(rows) == [
                "值李四 10-01T08:00–10-01T18:00", "值王五 10-01T17:30–10-02T08:30", "值张三 10-01T08:30–10-02T08:30",
            ])
        #expect(rows[0].shifts[2].post == "应急值班岗")
        let hours = Self.read([
            ["日期", "值班时间", "值班员"], ["2026-10-01", "11:50-13:00", "李四"], ["2026-10-01", "17:00至次日9:00", "王五"],
            ["2026-10-02", "全天", "王五"],
        ])
        #expect(Self.lines(hours) == ["值李四 10-01T11:50–10-01T13:00", "值王五 10-01T17:00–10-02T09:00"])
        #expect(Self.rules(hours) == [[], [], ["bad-time"]])
    }

    @Test func leadersAreToldApart() {
        let rows = Self.read([["日期", "带班领导（政府）", "带班领导（办公室）", "总带班", "值班员"], ["2026-10-01", "张三", "李四", "王五", "欧阳雪"]])
        #expect(rows[0].shifts.map(\.role) == ["政府", "办公室", nil, nil])
        #expect(rows[0].shifts.map(\.tier) == ["带班", "带班", "总带班", nil])
    }

    @Test func aDayThatIsLeftOutIsTheOneAbove() {
        let rows = Self.read([["日期", "值班员"], ["1日", "李四"], ["", "王五"], ["2", "李四"]], year: 2026, month: 10)
        #expect(Self.lines(rows).map { $0.prefix(8) } == ["值李四 10-0", "值王五 10-0", "值李四 10-0"])
        #expect(rows.map { $0.shifts[0].start.day.parts.day } == [1, 1, 2])
    }

    @Test(arguments: [
        (["2026-10-01", "五", "李四", "", ""], "bad-date"), (["10月1日", "", "李四", "", ""], "bad-date"),
        (["下周", "", "李四", "", ""], "bad-date"), (["2026-10-01", "", "李四", "13912345", ""], "bad-phone"),
        (["2026-10-01", "", "李四1391234", "", ""], "bad-phone"),
        (["2026-10-01", "", "李四", "", "劳务派遣"], "establishment"),
        (["2026-10-05-2026-10-01", "", "李四", "", ""], "bad-date"), (["2026-10-01（周一）", "", "李四", "", ""], "bad-date"),
    ]) func aRowThatIsWrongSaysSo(row: [String], rule: String) {
        let rows = Self.read([["日期", "星期", "值班员", "手机", "人员性质"], row])
        #expect(Self.rules(rows) == [[rule]])
        #expect(rows[0].shifts.isEmpty)
    }

    @Test func refusalsCiteTheirArticle() {
        let rows = Self.read([["日期", "值班员", "手机", "编制"], ["2026-10-01", "李四", "12345678", "非在编"]])
        let messages = rows[0].errors.map { $0.message(in: .chinese) }
        #expect(messages.contains { $0.contains("11 位") && $0.contains("第二条") })
        #expect(messages.contains { $0.contains("非在编") && $0.contains("第十六条") })
    }

    @Test func namesAreFoundInTheirCells() {
        func names(_ cell: String) -> [String] { RosterNames(cell) { Self.known.contains($0) }.names }
        #expect(names("张三 李四") == ["张三", "李四"])
        #expect(names("张　三\n李四(副)") == ["张三", "李四"])
        #expect(names("张三13912345678，李四 0517-86800001") == ["张三", "李四"])
        #expect(names("—") == [] && names("无") == [] && names("") == [])
        #expect(names("赵六") == ["赵六"], "an unknown name stays, for entry to refuse")
        #expect(RosterNames("张三（139-1234-5678）") { _ in true }.mobiles == ["139-1234-5678"])
    }
}
