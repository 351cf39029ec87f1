package import SyncKit

/// What a rule profile would change, and for whom, before it is written.
package struct RuleChange: Sendable {
    /// One figure of some units, before and after.
    package struct Row: Sendable {
        package let figure: RuleFigure
        package let before: FieldValue?
        package let after: FieldValue?
        /// Codes, in the order in which they were asked about.
        package var units: [String]
    }

    package let rows: [Row]

    /// - Parameter moment: at which both are asked, such as the minute from which the profile holds.
    package init(before: RuleBook, after: RuleBook, units: [String], at moment: Instant) {
        var rows: [Row] = []
        for unit in units {
            let (old, new) = (before.figures(for: unit, at: moment), after.figures(for: unit, at: moment))
            guard old != new else { continue }
            for figure in RuleFigure.all {
                let (from, to) = (old[figure], new[figure])
                guard from != to else { continue }
                if let place = rows.firstIndex(where: {
                    $0.figure.name == figure.name && $0.before == from && $0.after == to
                }) {
                    rows[place].units.append(unit)
                } else {
                    rows.append(Row(figure: figure, before: from, after: to, units: [unit]))
                }
            }
        }
        self.rows = rows
    }
}

extension RuleFigures {
    /// A figure as records hold it; nil where it is unset.
    package subscript(figure: RuleFigure) -> FieldValue? {
        switch figure.path {
        case .number(let path, _): .integer(Int64(self[keyPath: path]))
        case .optional(let path, _): self[keyPath: path].map { .integer(Int64($0)) }
        case .flag(let path): .boolean(self[keyPath: path])
        case .time(let path): .text(self[keyPath: path])
        case .times(let path): .list(self[keyPath: path].map { .text($0) })
        }
    }
}

extension FieldValue {
    /// A figure as a screen shows it.
    package func figureText(in language: Language) -> String {
        switch self {
        case .integer(let number): "\(number)"
        case .boolean(let flag): language == .chinese ? (flag ? "是" : "否") : (flag ? "yes" : "no")
        case .text(let text): text
        case .list(let values):
            values.map { $0.figureText(in: language) }.joined(separator: language == .chinese ? "、" : ", ")
        default: ""
        }
    }
}
