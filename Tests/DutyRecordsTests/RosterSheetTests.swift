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

    // MARK: A month as a grid

    /// November 2026 begins on a Sunday.
    private static let days = (1...30).map(String.init)
    private static let weekdays = (0..<30).map { ["日", "一", "二", "三", "四", "五", "六"][$0 % 7] }

    private static func marks(_ marks: [Int: String], _ name: String = "李四") -> [String] {
        ["1", name] + (1...30).map { marks[$0] ?? "" }
    }

    private static func grid(_ rows: [String]..., title: String = "黎城镇2026年11月值班表") -> [[String]] {
        [[title], ["序号", "姓名"] + days] + rows
    }

    @Test func aMonthAsAGridIsRead() {
        let rows = Self.read(
            Self.grid(
                Self.marks([1: "值", 3: "√", 30: "白/夜", 4: "休", 5: "-"]), Self.marks([2: "带", 6: "总带班", 7: "应急"], "张三"),
                Self.marks([:], "王五"), Self.marks([1: "2", 2: "1"], "合计"), ["注：每天一人"]))
        #expect(
            Self.lines(rows) == [
                "值李四 11-01T08:30–11-02T08:30", "值李四 11-03T08:30–11-04T08:30", "值李四 11-30T08:30–11-30T17:30",
                "值李四 11-30T17:30–12-01T08:30", "带张三 11-02T08:30–11-03T08:30", "带张三 11-06T08:30–11-07T08:30",
                "值张三 11-07T08:30–11-08T08:30",
            ])
        #expect(rows.count == 2 && rows.allSatisfy(\.errors.isEmpty))
        #expect(rows[1].shifts.map(\.tier) == ["带班", "总带班", nil] && rows[1].shifts[2].post == "应急值班岗")
    }

    @Test(arguments: [true, false])
    func aMonthHasASecondRowOfHeadings(isAbove: Bool) {
        let (days, weekdays) = (["", ""] + Self.days, ["序号", "姓名"] + Self.weekdays)
        let head = isAbove ? [weekdays, days] : [["序号", "姓名"] + Self.days, ["序号", "姓名"] + Self.weekdays]
        let rows = Self.read([["2026年11月值班表"]] + head + [Self.marks([1: "值", 2: "夜"])])
        #expect(Self.lines(rows) == ["值李四 11-01T08:30–11-02T08:30", "值李四 11-02T17:30–11-03T08:30"])
        // The year before, the same days were others of the week.
        let wrong = Self.read([["2025年11月值班表"]] + head + [Self.marks([1: "值"])])
        #expect(Self.rules(wrong) == [["bad-date"]] && wrong[0].shifts.isEmpty)
        #expect(wrong[0].errors[0].message(in: .chinese).contains("2025-11-01 是星期六"))
    }

    @Test func whatIsWrongInAGridIsNamedByRowAndColumn() {
        let rows = Self.read(
            Self.grid(Self.marks([5: "△", 6: "值"]), Self.marks([1: "值"], ""), Self.marks([2: "值"], "王五")))
        #expect(rows.map(\.index) == [2, 3, 4])
        #expect(Self.rules(rows) == [["wrong-type"], ["required"], []])
        #expect(rows[0].errors[0].message(in: .chinese).contains("“5”一列的“△”") && rows[0].shifts.isEmpty)
        #expect(Self.lines(rows) == ["值王五 11-02T08:30–11-03T08:30"])
        let february = Self.read(Self.grid(Self.marks([30: "值"]), title: "2026年2月值班表"))
        #expect(Self.rules(february) == [["bad-date"]])
        #expect(february[0].errors[0].message(in: .chinese).contains("“30”不是这个月的日期"))
        #expect(Self.rules(Self.read(Self.grid(Self.marks([1: "值"]), title: "值班表"), year: 2026)) == [["bad-date"]])
        #expect(Self.rules(Self.read(Self.grid(Self.marks([1: "值"]), title: "值班表"))) == [["bad-date"]])
        let staff = [["2026年11月值班表"], ["姓名", "编制"] + Self.days, ["李四", "劳务派遣", "值"]]
        #expect(Self.rules(Self.read(staff)) == [["establishment"]])
    }

    @Test func aGridOfLeadersOfDatesOrAcrossAMonthsEndIsRead() {
        let leaders = Self.read(Self.grid(Self.marks([1: "√"], "张三"), title: "2026年11月领导带班表"))
        #expect(Self.lines(leaders) == ["带张三 11-01T08:30–11-02T08:30"])
        let dates = (1...7).map { "2026-11-0\($0)" }
        #expect(
            Self.lines(Self.read([["姓名"] + dates, ["李四", "", "●"]])) == ["值李四 11-02T08:30–11-03T08:30"])
        let across = (26...31).map { "\($0)日" } + (1...5).map { "\($0)日" }
        let found = Self.read([["2026年12月值班表"], ["姓名"] + across, ["李四"] + across.map { _ in "值" }])
        #expect(found[0].shifts.map { $0.start.day.description }.suffix(6).first == "2026-12-31")
        #expect(found[0].shifts.last?.start.day == Day("2027-01-05") && found[0].shifts.count == 11)
    }

    @Test func aTableOfDaysIsNoGrid() {
        // The numbers of one row are no month.
        let rows = [["日期", "值班员", "1", "2", "3"], ["2026-10-01", "李四", "", "", ""]]
        #expect(Self.lines(Self.read(rows)) == ["值李四 10-01T08:30–10-02T08:30"])
    }

    @Test func headingsOfTwoRowsAreOne() {
        let rows = Self.read([
            ["2026年10月值班表", "", "", "", "", ""], ["日期", "星期", "带班领导", "带班领导", "值班员", "值班员"],
            ["日期", "星期", "政府", "办公室", "白班", "夜班"], ["10月1日", "四", "张三", "李四", "王五", "欧阳雪"],
        ])
        #expect(rows.count == 1 && rows[0].errors.isEmpty && rows[0].shifts.map(\.role) == ["政府", "办公室", nil, nil])
        #expect(
            Self.lines(rows).suffix(2) == ["值王五 10-01T08:30–10-01T17:30", "值欧阳雪 10-01T17:30–10-02T08:30"])
        // A text file keeps a merged heading in its first cell alone.
        let plain = Self.read([
            ["日期", "值班员", "", "备注"], ["", "白班", "夜班", ""], ["2026-10-01", "李四", "王五", ""],
        ])
        #expect(Self.lines(plain) == ["值李四 10-01T08:30–10-01T17:30", "值王五 10-01T17:30–10-02T08:30"])
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
