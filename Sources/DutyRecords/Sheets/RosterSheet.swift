/// One shift that a row of a roster names.
package struct RosterShift: Sendable, Hashable {
    /// `duty-shift` or `leader-shift`.
    package let collection: String
    package let person: String
    package let start: Instant
    package let end: Instant
    package var post: String?
    package var role: String?
    package var tier: String?
    package var remark: String?

    /// As `record` takes it.
    package var members: [(String, JSONValue)] {
        var members: [(String, JSONValue)] = [
            ("start", .text(Self.minute(start))), ("end", .text(Self.minute(end))),
            (collection == "duty-shift" ? "officer" : "leader", .text(person)),
        ]
        for (name, value) in [("post", post), ("role", role), ("tier", tier), ("remark", remark)] {
            if let value { members.append((name, .text(value))) }
        }
        return members
    }

    private static func minute(_ instant: Instant) -> String { String(instant.description.prefix(16)) + "+08:00" }
}

/// What became of one row of a roster.
package struct RosterRow: Sendable {
    /// From 0 on.
    package let index: Int
    package var shifts: [RosterShift] = []
    package var errors: [EntryError] = []
}

/// What a roster leaves unsaid.
package struct RosterOptions: Sendable, Hashable {
    package var year: Int?
    package var month: Int?
    /// Minutes since midnight at which a day's duty begins, and ends on the next.
    package var start: Int
    /// When the shift by day ends and the one by night begins.
    package var evening: Int

    package static let standard = RosterOptions(year: nil, month: nil, start: 8 * 60 + 30, evening: 17 * 60 + 30)

    package init(year: Int?, month: Int?, start: Int, evening: Int) {
        self.year = year
        self.month = month
        self.start = start
        self.evening = evening
    }
}

/// A 值班表 as offices keep it: a row for a day or for a stretch of days, columns for leaders and officers, a title
/// above the headings, which may take two rows; or a month as a grid of persons and days.
package enum RosterSheet {
    package static var choices: [ColumnChoice] {
        [.none]
            + RosterColumn.allCases.map {
                ColumnChoice(key: $0.rawValue, chinese: $0.words.chinese, english: $0.words.english)
            }
    }

    package static func guess(_ rows: [[String]], header: Int? = nil) -> SheetMapping {
        let maySeveral = { (key: String) in RosterColumn(rawValue: key)?.maySeveral ?? false }
        return SheetMapping.guess(rows, header: header, maySeveral: maySeveral) { heading, column, row in
            if RosterMonthGrid.isHeading(rows[row]) { return gridKey(rows, row, column) }
            let heading = isSecondHeading(rows, below: row) ? joined(rows, row, column) : heading
            let under = rows.indices.contains(row + 1) ? rows[row + 1] : []
            return RosterColumn.guess(heading, below: under.indices.contains(column) ? under[column] : "")?.rawValue
                ?? ""
        }
    }

    /// What a column of a month as a grid stands for.
    private static func gridKey(_ rows: [[String]], _ row: Int, _ column: Int) -> String {
        let around = (row - 1...row + 1).compactMap { place in
            rows.indices.contains(place) && rows[place].indices.contains(column) ? rows[place][column] : nil
        }
        if RosterMonthGrid.day(rows[row][column]) != nil { return RosterColumn.dayOfMonth.rawValue }
        if RosterMonthGrid.namesPersons(around) { return RosterColumn.person.rawValue }
        let known = around.lazy.compactMap { RosterColumn.guess($0, below: "") }.first
        return known.flatMap { [.mobile, .establishment, .remark].contains($0) ? $0.rawValue : nil } ?? ""
    }

    /// Whether the row below the headings goes on with them: 带班领导 above 政府 and 办公室.
    private static func isSecondHeading(_ rows: [[String]], below row: Int) -> Bool {
        guard rows.indices.contains(row + 1) else { return false }
        let (above, under) = (rows[row].map(SheetValue.trimmed), rows[row + 1].map(SheetValue.trimmed))
        guard let date = above.firstIndex(where: { RosterColumn.guess($0, below: "") == .date }),
            !under.indices.contains(date) || under[date].isEmpty || under[date] == above[date]
        else { return false }
        let parts = zip(above, under).filter { !$1.isEmpty && $0 != $1 }.map(\.1)
        let isPart = { (text: String) in
            ["政府", "办公室", "主班", "副班", "主", "副", "姓名", "电话", "职务"].contains(text)
                || RosterColumn.guess(text, below: "") != nil
        }
        return !parts.isEmpty && parts.allSatisfy(isPart)
    }

    /// A heading of two rows as one.
    private static func joined(_ rows: [[String]], _ row: Int, _ column: Int) -> String {
        let (above, under) = (SheetValue.trimmed(rows[row][column]), rows[row + 1])
        let part = under.indices.contains(column) ? SheetValue.trimmed(under[column]) : ""
        return part.isEmpty || part == above ? above : above + part
    }

    /// Year and month that a title such as 2026年10月值班表 names.
    package static func titled(_ rows: [[String]], _ mapping: SheetMapping) -> (year: Int?, month: Int?) {
        for text in rows.prefix(mapping.header + 1).flatMap(\.self) {
            let scalars = Array(text.unicodeScalars.map(CellScanner.narrow))
            guard let sign = scalars.firstIndex(of: "年") else { continue }
            let before = scalars[..<sign].suffix(4)
            guard before.count == 4, let year = Int(String(String.UnicodeScalarView(before))), year >= 1900 else {
                continue
            }
            var scanner = CellScanner(String(String.UnicodeScalarView(scalars[(sign + 1)...])))
            let month = scanner.number(digits: 2)?.value
            return (year, scanner.take("月") ? month : nil)
        }
        return (nil, nil)
    }

    /// - Parameter isKnown: whether the unit has somebody of that name.
    package static func read(
        _ rows: [[String]], _ mapping: SheetMapping, _ options: RosterOptions,
        isKnown: @escaping (String) -> Bool
    ) -> [RosterRow] {
        if let grid = RosterMonthGrid(rows, mapping, options, isKnown: isKnown) { return grid.read() }
        var headings = rows.indices.contains(mapping.header) ? rows[mapping.header] : []
        let isTwoRows = !headings.isEmpty && isSecondHeading(rows, below: mapping.header)
        if isTwoRows { headings = headings.indices.map { joined(rows, mapping.header, $0) } }
        var reader = RosterReader(mapping, headings: headings, options, isKnown: isKnown)
        return rows.enumerated().dropFirst(mapping.header + (isTwoRows ? 2 : 1)).compactMap { reader.row($0, $1) }
    }
}
