package import SyncKit

/// The rules of entry that look at several fields, at other records, or at the clock. Each refusal cites its article.
package struct EntryRules: Sendable {
    package struct Verdict: Sendable {
        package var refusals: [EntryError] = []
        package var warnings: [EntryError] = []

        mutating func refuse(_ error: EntryError) { refusals.append(error) }
        mutating func warn(_ error: EntryError) { warnings.append(error) }
    }

    private let collection: Collection
    /// What the record showed; nil for a new one.
    private let before: [String: FieldValue]?
    private let lookup: EntryLookup
    private let conditions: EntryConditions

    init(
        collection: Collection, before: [String: FieldValue]?, lookup: EntryLookup, conditions: EntryConditions
    ) {
        self.collection = collection
        self.before = before
        self.lookup = lookup
        self.conditions = conditions
    }

    package func judge(_ writes: [FieldWrite]) -> Verdict {
        var fields = before ?? [:]
        for write in writes {
            if case .set(let value) = write.operation { fields[write.field] = value }
        }
        let changed = Set(writes.map(\.field))
        let record = RecordFacts(id: RecordID(high: 0, low: 0), unit: "", fields: fields)
        var verdict = Verdict()
        judgeOrder(record, changed, &verdict)
        judgeClosing(record, changed, &verdict)
        judgeTimes(record, changed, &verdict)
        judgeSigned(record, changed, &verdict)
        switch collection.name {
        case "duty-shift": judgeShift(record, changed, &verdict)
        case "person": judgePerson(record, changed, &verdict)
        case "document": judgeReply(record, changed, &verdict)
        case "rule-profile": judgeProfile(record, changed, &verdict)
        case "incident":
            judgeIncident(record, changed, &verdict)
            judgeFalseAlarm(record, changed, &verdict)
        default: break
        }
        return verdict
    }

    private func field(_ name: String) -> Field? { collection.field(name) }

    // MARK: Ends after beginnings

    private static let orders: [String: (String, String)] = [
        "duty-shift": ("start", "end"), "leader-shift": ("start", "end"), "absence": ("leaveAt", "returnAt"),
        "special-period": ("from", "to"), "roster-submission": ("periodStart", "periodEnd"),
        "rule-profile": ("validFrom", "validTo"),
    ]

    private func judgeOrder(_ record: RecordFacts, _ changed: Set<String>, _ verdict: inout Verdict) {
        guard let (from, to) = Self.orders[collection.name], changed.contains(from) || changed.contains(to),
            let start = record.start(from), let end = record.end(to), let first = field(from), let last = field(to)
        else { return }
        if end <= start { verdict.refuse(.order(first, last, of: collection)) }
    }

    // MARK: 事事有着落，件件有回音 (Art. 3)

    /// What ends a record, and the results of which one has to be there: at the end, and as long as it is ended.
    private static let closings: [String: (closing: String, results: [String])] = [
        "task": ("closedAt", ["result"]), "log-entry": ("closedAt", ["feedback", "handling"]),
        "phone-record": ("closedAt", ["result", "answer"]), "document": ("handledAt", ["outcome"]),
        "instruction": ("done", ["feedback"]), "rectification": ("doneAt", ["result", "measures"]),
        "interview": ("doneAt", ["result", "measures"]),
    ]

    private func judgeClosing(_ record: RecordFacts, _ changed: Set<String>, _ verdict: inout Verdict) {
        let isClassified = DutyChannel(word: record.text("channel") ?? "") == .classified
        if let (closing, results) = Self.closings[collection.name], isEnded(record, closing), !isClassified,
            !changed.isDisjoint(with: [closing] + results), !results.contains(where: { record.has($0) }),
            let closed = field(closing)
        {
            verdict.refuse(.noResult(closed, results.compactMap { field($0) }))
        }
        if collection.name == "phone-record", record.has("closedAt"), PhoneFinding.needsApproval(record),
            !changed.isDisjoint(with: ["closedAt", "handling", "answer", "approvedBy"]), !record.has("approvedBy"),
            let approval = field("approvedBy")
        {
            verdict.refuse(.approval(approval, of: collection))
        }
        // A stub of a 密 record holds no words, not even these.
        if record.isVoided, !isClassified, !changed.isDisjoint(with: ["voided", "voidReason"]),
            !record.has("voidReason"), let reason = field("voidReason")
        {
            verdict.refuse(.voidReason(reason, of: collection))
        }
    }

    private func isEnded(_ record: RecordFacts, _ closing: String) -> Bool {
        if case .boolean = field(closing)?.kind { record.flag(closing) } else { record.has(closing) }
    }

    // MARK: What is signed (Art. 11)

    /// Whom a signature stands for is not changed after it, nor what was left to the successor: he acts on it until he
    /// signs too.
    private func judgeSigned(_ record: RecordFacts, _ changed: Set<String>, _ verdict: inout Verdict) {
        guard let before else { return }
        let shown = RecordFacts(id: RecordID(high: 0, low: 0), unit: "", fields: before)
        let rules = SignatureRule.all(in: collection)
        guard rules.contains(where: { shown.has($0.field) }) else { return }
        for rule in rules where changed.contains(rule.signer) {
            if let field = field(rule.signer) { verdict.refuse(.signed(field, of: collection)) }
        }
        if changed.contains("openItems"), let field = field("openItems") {
            let (left, now) = (HandoverItem.all(in: shown), HandoverItem.all(in: record))
            let isActing =
                !shown.has("incomingSignedAt") && !left.isEmpty && left.map(\.key) == now.map(\.key)
                && left.map(\.item) == now.map(\.item)
            if !isActing { verdict.refuse(.signed(field, of: collection)) }
        }
    }

    // MARK: Times

    /// What has happened when it is written down.
    private static let past = [
        "occurredAt", "receivedAt", "recordedAt", "sentAt", "levelReachedAt", "superiorToldAt", "closedAt", "at",
        "falseAlarmAt",
    ]
    /// A clock that runs a little behind makes nobody wrong.
    private static let toleranceMinutes = 5
    /// After a day an event is asked why it is entered only now.
    private static let lateHours = 24

    private func judgeTimes(_ record: RecordFacts, _ changed: Set<String>, _ verdict: inout Verdict) {
        for name in Self.past where changed.contains(name) {
            guard let field = field(name), case .time = field.kind, let time = record.time(name) else { continue }
            if let established = conditions.establishedAt, time < established.start {
                verdict.refuse(.beforeUnit(field, established, of: collection))
            }
            if let now = conditions.now, time > now + .minutes(Self.toleranceMinutes) {
                verdict.warn(.ahead(field, of: collection))
            }
        }
    }

    // MARK: Who may stand a duty (Art. 2, 16)

    private func judgeShift(_ record: RecordFacts, _ changed: Set<String>, _ verdict: inout Verdict) {
        if changed.contains("officer"), let id = record.reference("officer"), let person = lookup.person(id),
            person.isOffEstablishment, let field = field("officer")
        {
            verdict.refuse(.establishment(field, of: collection))
        }
        if changed.contains("swappedWith"), let before, record.has("swappedWith"), let field = field("swappedWith") {
            let earlier = RecordFacts(id: record.id, unit: "", fields: before)
            if let first = earlier.text("swappedWith"), first != record.text("swappedWith") {
                verdict.refuse(.swapped(field, of: collection))
            }
        }
    }

    private func judgePerson(_ record: RecordFacts, _ changed: Set<String>, _ verdict: inout Verdict) {
        guard changed.contains("mobile"), let mobile = record.text("mobile"), let field = field("mobile") else {
            return
        }
        // What was typed stays as it is.
        let number = MobileNumber(mobile)
        if !number.isWhole { verdict.refuse(.mobile(field, number.digits.unicodeScalars.count)) }
    }

    // MARK: 密来密复 (Art. 14)

    private func judgeReply(_ record: RecordFacts, _ changed: Set<String>, _ verdict: inout Verdict) {
        guard changed.contains("inReplyTo") || changed.contains("channel"),
            let answered = record.reference("inReplyTo"),
            lookup.channel(answered) == .classified, DutyChannel(word: record.text("channel") ?? "") != .classified
        else { return }
        verdict.refuse(.reply)
    }

    // MARK: A unit tightens, never loosens (Art. 23)

    private func judgeProfile(_ record: RecordFacts, _ changed: Set<String>, _ verdict: inout Verdict) {
        guard let unit = record.text("unit"), let profile = RuleProfile(record), let field = field("figures") else {
            return
        }
        if let units = conditions.units, !units.contains(unit), let field = self.field("unit") {
            verdict.refuse(.unknownUnit(field, unit, of: collection))
        }
        let figures = conditions.book.basis(for: "", at: profile.validFrom).figures
        for (name, value) in profile.figures.sorted(by: { $0.key < $1.key }) {
            guard let figure = RuleFigure.named(name), !figures.tightens(figure, value) else { continue }
            verdict.refuse(.loosened(field, figure, unit: unit))
        }
    }

    // MARK: An occurrence is not moved silently (Art. 12)

    private func judgeIncident(_ record: RecordFacts, _ changed: Set<String>, _ verdict: inout Verdict) {
        guard changed.contains("occurredAt"), let occurred = record.time("occurredAt") else { return }
        if let before {
            let earlier = RecordFacts(id: record.id, unit: "", fields: before).time("occurredAt")
            if earlier != nil, earlier != occurred, !changed.contains("timeReason"), let reason = field("timeReason") {
                verdict.refuse(.timeReason(reason, of: collection))
            }
        } else if let now = conditions.now, now - occurred > .minutes(Self.lateHours * 60), !record.has("lateReason"),
            let field = field("lateReason")
        {
            verdict.warn(.lateEntry(field, days: (now - occurred).minutesDown / 1440, of: collection))
        }
    }

    /// A report is not taken back without a word (Art. 12, 15).
    private func judgeFalseAlarm(_ record: RecordFacts, _ changed: Set<String>, _ verdict: inout Verdict) {
        guard !changed.isDisjoint(with: ["falseAlarmAt", "falseAlarmReason"]), record.has("falseAlarmAt"),
            !record.has("falseAlarmReason"), let field = field("falseAlarmReason")
        else { return }
        verdict.refuse(.falseAlarmReason(field, of: collection))
    }
}
