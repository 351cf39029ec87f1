/// A month as a grid: a row for each person, a column for each day, and a mark where somebody is on duty.
///
/// The days may have a second row of headings beside them, with the days of the week.
struct RosterMonthGrid {
    private struct Column {
        let index: Int
        let heading: String
        /// nil where the heading is no day of the month.
        let day: Day?
        /// What the second row of headings says, 1 for Monday.
        let weekday: Int?
    }

    private let rows: [[String]]
    private let mapping: SheetMapping
    private let options: RosterOptions
    private let isKnown: (String) -> Bool
    private let columns: [Column]
    private let isMonthKnown: Bool
    /// The first row that is no heading.
    private let start: Int
    /// What a plain mark stands for.
    private let usual: RosterColumn

    /// Fewer days beside each other are no month.
    private static let daysMin = 7

    /// nil for a table that has no days in columns.
    init?(
        _ rows: [[String]], _ mapping: SheetMapping, _ options: RosterOptions, isKnown: @escaping (String) -> Bool
    ) {
        let places = mapping.columns.indices.filter { mapping.columns[$0] == RosterColumn.dayOfMonth.rawValue }
        guard !places.isEmpty, rows.indices.contains(mapping.header) else { return nil }
        let below = mapping.header + 1
        let isSecond = rows.indices.contains(below) && Self.areWeekdays(rows[below], places)
        let isBefore = mapping.header > 0 && Self.areWeekdays(rows[mapping.header - 1], places)
        let weekdays = isSecond ? rows[below] : isBefore ? rows[mapping.header - 1] : []
        (self.rows, self.mapping, self.options, self.isKnown) = (rows, mapping, options, isKnown)
        start = below + (isSecond ? 1 : 0)
        let title = rows.prefix(mapping.header).flatMap(\.self).joined()
        usual = title.contains("带班") && !title.contains("值班") ? .leader : .officer
        let headings = rows[mapping.header]
        let said = places.map { Self.day(headings.indices.contains($0) ? headings[$0] : "") }
        var last: Day?
        columns = places.enumerated().map { place, index in
            let day = said[place].flatMap { Self.day($0, after: last, options) }
            if let day { last = day }
            return Column(
                index: index, heading: headings.indices.contains(index) ? SheetValue.trimmed(headings[index]) : "",
                day: day, weekday: weekdays.indices.contains(index) ? SheetTime.weekday(weekdays[index]) : nil)
        }
        isMonthKnown = columns.contains { $0.day != nil }
    }

    // MARK: Headings

    /// Whether a row names the days of a month, one after the other.
    static func isHeading(_ row: [String]) -> Bool {
        let days = row.compactMap { day($0)?.day }
        return days.count >= daysMin && zip(days, days.dropFirst()).allSatisfy { $1 == $0 + 1 || ($1 == 1 && $0 >= 28) }
    }

    /// `1`, `1日`, `10-1`, `2026-10-01`, `1日（四）`.
    static func day(_ heading: String) -> SheetTime? {
        var scanner = CellScanner(heading)
        guard let day = SheetTime.date(&scanner), (1...31).contains(day.day) else { return nil }
        scanner.skipSpaces()
        let isOpen = scanner.take("(")
        _ = SheetTime.weekday(&scanner)
        if isOpen { _ = scanner.take(")") }
        scanner.skipSpaces()
        return scanner.isAtEnd ? day : nil
    }

    /// Whose column a heading, or the one above or below it, names.
    static func namesPersons(_ headings: [String]) -> Bool {
        headings.contains { ["姓名", "人员", "值班人员", "值班员", "带班领导", "name"].contains(SheetMapping.plain($0)) }
    }

    private static func areWeekdays(_ row: [String], _ places: [Int]) -> Bool {
        let said = places.filter { row.indices.contains($0) }.map { SheetValue.trimmed(row[$0]) }.filter { !$0.isEmpty }
        // Marks of 日 for a shift by day do not make a week.
        return said.count >= daysMin && Set(said).count >= daysMin && said.allSatisfy { SheetTime.weekday($0) != nil }
    }

    private static func day(_ said: SheetTime, after last: Day?, _ options: RosterOptions) -> Day? {
        var month = said.month ?? last?.parts.month ?? options.month
        var year = said.year ?? last?.parts.year ?? options.year
        if let last, let known = month, said.month == nil, said.day < last.parts.day {
            month = known % 12 + 1
            if month == 1 { year = year.map { $0 + 1 } }
        } else if let last, let known = month, said.year == nil, known < last.parts.month {
            year = last.parts.year + 1
        }
        guard let year, let month else { return nil }
        return Day(year, month, said.day)
    }

    // MARK: Rows

    func read() -> [RosterRow] {
        rows.indices.dropFirst(start).compactMap { row($0, rows[$0]) }
    }

    private func cell(_ kind: RosterColumn, _ cells: [String]) -> String {
        mapping.columns.firstIndex(of: kind.rawValue).flatMap {
            cells.indices.contains($0) ? SheetValue.trimmed(cells[$0]) : nil
        } ?? ""
    }

    /// Sums below the persons, and nobody.
    private static let sums: Set<String> = ["合计", "小计", "总计", "人数", "共计"]

    /// nil for a row in which nobody is on duty: a blank one, a note, a sum.
    private func row(_ index: Int, _ cells: [String]) -> RosterRow? {
        let said = cells.map(SheetValue.trimmed).filter { !$0.isEmpty }
        if said.isEmpty || (said.count > 2 && Set(said).count == 1) { return nil }
        let marked = columns.filter { column in
            guard cells.indices.contains(column.index) else { return false }
            return RosterMark.read(cells[column.index], usual: usual)?.isEmpty != true
        }
        let named = RosterNames(cell(.person, cells), isKnown: isKnown)
        if marked.isEmpty || named.names.contains(where: Self.sums.contains) { return nil }
        var row = RosterRow(index: index)
        if named.names.isEmpty { row.errors.append(.rosterPerson) }
        if !isMonthKnown { row.errors.append(options.year == nil ? .rosterYear : .rosterMonth) }
        row.errors += RosterReader.judge(named.mobiles, [cell(.mobile, cells)], cell(.establishment, cells))
        let remark = cell(.remark, cells)
        for column in marked {
            guard let kinds = RosterMark.read(cells[column.index], usual: usual) else {
                row.errors.append(.rosterMark(column.heading, SheetValue.trimmed(cells[column.index])))
                continue
            }
            guard let day = column.day else {
                if isMonthKnown { row.errors.append(.rosterColumn(column.heading)) }
                continue
            }
            if let weekday = column.weekday, weekday != day.weekday {
                row.errors.append(.rosterWeekday(day))
                continue
            }
            for (name, kind) in named.names.flatMap({ name in kinds.map { (name, $0) } }) {
                row.shifts += RosterReader.shifts(kind, nil, name, day...day, remark.isEmpty ? nil : remark, options)
            }
        }
        if !row.errors.isEmpty { row.shifts = [] }
        return row
    }
}

/// What stands in a cell of a month as a grid.
enum RosterMark {
    private static let words: [RosterColumn: Set<String>] = [
        .dayOfficer: ["白", "白班", "日", "日班", "早", "早班"], .nightOfficer: ["夜", "夜班", "晚", "晚班"],
        .leader: ["带", "带班", "带班领导"], .chiefLeader: ["总", "总带", "总带班"], .emergencyOfficer: ["应", "应急", "应急班"],
        .officer: ["值", "值班", "班", "全", "全天", "当班"],
    ]
    private static let plain: Set<String> = ["√", "✓", "✔", "☑", "v", "●", "■", "◆", "★", "1"]
    private static let nothing: Set<String> = [
        "", "-", "—", "——", "/", "0", "×", "x", "无", "空", "休", "休息", "假", "请假", "公休", "调休", "年假", "年休", "病假", "事假",
        "出差", "外出", "学习", "培训",
    ]

    /// - Parameter usual: what a mark without a word stands for.
    /// - Returns: empty where nobody is on duty; nil where nobody can say what is meant.
    static func read(_ cell: String, usual: RosterColumn) -> [RosterColumn]? {
        let text = SheetValue.narrow(SheetValue.trimmed(cell)).lowercased()
        if let one = one(text, usual) { return one }
        let pieces = SheetValue.split(text, at: "、,/+\n ;").map(SheetValue.trimmed)
        let parts =
            pieces.count > 1 ? pieces : text.unicodeScalars.count == 2 ? text.unicodeScalars.map { String($0) } : []
        guard parts.count > 1 else { return nil }
        var kinds: [RosterColumn] = []
        for part in parts {
            guard let found = one(part, usual) else { return nil }
            kinds += found.filter { !kinds.contains($0) }
        }
        return kinds
    }

    private static func one(_ text: String, _ usual: RosterColumn) -> [RosterColumn]? {
        if nothing.contains(text) { return [] }
        if plain.contains(text) { return [usual] }
        return words.first { $0.value.contains(text) }.map { [$0.key] }
    }
}
