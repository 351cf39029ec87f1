import DutyRecords
import SyncKit
import Testing

/// An instruction that was issued at 08:00: its receipt is due at 08:15, its feedback at 09:00.
private func instruction(
    _ number: UInt64, _ unit: String = "LC", issued: String = "08:00", with fields: [String: FieldValue] = [:]
) -> RecordFacts {
    facts(
        number,
        ["issuedAt": .time(at(issued)), "leader": .text("县长"), "text": .text("核实")].merging(fields) { $1 },
        unit: unit)
}

private func all(_ records: [RecordFacts]) -> [FollowUp] {
    FollowUp.all(book(["instruction": records]), RuleBook())
}

private let receipted: [String: FieldValue] = ["receiptAt": .time(at("08:05")), "receiptBy": .text("王")]
private let fedBack = receipted.merging(["feedbackAt": .time(at("08:40")), "feedback": .text("已核实")]) { $1 }
private let accepted = fedBack.merging(["acceptedAt": .time(at("08:50")), "acceptedBy": .text("李")]) { $1 }

@Suite("督办: an instruction until the county finds it done")
struct FollowUpTests {
    @Test(
        "its stage, and what the unit owes next",
        arguments: [
            ([:], .awaitsReceipt, "08:15"), (receipted, .awaitsFeedback, "09:00"),
            (fedBack, .awaitsAcceptance, nil), (accepted, .accepted, nil),
            (receipted.merging(["feedbackDueAt": .time(at("08:30"))]) { $1 }, .awaitsFeedback, "08:30"),
            // Nobody answered, and the county found it done all the same.
            (["acceptedAt": .time(at("08:50"))], .accepted, nil),
            (["receivedAt": .time(at("08:10"))], .awaitsReceipt, "08:25"),
        ] as [([String: FieldValue], FollowUp.Stage, String?)])
    func stages(_ fields: [String: FieldValue], _ stage: FollowUp.Stage, _ due: String?) throws {
        let one = try #require(all([instruction(1, with: fields)]).first)
        #expect(one.stage == stage && one.dueAt == due.map { at($0) } && one.since <= at("08:10"))
        #expect(
            due.map { !one.isLate(at: at($0)) && one.isLate(at: at($0) + .minutes(1)) } ?? !one.isLate(at: at("23:00")))
    }

    @Test("what follows it up is one with it, in the order of its issue, and has a clock of its own")
    func follows() throws {
        let later = instruction(3, issued: "09:20", with: ["followUpOf": .record(1)])
        let second = instruction(2, issued: "09:10", with: fedBack.merging(["followUpOf": .record(1)]) { $1 })
        let one = try #require(all([later, instruction(1, with: fedBack), second]).first)
        #expect(one.all.map(\.id) == [1, 2, 3].map { id($0) } && one.unit == "LC" && one.since == at("08:00"))
        #expect(one.stage == .awaitsReceipt && one.dueAt == at("09:35"))
        // One that follows up what is not here stands for itself; so does one that names another unit's.
        #expect(all([later]).map(\.first.id) == [id(3)])
        #expect(all([instruction(1, "YJ"), later]).count == 2)
        // Two that name each other are both still there.
        let ring = [instruction(1, with: ["followUpOf": .record(2)]), instruction(2, with: ["followUpOf": .record(1)])]
        #expect(Set(all(ring).flatMap(\.all).map(\.id)) == Set([id(1), id(2)]))
    }

    @Test("what runs out first on top, what waits for the county last; the county's own room and voided ones are none")
    func order() {
        let rows = all([
            instruction(1, with: fedBack), instruction(2, issued: "08:30"), instruction(3, "YJ"),
            instruction(4, "JH"), instruction(5, with: ["voided": .boolean(true)]),
        ])
        #expect(rows.map(\.first.id) == [3, 2, 1].map { id($0) })
    }

    private func clocks(_ record: RecordFacts, now: String) -> [Obligation] {
        due(["instruction": [record]], now: at(now)).filter { $0.collection == "instruction" }
    }

    @Test("once it is accepted nothing runs, and what was late stays late to that minute")
    func owesNothing() {
        let open = instruction(1, with: ["acceptedAt": .time(at("08:20"))])
        let rows = clocks(open, now: "10:00")
        // The receipt was due at 08:15 and late by then; the feedback was not yet due.
        #expect(rows.map(\.rule) == [.receipt] && rows.map { $0.lateMinutes(at: at("10:00")) } == [5])
        #expect(clocks(open, now: "08:10").count == 2, "it is accepted later")
        #expect(
            clocks(instruction(1, with: accepted), now: "10:00").allSatisfy {
                $0.state(at: at("10:00")) == .met
            })
    }

    @Test("签收 waits for what came from the unit and has none, in the order in which it came")
    func receipts() {
        let incident = facts(1, ["summary": .text("x")], received: at("08:10"))
        func report(_ number: UInt64, _ unit: String = "LC", received: String?, _ more: [String: FieldValue] = [:])
            -> RecordFacts
        {
            facts(number, ["incident": .record(1)].merging(more) { $1 }, unit: unit, received: received.map { at($0) })
        }
        let waiting = CountyReceipt.waiting(
            incident,
            reports: [
                report(2, received: "08:30"), report(3, received: nil), report(4, "YJ", received: "08:20"),
                report(5, received: "08:15"), report(6, received: "08:12", ["countyReceiptAt": .time(at("08:13"))]),
            ])
        #expect(waiting.map(\.record) == [1, 5, 2].map { id($0) })
        #expect(waiting.map(\.collection) == ["incident", "report", "report"])
        #expect(waiting.map(\.arrivedAt) == ["08:10", "08:15", "08:30"].map { at($0) })
    }
}
