/// What replicates as a whole, and what permission is given on: one of a unit's ledgers, or the deployment's notices.
package struct LedgerID: Hashable, Sendable, Comparable {
    package enum Name: String, Sendable, CaseIterable {
        /// Incidents, their reports, timeline and instructions: never behind a backlog.
        case urgent
        /// All else of a unit.
        case routine
        /// Units, calendar, special periods, rule profiles: written by the hub alone, read by every unit.
        case notice
    }

    /// The unit's code; empty for the notices, which are the deployment's.
    package let unit: String
    package let name: Name

    package init(unit: String, name: Name) {
        self.unit = name == .notice ? "" : unit
        self.name = name
    }

    package static let notice = LedgerID(unit: "", name: .notice)

    /// Reads `UNIT/urgent`, `UNIT/routine` or `notice`; nil when it is none of them.
    package init?(_ text: String) {
        if text == "notice" {
            self = .notice
            return
        }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, let name = Name(rawValue: String(parts[1])), name != .notice else {
            return nil
        }
        self.init(unit: String(parts[0]), name: name)
    }

    /// By the case: the synthesised one would hash its text each time.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(unit)
        hasher.combine(rank)
    }

    /// Urgent ledgers before the notices, and those before routine ones: the order in which a line carries them.
    package static func < (left: LedgerID, right: LedgerID) -> Bool {
        (left.rank, left.unit) < (right.rank, right.unit)
    }

    private var rank: Int {
        switch name {
        case .urgent: 0
        case .notice: 1
        case .routine: 2
        }
    }
}

extension LedgerID: CustomStringConvertible {
    package var description: String { name == .notice ? "notice" : "\(unit)/\(name.rawValue)" }
}
