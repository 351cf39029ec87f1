import DutyRecords
import Seeded
import SyncKit
import Testing

@Suite("What a desk calls out")
struct AlarmTests {
    private func row(
        _ rule: Obligation.Rule, _ number: UInt64 = 1, from start: Instant, due: Instant, met: Instant? = nil,
        owedBy: String = "LC", isDrill: Bool = false
    ) -> Obligation {
        var row = Obligation(
            rule, collection: "incident", record: id(number), unit: owedBy,
            owedBy: owedBy, owedTo: "JH", startsAt: .occurred, startedAt: start, dueAt: due, metAt: met,
            why: .init("须报告", "a report is owed"))
        row.isDrill = isDrill
        return row
    }

    private func alarms(_ rows: [Obligation], at now: Instant) -> [Alarm] {
        AlarmRules.alarms(of: rows, owedBy: "LC", at: now)
    }

    @Test("no duty's reason and no alarm says what a record says")
    func content() throws {
        // Every text of every record is this word; times and choices are such that clocks run.
        let word = "不得外传"
        let now = at("10:00")
        var records: [String: [RecordFacts]] = [:]
        for (place, name) in DutyBook.collections.enumerated() where name != "unit" {
            let collection = try #require(DutyCatalog.regulation.collection(named: name))
            var fields: [String: FieldValue] = [:]
            for field in collection.fields where field.name != "voided" {
                switch field.kind {
                case .text, .lines: fields[field.name] = .text(word)
                case .time, .timeOrDate:
                    let isEnd = ["receiptAt", "feedbackAt", "closedAt", "handledAt", "doneAt", "falseAlarmAt"]
                        .contains(field.name)
                    fields[field.name] = isEnd ? nil : .time(now - .minutes(90))
                case .date: fields[field.name] = .text("2026-10-01")
                case .person: fields[field.name] = .record(7)
                default: continue
                }
            }
            records[name] = [facts(UInt64(place + 1), fields)]
        }
        let incident = try #require(records["incident"]?.first)
        records["incident"] = [
            facts(
                50, incident.fields.merging(["level": .text("较大"), "sensitive": .boolean(true)]) { $1 })
        ]
        let rows = due(records, now: now, window: now.day - 3...now.day + 3)
        #expect(Set(rows.map(\.rule)).count > 8, "many kinds of duties are owed")
        for row in rows { #expect(!row.why.chinese.contains(word) && !row.why.english.contains(word), "\(row.rule)") }
        #expect(!alarms(rows, at: now).isEmpty)
    }

    // MARK: What calls

    @Test(
        "a report's clock calls twenty minutes ahead, then once it has run out, and no more after a day",
        arguments: [
            ("10:39", nil), ("10:40", Alarm.Phase.ahead), ("11:00", .ahead), ("11:01", .over), ("23:59", .over),
        ])
    func phases(time: String, phase: Alarm.Phase?) throws {
        let report = row(.report, from: at("10:00"), due: at("11:00"))
        let found = alarms([report], at: at(time))
        #expect(found.first?.phase == phase && found.count == (phase == nil ? 0 : 1))
        #expect(found.allSatisfy { $0.priority == .urgent })
        #expect(alarms([report], at: at("11:00") + .days(1)).isEmpty)
    }

    @Test("the alarm of 立即 comes before the twenty minutes")
    func immediately() {
        var report = row(.report, from: at("10:00"), due: at("11:00"))
        report.alarmAt = at("10:15")
        #expect(alarms([report], at: at("10:14")).isEmpty)
        #expect(alarms([report], at: at("10:15")).count == 1)
    }

    @Test("what arrives from the county calls at once, and what is done or another's does not")
    func arrivals() {
        let receipt = row(.receipt, from: at("10:00"), due: at("10:15"))
        #expect(alarms([receipt], at: at("10:00")).map(\.priority) == [.high])
        #expect(alarms([row(.receipt, from: at("10:00"), due: at("10:15"), met: at("10:01"))], at: at("10:02")).isEmpty)
        #expect(alarms([row(.receipt, from: at("10:00"), due: at("10:15"), owedBy: "YT")], at: at("10:02")).isEmpty)
    }

    @Test("what is counted in days calls at no desk", arguments: Obligation.Rule.allCases)
    func days(rule: Obligation.Rule) {
        let quiet: Set<Obligation.Rule> = [
            .casualtyWatch, .roster, .task, .document, .rectification, .absence, .absenceReturn, .volume,
        ]
        let isCalled = !alarms([row(rule, from: at("10:00"), due: at("11:00"))], at: at("11:30")).isEmpty
        #expect(isCalled == !quiet.contains(rule))
    }

    @Test("an exercise is never urgent")
    func exercise() {
        let drill = row(.report, from: at("10:00"), due: at("11:00"), isDrill: true)
        #expect(alarms([drill], at: at("11:30")).map(\.priority) == [.high])
    }

    // MARK: When it sounds

    /// Asks the bell every ten seconds over some minutes.
    private func strokes(
        _ bell: inout AlarmBell, minutes: Int, from start: Instant, _ rows: (Instant) -> [Obligation]
    ) -> [Instant] {
        (0..<minutes * 6).compactMap { tenth in
            let now = Instant(milliseconds: start.milliseconds + Int64(tenth) * 10_000)
            return bell.call(alarms(rows(now), at: now), at: now).rings.map { _ in now }
        }
    }

    @Test("nobody answers: it sounds again after 4, 16, 30 and 45 minutes and then keeps still until the next phase")
    func repeats() {
        var bell = AlarmBell()
        let receipt = row(.receipt, from: at("10:00"), due: at("12:00"))
        let heard = strokes(&bell, minutes: 119, from: at("10:00")) { _ in [receipt] }
        #expect(heard == [at("10:00"), at("10:04"), at("10:20"), at("10:50"), at("11:35")])
        let over = strokes(&bell, minutes: 2, from: at("12:01")) { _ in [receipt] }
        #expect(over == [at("12:01")])
    }

    @Test("somebody has heard it: it is still until it runs out, and stays on the screen")
    func heard() {
        var bell = AlarmBell()
        let receipt = row(.receipt, from: at("10:00"), due: at("10:15"))
        let first = bell.call(alarms([receipt], at: at("10:00")), at: at("10:00"))
        #expect(first.rings == .high && first.unheard == 1)
        bell.hear(first.alarms, at: at("10:00"))
        #expect(strokes(&bell, minutes: 15, from: at("10:00")) { _ in [receipt] }.isEmpty)
        let still = bell.call(alarms([receipt], at: at("10:14")), at: at("10:14"))
        #expect(still.alarms.count == 1 && still.unheard == 0)
        #expect(bell.call(alarms([receipt], at: at("10:16")), at: at("10:16")).rings == .high)
    }

    @Test("a quiet night: one thing that nobody answers sounds at most six times in any hour")
    func quiet() {
        var bell = AlarmBell()
        let rows = [row(.report, from: at("10:00"), due: at("11:00"))]
        let heard = strokes(&bell, minutes: 300, from: at("10:00")) { _ in rows }
        #expect(!heard.isEmpty)
        for start in heard { #expect(heard.count { $0 >= start && $0 - start < .minutes(60) } <= 6) }
    }

    @Test(
        "a flood: at most ten strokes in any ten minutes, and what is urgent is not drowned",
        arguments: 0..<20 as Range<UInt64>)
    func flood(seed: UInt64) {
        var random = Seeded(seed: seed)
        var bell = AlarmBell()
        let rows = (0..<600).map { number -> Obligation in
            let start = Instant(
                milliseconds: at("10:00").milliseconds + Int64.random(in: 0..<10_800, using: &random) * 1000)
            let rule = [Obligation.Rule.receipt, .feedback, .written, .periodic].randomElement(using: &random)!
            let isMet = Bool.random(using: &random)
            return row(
                rule, UInt64(number + 10), from: start, due: start + .minutes(Int.random(in: 5...90, using: &random)),
                met: isMet ? start + .minutes(Int.random(in: 1...60, using: &random)) : nil)
        }
        let urgent = row(.report, 1, from: at("10:30"), due: at("11:30"))
        var firstUrgent: Instant?
        var heard: [Instant] = []
        for tenth in 0..<1080 {
            let now = Instant(milliseconds: at("10:00").milliseconds + Int64(tenth) * 10_000)
            let call = bell.call(alarms(rows.filter { $0.startedAt <= now } + [urgent], at: now), at: now)
            guard let priority = call.rings else { continue }
            heard.append(now)
            if priority == .urgent, firstUrgent == nil { firstUrgent = now }
        }
        for start in heard { #expect(heard.count { $0 >= start && $0 - start < .minutes(10) } <= 10) }
        // It calls from 11:10; the bell keeps strokes free for it.
        #expect(firstUrgent.map { $0 <= at("11:11") } == true)
    }

    @Test("a clock that is set back neither rings again nor falls silent for good")
    func clockSetBack() {
        var bell = AlarmBell()
        let one = row(.receipt, from: at("10:00"), due: at("12:00"))
        #expect(bell.call(alarms([one], at: at("10:30")), at: at("10:30")).rings == .high)
        #expect(bell.call(alarms([one], at: at("10:10")), at: at("10:10")).rings == nil)
        let two = row(.receipt, 2, from: at("10:11"), due: at("12:00"))
        #expect(bell.call(alarms([one, two], at: at("10:12")), at: at("10:12")).rings == .high)
    }
}
