import SyncKit

/// By when a unit is to receipt an instruction and to feed it back (Art. 5(3)).
package struct InstructionClock: Sendable {
    package let startedAt: Instant
    package let receiptMinutes: Int
    package let feedbackMinutes: Int
    package let receiptDueAt: Instant
    /// As the instruction names it, else by the rules.
    package let feedbackDueAt: Instant

    package init(_ record: RecordFacts, _ book: RuleBook) {
        startedAt = record.time("receivedAt") ?? record.time("issuedAt") ?? record.enteredAt
        let figures = book.figures(for: record.unit, at: startedAt)
        (receiptMinutes, feedbackMinutes) = (figures.receiptMinutes, figures.feedbackMinutes)
        receiptDueAt = startedAt + .minutes(receiptMinutes)
        feedbackDueAt = record.time("feedbackDueAt") ?? startedAt + .minutes(feedbackMinutes)
    }

    /// What the unit still owes of it and by when; nil once it is fed back or accepted.
    package func due(_ record: RecordFacts) -> Instant? {
        if record.has("acceptedAt") { return nil }
        if !record.has("receiptAt") { return receiptDueAt }
        return record.has("feedbackAt") ? nil : feedbackDueAt
    }
}

/// 督办: an instruction to one unit with what followed it, until the county finds that it is done.
package struct FollowUp: Sendable {
    package enum Stage: Sendable, Hashable {
        case awaitsReceipt
        case awaitsFeedback
        /// Everything is fed back, and the county has not said that it is done.
        case awaitsAcceptance
        case accepted
    }

    package let first: RecordFacts
    /// In the order in which they were issued.
    package let later: [RecordFacts]
    /// By record, in the order of ``all``.
    private let dues: [Instant?]
    package let since: Instant

    private init(_ first: RecordFacts, _ later: [RecordFacts], _ book: RuleBook) {
        self.first = first
        self.later = later.map { (InstructionClock($0, book).startedAt, $0) }
            .sorted { ($0.0, $0.1.id) < ($1.0, $1.1.id) }.map(\.1)
        since = InstructionClock(first, book).startedAt
        dues = ([first] + self.later).map { InstructionClock($0, book).due($0) }
    }

    package var unit: String { first.unit }
    package var all: [RecordFacts] { [first] + later }

    /// What runs out next, or ran out first; nil where the unit owes nothing more.
    package var dueAt: Instant? { dues.compactMap { $0 }.min() }

    package var stage: Stage {
        let all = all.filter { !$0.has("acceptedAt") }
        if all.isEmpty { return .accepted }
        if all.contains(where: { !$0.has("receiptAt") }) { return .awaitsReceipt }
        return all.contains { !$0.has("feedbackAt") } ? .awaitsFeedback : .awaitsAcceptance
    }

    package func isLate(at now: Instant) -> Bool { dueAt.map { $0 < now } ?? false }

    /// Those of every unit, the county's own room excepted, by what runs out first; what waits for the county last.
    package static func all(_ duties: DutyBook, _ book: RuleBook) -> [FollowUp] {
        all(duties.records("instruction").filter { $0.unit != duties.countyUnit }, book)
    }

    /// - Parameter records: not voided ones. One that follows an instruction that is not among them stands for itself.
    package static func all(_ records: [RecordFacts], _ book: RuleBook) -> [FollowUp] {
        let known = Dictionary(records.map { ($0.id, $0) }) { first, _ in first }
        func first(_ record: RecordFacts) -> RecordID {
            var (at, passed) = (record, Set([record.id]))
            while let before = at.reference("followUpOf").flatMap({ known[$0] }), before.unit == record.unit,
                passed.insert(before.id).inserted
            {
                at = before
            }
            return at.id
        }
        return Dictionary(grouping: records, by: first).compactMap { id, group in
            known[id].map { first in FollowUp(first, group.filter { $0.id != id }, book) }
        }.sorted { precedes($0, $1) }
    }

    private static func precedes(_ one: FollowUp, _ other: FollowUp) -> Bool {
        switch (one.dueAt, other.dueAt) {
        case (let first?, let second?): (first, one.first.id) < (second, other.first.id)
        case (_?, nil): true
        case (nil, _?): false
        case (nil, nil): (one.since, one.first.id) < (other.since, other.first.id)
        }
    }
}
