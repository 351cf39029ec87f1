import SyncKit

/// What came of a check: 通报, 整改, 复查 (Art. 15).
package struct CheckChain: Sendable {
    package enum Stage: Sendable, Hashable {
        case inOrder
        /// Something was found, and nothing was done about it yet.
        case found
        /// 通报 was written, and no 整改 demanded.
        case told
        case demanded(due: Instant?)
        case overdue(since: Instant)
        /// The unit says that it put it right: a re-check is owed.
        case done(at: Instant)
        case rechecked(at: Instant)
    }

    /// nil where the 整改 rests on something else, or on a check before the days that were read.
    package let check: RecordFacts?
    package let circulars: [RecordFacts]
    package let rectifications: [RecordFacts]

    /// Those that went out: one that is being drafted in the county's own ledger told nobody.
    package var issued: [RecordFacts] { circulars.filter { $0.has("signedAt") || $0.unit == unit } }

    package var unit: String { check?.unit ?? rectifications.first?.unit ?? "" }
    package var finding: CheckFinding? { check?.text("finding").flatMap { CheckFinding(rawValue: $0) } }
    /// By what the chain stands: the latest demand.
    package var rectification: RecordFacts? {
        rectifications.max {
            ($0.time("demandedAt") ?? $0.enteredAt, $0.id) < ($1.time("demandedAt") ?? $1.enteredAt, $1.id)
        }
    }

    package func stage(at now: Instant) -> Stage {
        if let rectification {
            if let at = rectification.time("recheckedAt") { return .rechecked(at: at) }
            if let at = rectification.time("doneAt") { return .done(at: at) }
            let due = rectification.time("dueAt")
            if let due, due < now { return .overdue(since: due) }
            return .demanded(due: due)
        }
        if !issued.isEmpty { return .told }
        return finding == nil || finding == .normal ? .inOrder : .found
    }

    /// Whether somebody has still to do something.
    package func isOpen(at now: Instant) -> Bool {
        switch stage(at: now) {
        case .inOrder, .rechecked: false
        case .found, .told, .demanded, .overdue, .done: true
        }
    }

    /// One chain for each check that is given, the latest first, and one for each open 整改 that rests on none of them.
    package static func all(
        checks: [RecordFacts], circulars: [RecordFacts], rectifications: [RecordFacts]
    ) -> [CheckChain] {
        let told = Dictionary(grouping: circulars.filter { !$0.isVoided }) { $0.reference("spotCheck") }
        let demanded = Dictionary(grouping: rectifications.filter { !$0.isVoided }) { $0.reference("spotCheck") }
        let known = Set(checks.map(\.id))
        let own = checks.filter { !$0.isVoided }
            .sorted { ($1.time("at") ?? $1.enteredAt, $1.id) < ($0.time("at") ?? $0.enteredAt, $0.id) }
            .map { CheckChain(check: $0, circulars: told[$0.id] ?? [], rectifications: demanded[$0.id] ?? []) }
        let others = rectifications.filter { record in
            !record.isVoided && !record.has("recheckedAt")
                && !(record.reference("spotCheck").map(known.contains) ?? false)
        }.sorted { $0.id < $1.id }.map { CheckChain(check: nil, circulars: [], rectifications: [$0]) }
        return own + others
    }

    /// How many findings each unit has among these, the most first; units without any are left out.
    package static func repeats(_ chains: [CheckChain]) -> [(unit: String, findings: [CheckFinding: Int])] {
        var counts: [String: [CheckFinding: Int]] = [:]
        for chain in chains {
            guard let finding = chain.finding, finding != .normal else { continue }
            counts[chain.unit, default: [:]][finding, default: 0] += 1
        }
        return counts.map { (unit: $0.key, findings: $0.value) }.sorted { one, other in
            (other.findings.values.reduce(0, +), one.unit) < (one.findings.values.reduce(0, +), other.unit)
        }
    }
}
