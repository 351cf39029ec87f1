/// Reads the rows of a roster one after the other: a day that a row leaves out is the one above.
struct RosterReader {
    private struct Column {
        let index: Int
        let kind: RosterColumn
        /// That its heading names, in minutes since midnight.
        let span: (start: Int, end: Int)?
    }

    private let columns: [Column]
    private let options: RosterOptions
    private let isKnown: (String) -> Bool
    private var days: ClosedRange<Day>?

    init(_ mapping: SheetMapping, headings: [String], _ options: RosterOptions, isKnown: @escaping (String) -> Bool) {
        columns = mapping.columns.enumerated().compactMap { index, key in
            guard let kind = RosterColumn(rawValue: key) else { return nil }
            let heading = headings.indices.contains(index) ? headings[index] : ""
            return Column(index: index, kind: kind, span: Self.span(in: heading))
        }
        self.options = options
        self.isKnown = isKnown
    }

    /// nil for a row that names nobody: a blank one, or a note under the table.
    mutating func row(_ index: Int, _ cells: [String]) -> RosterRow? {
        func cell(_ column: Column) -> String {
            cells.indices.contains(column.index) ? SheetValue.trimmed(cells[column.index]) : ""
        }
        func first(_ kind: RosterColumn) -> String { columns.first { $0.kind == kind }.map(cell) ?? "" }
        let said = cells.map(SheetValue.trimmed).filter { !$0.isEmpty }
        // A note is merged over the whole width.
        if said.isEmpty || (said.count > 2 && Set(said).count == 1) { return nil }
        let named = columns.filter { $0.kind.isLeader || $0.kind.isOfficer }.map {
            ($0, RosterNames(cell($0), isKnown: isKnown))
        }
        guard named.contains(where: { !$0.1.names.isEmpty }) else { return nil }
        var row = RosterRow(index: index)
        do throws(EntryError) {
            days = try days(first(.date), weekday: first(.weekday))
        } catch {
            row.errors.append(error)
        }
        row.errors += Self.judge(
            named.flatMap(\.1.mobiles), columns.filter { $0.kind == .mobile }.map(cell), first(.establishment))
        guard row.errors.isEmpty, let days else { return row }
        let hours: (start: Int, end: Int)?
        if first(.time).isEmpty {
            hours = nil
        } else {
            hours = Self.span(in: first(.time))
            guard hours != nil else {
                row.errors.append(.rosterHours)
                return row
            }
        }
        let remark = first(.remark)
        for (column, names) in named {
            for name in names.names {
                row.shifts += Self.shifts(
                    column.kind, column.span ?? hours, name, days, remark.isEmpty ? nil : remark, options)
            }
        }
        return row
    }

    // MARK: Days

    private func days(_ cell: String, weekday: String) throws(EntryError) -> ClosedRange<Day> {
        // In a text file a cell that was merged over rows stands in the first one alone.
        if cell.isEmpty, let days { return days }
        var scanner = CellScanner(cell)
        guard let first = SheetTime.date(&scanner) else { throw .rosterDay }
        let from = try day(first, after: days?.upperBound)
        try check(&scanner, from)
        var to = from
        if SheetTime.range(&scanner) {
            guard let last = SheetTime.date(&scanner) else { throw .rosterDay }
            to = try day(SheetTime(year: last.year, month: last.month ?? from.parts.month, day: last.day), after: from)
            try check(&scanner, to)
        }
        scanner.skipSpaces()
        guard scanner.isAtEnd, from <= to, to.since(from) <= 31 else { throw .rosterDay }
        if from == to, let said = SheetTime.weekday(weekday), said != from.weekday { throw .rosterWeekday(from) }
        return from...to
    }

    /// `（周四）` behind a date.
    private func check(_ scanner: inout CellScanner, _ day: Day) throws(EntryError) {
        let said = scanner.attempt { scanner -> Int? in
            scanner.skipSpaces()
            let isOpen = scanner.take("(")
            guard let weekday = SheetTime.weekday(&scanner) else { return nil }
            return !isOpen || scanner.take(")") ? weekday : nil
        }
        if let said, said != day.weekday { throw .rosterWeekday(day) }
    }

    /// Fills in what the cell leaves out: the month of the row above or of the title, the year in which it goes on.
    private func day(_ said: SheetTime, after last: Day?) throws(EntryError) -> Day {
        var month = said.month ?? last?.parts.month ?? options.month
        var year = said.year ?? last?.parts.year ?? options.year
        if said.month == nil, let last, let known = month, said.day < last.parts.day - 20 {
            month = known % 12 + 1
            if month == 1 { year = year.map { $0 + 1 } }
        } else if said.year == nil, let last, let known = month, known < last.parts.month - 6 {
            year = last.parts.year + 1
        }
        guard let month else { throw .rosterDay }
        guard let year else { throw .rosterYear }
        guard let day = Day(year, month, said.day) else { throw .rosterDay }
        return day
    }

    // MARK: Persons

    static func judge(_ found: [String], _ mobiles: [String], _ establishment: String) -> [EntryError] {
        var errors: [EntryError] = []
        let person = Collection.person
        let numbers = found + mobiles.flatMap { SheetValue.split($0, at: "、,;/|\n，；") }.map(SheetValue.trimmed)
        if let field = person.field("mobile"),
            let wrong = numbers.map({ MobileNumber($0) }).first(where: { !$0.digits.isEmpty && !$0.isWhole })
        {
            errors.append(.mobile(field, wrong.digits.unicodeScalars.count))
        }
        if Establishment.isOff(establishment), let field = Collection.dutyShift.field("officer") {
            errors.append(.establishment(field, of: .dutyShift))
        }
        return errors
    }

    // MARK: Shifts

    /// - Parameter own: hours that the table says, in minutes since midnight.
    static func shifts(
        _ kind: RosterColumn, _ own: (start: Int, end: Int)?, _ name: String, _ days: ClosedRange<Day>,
        _ remark: String?, _ options: RosterOptions
    ) -> [RosterShift] {
        let isPart = kind == .dayOfficer || kind == .nightOfficer
        let span: (start: Int, end: Int) =
            switch kind {
            case .dayOfficer: own ?? (options.start, options.evening)
            case .nightOfficer: own ?? (options.evening, options.start + 1440)
            default: own ?? (options.start, options.start + 1440)
            }
        // A week's duty goes on from its first day to its last; a shift by day ends each day.
        let stretches: [ClosedRange<Day>] =
            if isPart || own != nil {
                (days.lowerBound.number...days.upperBound.number).map { Day(number: $0)...Day(number: $0) }
            } else {
                [days]
            }
        return stretches.map { stretch in
            RosterShift(
                collection: kind.isLeader ? "leader-shift" : "duty-shift", person: name,
                start: stretch.lowerBound.at(0, span.start), end: stretch.upperBound.at(0, span.end),
                post: kind == .emergencyOfficer ? "应急值班岗" : kind.isOfficer ? "值班" : nil,
                role: kind == .governmentLeader ? "政府" : kind == .officeLeader ? "办公室" : nil,
                tier: kind == .chiefLeader ? "总带班" : kind.isLeader ? "带班" : nil, remark: remark)
        }
    }

    /// Hours anywhere in a text: `白班（8:30-17:30）`.
    static func span(in text: String) -> (start: Int, end: Int)? {
        let scalars = Array(text.unicodeScalars)
        for place in scalars.indices where ("0"..."9").contains(CellScanner.narrow(scalars[place])) {
            var scanner = CellScanner(String(String.UnicodeScalarView(scalars[place...])))
            if let span = SheetTime.span(&scanner) { return span }
        }
        return nil
    }
}
