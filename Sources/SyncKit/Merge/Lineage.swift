/// How a record came to what it shows, worked out from its history alone: what it was at a time, what an author had
/// before him, and what several values that were written apart have in common.
package struct Lineage: Sendable {
    private let history: [HistoryEntry]
    private let places: [Dot: Int]
    /// What each set's author had before him, in the order of the history.
    private let befores: [RecordState]

    package init(_ history: [HistoryEntry]) {
        self.history = history
        places = Dictionary(history.enumerated().map { ($1.authorship.dot, $0) }) { first, _ in first }
        var befores: [RecordState] = []
        var running = RecordState()
        for (place, entry) in history.enumerated() {
            // Nearly always an author has everything before him.
            let hasAll = entry.seen.count == place
            befores.append(hasAll ? running : Self.state(history[..<place]) { entry.seen.contains($0.authorship.dot) })
            Self.apply(entry, to: &running)
        }
        self.befores = befores
    }

    private static func state(_ history: some Sequence<HistoryEntry>, _ includes: (HistoryEntry) -> Bool) -> RecordState
    {
        var state = RecordState()
        for entry in history where includes(entry) { apply(entry, to: &state) }
        return state
    }

    private static func apply(_ entry: HistoryEntry, to state: inout RecordState) {
        guard !entry.isHeld else { return }
        state.apply(entry.writes, dot: entry.authorship.dot) { entry.seen.contains($0) }
    }

    /// The record as it stood at a time, by the writers' hybrid clocks; empty where it was entered only later.
    /// - Parameter time: Unix milliseconds.
    package func state(at time: Int64) -> RecordState { Self.state(history) { $0.authorship.at <= time } }

    /// What the author of a set had before him.
    package func before(_ dot: Dot) -> RecordState { places[dot].map { befores[$0] } ?? RecordState() }

    /// What a field held before it got values that were written apart: as far as each of their authors had seen.
    package func earlier(_ field: String, than dots: some Sequence<Dot>) -> [RecordState.Sibling] {
        let sights = dots.compactMap { places[$0].map { history[$0].seen } }
        guard !sights.isEmpty else { return [] }
        let shared = Self.state(history) { entry in sights.allSatisfy { $0.contains(entry.authorship.dot) } }
        return shared.fields[field] ?? []
    }

    /// Those of other sets that the author of one had not seen.
    package func unseen(by dot: Dot, of others: some Sequence<Dot>) -> [Dot] {
        let seen = places[dot].map { history[$0].seen } ?? []
        return others.filter { $0 != dot && !seen.contains($0) }
    }

    /// The value that a set wrote into a field, as it was written; nil where it wrote none.
    package func value(of field: String, from dot: Dot) -> FieldValue? {
        guard let entry = places[dot].map({ history[$0] }) else { return nil }
        for write in entry.writes where write.field == field {
            if case .set(let value) = write.operation { return value }
        }
        return nil
    }

    /// Whether a set settled a field: its author had several differing values before him, and wrote one.
    package func settles(_ field: String, _ dot: Dot) -> Bool {
        value(of: field, from: dot) != nil && Set(values(of: field, before: dot)).count > 1
    }

    /// The values of a field that the author of a set had before him, each once, with the set that wrote it.
    package func alternatives(of field: String, before dot: Dot) -> [(dot: Dot, value: FieldValue)] {
        var met: Set<FieldValue> = []
        return (before(dot).fields[field] ?? []).compactMap { sibling in
            guard case .value(let value) = sibling.content, met.insert(value).inserted else { return nil }
            return (sibling.dot, value)
        }
    }

    private func values(of field: String, before dot: Dot) -> [FieldValue] {
        alternatives(of: field, before: dot).map(\.value)
    }

    /// What a state shows, each field by its rule; absent values are left out.
    package func shown(_ state: RecordState, rule: (String) -> FieldRule) -> [String: FieldValue] {
        var fields: [String: FieldValue] = [:]
        for (name, siblings) in state.fields {
            let display = FieldDisplay(siblings: siblings, rule: rule(name)) { dot in
                HybridTime(milliseconds: places[dot].map { history[$0].authorship.at } ?? 0)
            }
            if display.value != .absent { fields[name] = display.value }
        }
        return fields
    }
}
