package import SyncKit

/// What waits for somebody: every record that is not at its end, and every clock that runs (Art. 3, 11, 12).
package struct OpenWork: Sendable {
    package let collection: String
    /// nil where the calendar alone makes it owed.
    package let record: RecordID?
    /// Why it is open.
    package let state: Obligation.Reason
    /// Its matter, on one line.
    package let what: String
    /// The clock that runs out first; nil where none does.
    package var clock: Obligation?
    package let since: Instant
    package let isDrill: Bool

    /// All of a unit, what runs out first on top.
    /// - Parameters:
    ///   - due: the unit's obligations; those that are met are left out here.
    ///   - handover: the handover that is drawn up, which is not left to anybody by itself.
    package static func of(
        _ unit: String, duties: DutyBook, due: [Obligation], now: Instant, except handover: RecordID? = nil
    ) -> [OpenWork] {
        var found: [OpenWork] = []
        var places: [String: Int] = [:]
        for (collection, judge) in judges {
            let records = duties.records(collection).filter { $0.unit == unit }
            let calledBack = collection == "phone-record" ? MissedCalls.answered(records) : []
            for record in records {
                guard record.unit != duties.countyUnit || !ofTheCounty.contains(collection),
                    !calledBack.contains(record.id), let state = judge(record)
                else { continue }
                places["\(collection)/\(record.id)"] = found.count
                found.append(OpenWork(collection, record, state, duties, of: unit))
            }
        }
        for row in due where isRunning(row, unit, now) && (row.rule != .handover || row.record != nil) {
            if let record = row.record, let place = places["\(row.collection)/\(record)"] {
                if let clock = found[place].clock, clock.dueAt <= row.dueAt { continue }
                found[place].clock = row
            } else if row.record == nil || row.record != handover {
                if let record = row.record { places["\(row.collection)/\(record)"] = found.count }
                found.append(OpenWork(row, duties, of: unit))
            }
        }
        return found.sorted { left, right in
            let (first, second) = (left.clock?.dueAt ?? .distantFuture, right.clock?.dueAt ?? .distantFuture)
            return (first, left.since, left.what) < (second, right.since, right.what)
        }
    }

    /// What came of other units' events and waits for the county's receipt.
    package static func awaitingReceipt(_ wall: Wall, _ duties: DutyBook) -> [OpenWork] {
        wall.awaitingReceipt.map {
            OpenWork(
                "incident", $0.incident.record, .init("待县签收", "awaits the county's receipt"), duties,
                of: duties.countyUnit)
        }
    }

    private static func isRunning(_ row: Obligation, _ unit: String, _ now: Instant) -> Bool {
        row.owedBy == unit && row.isBinding && [.open, .overdue].contains(row.state(at: now))
    }

    private init(
        _ collection: String, _ record: RecordFacts, _ state: Obligation.Reason, _ duties: DutyBook, of unit: String
    ) {
        self.collection = collection
        self.record = record.id
        self.state = state
        what = Self.matter(record, duties, besides: unit)
        since =
            ["occurredAt", "receivedAt", "issuedAt", "signedAt", "setAt", "demandedAt"].lazy
            .compactMap { record.time($0) }.first ?? record.enteredAt
        isDrill = record.flag("drill")
    }

    /// A clock whose record says by itself that it is at its end, or that has none.
    private init(_ row: Obligation, _ duties: DutyBook, of unit: String) {
        collection = row.collection
        record = row.record
        state = row.why
        let record = row.record.flatMap { id in duties.records(row.collection).first { $0.id == id } }
        what = record.map { Self.matter($0, duties, besides: unit) } ?? ""
        clock = row
        since = row.startedAt
        isDrill = row.isDrill
    }

    // MARK: What is at its end, and what is not

    /// The county owes itself no receipt.
    private static let ofTheCounty: Set<String> = ["instruction", "notice", "bulletin", "circular"]

    private static let judges: [(collection: String, judge: @Sendable (RecordFacts) -> Obligation.Reason?)] = [
        ("incident", { $0.has("closedAt") ? nil : .init("处置中", "being handled") }),
        (
            "instruction",
            { record in
                if !record.has("receiptAt") { return .init("未签收", "no receipt") }
                return record.has("feedbackAt") || record.flag("done") ? nil : .init("未反馈", "no feedback")
            }
        ),
        ("notice", receipt), ("bulletin", receipt), ("circular", receipt), ("phone-record", call),
        (
            "log-entry",
            { record in
                record.has("undertaker") && !record.has("closedAt") ? .init("承办未办结", "with its undertaker") : nil
            }
        ),
        (
            "first-inquiry",
            { record in
                let isOurs = (record.text("class") ?? "本人职责") == "本人职责"
                return isOurs || record.has("referredTo") || record.has("answer")
                    ? nil : .init("未指引", "not referred to anybody")
            }
        ),
        ("task", { $0.has("closedAt") && $0.has("result") ? nil : .init("未办结", "not done") }),
        ("document", { $0.has("handledAt") ? nil : .init("未办结", "not handled") }),
        ("rectification", demand), ("interview", demand),
    ]

    /// Whether a record by itself says that somebody has to act.
    static func isOpen(_ record: RecordFacts, in collection: String) -> Bool {
        judges.first { $0.collection == collection }?.judge(record) != nil
    }

    private static let receipt: @Sendable (RecordFacts) -> Obligation.Reason? = {
        $0.has("receiptAt") ? nil : .init("未签收", "no receipt")
    }

    private static let demand: @Sendable (RecordFacts) -> Obligation.Reason? = {
        $0.has("doneAt") ? nil : .init("未整改", "not put right")
    }

    private static let call: @Sendable (RecordFacts) -> Obligation.Reason? = { record in
        if record.has("closedAt") { return nil }
        if record.flag("missed") {
            return record.has("result") ? nil : .init("未接，待回拨", "missed; to be called back")
        }
        switch record.text("handling") {
        case "要求书面" where !record.has("writtenAt") && !record.has("writtenFollowUp"):
            return .init("待书面材料", "awaiting it in writing")
        case "转办": return .init("已转办，未办结", "passed on, not closed")
        case "请示后答复", "媒体":
            return record.has("approvedBy")
                ? .init("口径已批，未办结", "wording approved, not closed") : .init("未请示，不得答复", "no approved wording")
        default: return nil
        }
    }

    // MARK: Words

    /// Longer matters are read in their records.
    private static let matterMax = 160

    /// What a record is about, on one line.
    /// - Parameter own: whose records need no name of their unit.
    private static func matter(_ record: RecordFacts, _ duties: DutyBook, besides own: String) -> String {
        if let outgoing = record.text("outgoing") { return "\(outgoing) → \(record.text("incoming") ?? "")" }
        // Of a 密 record there is its number alone (Art. 14).
        let words = [
            record.unit == own ? nil : duties.unit(record.unit).name, record.text("leader"),
            record.reference("person").flatMap { duties.persons[$0]?.name },
            record.text("callerUnit"), record.text("callerName"), record.text("callerPhone"), record.text("asker"),
            record.text("number"), record.text("place"),
            ["matter", "summary", "text", "title", "body", "ground", "demand", "periodStart"].lazy
                .compactMap { record.text($0) }.first,
        ]
        return shortened(words.compactMap { $0 }.joined(separator: " "))
    }

    private static func shortened(_ text: String) -> String {
        let line = text.replacing("\r\n", with: " ").replacing("\n", with: " ")
        guard line.unicodeScalars.count > matterMax else { return line }
        return String(String.UnicodeScalarView(line.unicodeScalars.prefix(matterMax))) + "…"
    }

    /// As the record of a handover keeps it.
    package func item(named kind: String) -> HandoverItem {
        var text = "\(kind)（\(state.chinese)）"
        if isDrill { text = "〔演练〕" + text }
        if !what.isEmpty { text += "：\(what)" }
        if let clock {
            let due = String(clock.dueAt.description.prefix(16)).replacing("T", with: " ")
            text += "；时限 \(due)（\(clock.article)）"
        }
        return HandoverItem(text, collection: collection, record: record?.description)
    }
}
