import SyncKit

/// A record's state straight from its definition, over the whole of its history at once.
enum Definition {
    private struct Write {
        let dot: Dot
        let place: Int
        let field: String
        let content: RecordState.Content
        let seen: Coverage
        let extra: Set<Dot>
        let operation: FieldWrite.Operation

        func sees(_ other: Dot) -> Bool { other != dot && (seen.covers(other) || extra.contains(other)) }
    }

    static func state(of view: RecordView, at store: LedgerStore) async throws -> [String: Set<RecordState.Sibling>] {
        let writes = try await logged(view, store)
        var state: [String: Set<RecordState.Sibling>] = [:]
        for write in writes where !writes.contains(where: { $0.field == write.field && replaces($0, write) }) {
            if case .elements(let add, _) = write.operation, !add.contains(where: { .element($0) == write.content }) {
                continue
            }
            state[write.field, default: []].insert(RecordState.Sibling(dot: write.dot, content: write.content))
        }
        return state
    }

    private static func replaces(_ later: Write, _ earlier: Write) -> Bool {
        guard later.sees(earlier.dot) else { return false }
        switch later.operation {
        case .set: return true
        case .elements(let add, let remove):
            if case .element(let value) = earlier.content { return add.contains(value) || remove.contains(value) }
            return earlier.content == .value(.absent)
        case .unknown: return false
        }
    }

    private static func logged(_ view: RecordView, _ store: LedgerStore) async throws -> [Write] {
        var writes: [Write] = []
        for set in try await store.loggedSets(touching: view.id, of: view.collection, in: view.ledger) where !set.isHeld
        {
            for change in set.changes where change.record == view.id {
                for (place, write) in change.writes.enumerated() {
                    let contents: [RecordState.Content] =
                        switch write.operation {
                        case .set(let value): [.value(value)]
                        case .elements(let add, _): add.isEmpty ? [.unknown([])] : add.map { .element($0) }
                        case .unknown(let bytes): [.unknown(bytes)]
                        }
                    for content in contents {
                        writes.append(
                            Write(
                                dot: set.dot, place: place, field: write.field, content: content,
                                seen: change.context.map { set.ancestry.closure(of: $0.vector) } ?? set.seen,
                                extra: change.context?.dots ?? [], operation: write.operation))
                    }
                }
            }
        }
        return writes
    }
}
