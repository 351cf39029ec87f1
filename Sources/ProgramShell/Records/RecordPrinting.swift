import DutyRecords
import SyncKit

/// Records, conflicts, held sets and events as the commands print them.
enum RecordPrinting {
    static func delivered(_ view: RecordView, _ catalog: DutyCatalog) -> String {
        guard view.isAtHub else { return "local" }
        let receipt = catalog.collection(named: view.collection)?.countyReceiptField
        return receipt.map { view.fields[$0] != nil } ?? false ? "receipted" : "county"
    }

    static func members(_ view: RecordView, _ catalog: DutyCatalog) -> [(String, JSONValue)] {
        let order = catalog.collection(named: view.collection)?.fields.map(\.name) ?? []
        let known = order.filter { view.fields[$0] != nil }
        let others = view.fields.keys.filter { !order.contains($0) }.sorted()
        return [
            ("id", .text(view.id.description)), ("collection", .text(view.collection)),
            ("unit", .text(view.ledger.unit)),
            ("fields", .object((known + others).map { ($0, JSONValue(view.fields[$0] ?? .absent)) })),
            ("delivered", .text(delivered(view, catalog))), ("conflicts", .array(view.conflicts.map { .text($0) })),
        ]
    }

    static func siblings(_ siblings: [RecordState.Sibling], _ authors: [Dot: Authorship]) -> JSONValue {
        .array(
            siblings.map { sibling in
                let authorship = authors[sibling.dot]
                return .object([
                    ("value", value(sibling.content)), ("author", .text(authorship?.author ?? "")),
                    ("at", authorship.map { .text(Instant.text($0.at)) } ?? .null),
                    ("replica", authorship.map { .text($0.replica.description) } ?? .null),
                    ("dot", .text(sibling.dot.description)),
                ])
            })
    }

    private static func value(_ content: RecordState.Content) -> JSONValue {
        switch content {
        case .value(let value), .element(let value): JSONValue(value)
        case .unknown(let bytes): JSONValue(.unknown(bytes))
        }
    }

    /// What the rules say of a record: the elements that it lacks, and what is wrong with it.
    static func judged(
        _ view: RecordView, _ collection: Collection, _ book: RuleBook, _ language: Language
    ) -> [(String, JSONValue)] {
        let completeness = Completeness(collection, view.fields)
        let findings = RecordFinding.of(RecordFacts(view), in: collection, book)
        return [
            (
                "completeness",
                .object([
                    ("score", .integer(Int64(completeness.score))),
                    ("missing", .array(completeness.missing.map { .text($0) })),
                ])
            ),
            (
                "findings",
                .array(
                    findings.map { finding in
                        .object([
                            ("rule", .text(finding.rule)), ("article", .text(finding.article)),
                            ("message", .text(finding.sentence(in: language))),
                        ])
                    })
            ),
        ]
    }

    static func detail(
        _ detail: RecordDetail, _ judged: [(String, JSONValue)], withHistory: Bool, _ catalog: DutyCatalog
    ) -> JSONValue {
        var members = members(detail.view, catalog) + judged
        members.append(("seen", .text(detail.seen.description)))
        members.append(
            (
                "siblings",
                .object(
                    detail.view.state.fields.sorted { $0.key < $1.key }.map {
                        ($0.key, siblings($0.value, detail.authors))
                    })
            ))
        if withHistory { members.append(("history", .array(detail.history.map(entry)))) }
        return .object(members)
    }

    private static func entry(_ entry: HistoryEntry) -> JSONValue {
        var set: [(String, JSONValue)] = []
        var added: [(String, JSONValue)] = []
        var taken: [(String, JSONValue)] = []
        for write in entry.writes {
            switch write.operation {
            case .set(let value): set.append((write.field, JSONValue(value)))
            case .elements(let add, let remove):
                if !add.isEmpty { added.append((write.field, .array(add.map { JSONValue($0) }))) }
                if !remove.isEmpty { taken.append((write.field, .array(remove.map { JSONValue($0) }))) }
            case .unknown(let bytes): set.append((write.field, JSONValue(.unknown(bytes))))
            }
        }
        let authorship = entry.authorship
        var members: [(String, JSONValue)] = [
            ("dot", .text(authorship.dot.description)), ("at", .text(Instant.text(authorship.at))),
            ("author", .text(authorship.author)), ("replica", .text(authorship.replica.description)),
            ("set", .object(set)), ("removed", .array(entry.removed.map { .text($0.description) })),
            ("receivedAt", authorship.receivedAt.map { .text(Instant.text($0)) } ?? .null),
        ]
        if !added.isEmpty { members.append(("added", .object(added))) }
        if !taken.isEmpty { members.append(("taken", .object(taken))) }
        if entry.isHeld { members.append(("held", .boolean(true))) }
        return .object(members)
    }

    static func held(_ set: HeldSet) -> JSONValue {
        .object([
            ("ledger", .text(set.ledger.description)), ("dot", .text(set.dot.description)),
            ("unit", .text(set.ledger.unit)), ("code", .text(set.reason.code.rawValue)),
            ("reason", .text(set.reason.text)), ("since", .text(Instant.text(set.since))),
        ])
    }

    static func event(_ event: SyncEvent, _ language: Language) -> JSONValue {
        .object([
            ("id", .integer(event.id)), ("at", .text(Instant.text(event.at))), ("kind", .text(event.kind.rawValue)),
            ("unit", .text(event.unit)), ("replica", event.replica.map { .text($0.description) } ?? .null),
            ("text", .text(EventWords.text(event, language))),
            ("confirmedAt", event.confirmedAt.map { .text(Instant.text($0)) } ?? .null),
        ])
    }

    static func verification(_ results: [Verification], isSound: Bool) -> JSONValue {
        .object([
            (
                "ledgers",
                .array(
                    results.map { result in
                        .object([
                            ("ledger", .text(result.ledger.description)), ("sets", .integer(Int64(result.sets))),
                            ("ok", .boolean(result.isSound)),
                            ("firstBroken", result.firstBroken.map { .text($0.description) } ?? .null),
                        ])
                    })
            ), ("ok", .boolean(isSound)),
        ])
    }
}
