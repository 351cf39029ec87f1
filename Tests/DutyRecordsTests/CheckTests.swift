import DutyRecords
import SyncKit
import Testing

@Suite("第十五条: roll calls and spot checks")
struct CheckTests {
    @Test(
        "what the rules propose",
        arguments: [
            (CheckAnswer(answeredBy: "李强", rings: 3), ["李强"], CheckFinding.normal),
            (CheckAnswer(answeredBy: "李强", rings: 4), ["李强"], .other),
            (CheckAnswer(answeredBy: "李强", seconds: 12), ["李强"], .normal),
            (CheckAnswer(answeredBy: "李强", seconds: 13), ["李强"], .other),
            // Rings that were counted go before seconds.
            (CheckAnswer(answeredBy: "李强", rings: 3, seconds: 20), ["李强"], .normal),
            (CheckAnswer(answeredBy: "张三", rings: 1), ["李强"], .standIn),
            (CheckAnswer(answeredBy: "张三", rings: 1), [], .standIn),
            (CheckAnswer(answeredBy: "李强", isForwarded: true), ["李强"], .forwarded),
            (CheckAnswer(answeredBy: nil, rings: 10), ["李强"], .noAnswer),
            (CheckAnswer(answeredBy: nil), [], .unmanned),
        ])
    func proposals(answer: CheckAnswer, roster: [String], finding: CheckFinding) {
        #expect(answer.proposal(roster: roster, RuleFigures.of2024) == finding)
    }

    @Test("each finding is a choice of the collection, and each kind of 通报 one of its own")
    func words() {
        func choices(_ collection: Collection, _ field: String) -> [String] {
            if case .choice(let words)? = collection.field(field)?.kind { words } else { [] }
        }
        #expect(choices(.spotCheck, "finding") == CheckFinding.allCases.map(\.rawValue))
        let kinds = CheckFinding.allCases.compactMap(\.circularKind)
        #expect(kinds.allSatisfy(choices(.circular, "kind").contains) && kinds == ["漏岗", "脱岗", "脱岗", "脱岗"])
    }

    private let check = facts(
        1, ["at": .time(at("08:00")), "finding": .text("顶岗"), "method": .text("电话")])

    private func demand(_ number: UInt64, _ more: [String: FieldValue]) -> RecordFacts {
        facts(
            number,
            [
                "spotCheck": .record(1), "demandedAt": .time(at("09:00")),
                "dueAt": .time(at("09:00", on: "2026-10-08")),
            ].merging(more) { $1 })
    }

    private func stage(
        _ circulars: [RecordFacts], _ demands: [RecordFacts], _ now: Instant
    ) -> CheckChain.Stage? {
        CheckChain.all(checks: [check], circulars: circulars, rectifications: demands).first?.stage(at: now)
    }

    @Test("from the finding to the re-check, one state at each step")
    func stages() {
        let (soon, later) = (at("12:00"), at("12:00", on: "2026-10-09"))
        let told = [facts(2, ["spotCheck": .record(1), "kind": .text("脱岗")])]
        #expect(stage([], [], soon) == .found)
        #expect(stage(told, [], soon) == .told)
        let draft = facts(6, ["spotCheck": .record(1), "kind": .text("脱岗")], unit: "JH")
        #expect(stage([draft], [], soon) == .found, "a draft of the county's told nobody")
        let signed = facts(6, ["spotCheck": .record(1), "signedAt": .time(at("10:00"))], unit: "JH")
        #expect(stage([signed], [], soon) == .told)
        #expect(stage(told, [demand(3, [:])], soon) == .demanded(due: at("09:00", on: "2026-10-08")))
        #expect(stage(told, [demand(3, [:])], later) == .overdue(since: at("09:00", on: "2026-10-08")))
        let done = demand(3, ["doneAt": .time(at("10:00", on: "2026-10-07"))])
        #expect(stage(told, [done], later) == .done(at: at("10:00", on: "2026-10-07")))
        let rechecked = demand(3, ["recheckedAt": .time(at("10:00", on: "2026-10-09"))])
        #expect(stage(told, [rechecked], later) == .rechecked(at: at("10:00", on: "2026-10-09")))
        // What was not put right is demanded anew: the latest demand counts.
        let anew = demand(4, ["demandedAt": .time(at("11:00", on: "2026-10-09")), "dueAt": .absent])
        #expect(stage(told, [rechecked, anew], later) == .demanded(due: nil))
        let voided = demand(5, ["voided": .boolean(true), "demandedAt": .time(at("12:00", on: "2026-10-09"))])
        #expect(stage(told, [rechecked, voided], later) == .rechecked(at: at("10:00", on: "2026-10-09")))
    }

    @Test("an open demand without its check has a chain of its own; repeats are counted by unit")
    func others() {
        let normal = facts(7, ["at": .time(at("08:00")), "finding": .text("正常")], unit: "YJ")
        let second = facts(8, ["at": .time(at("09:00")), "finding": .text("顶岗")])
        let elsewhere = facts(9, ["ground": .text("旧账"), "demandedAt": .time(at("09:00"))], unit: "YJ")
        let closed = facts(
            10, ["demandedAt": .time(at("09:00")), "recheckedAt": .time(at("10:00"))], unit: "YJ")
        let chains = CheckChain.all(
            checks: [check, normal, second], circulars: [], rectifications: [elsewhere, closed])
        #expect(chains.map { $0.check?.id } == [id(8), id(7), id(1), nil], "the latest first")
        #expect(chains.map { $0.isOpen(at: at("12:00")) } == [true, false, true, true])
        let repeats = CheckChain.repeats(chains)
        #expect(repeats.map(\.unit) == ["LC"] && repeats.first?.findings == [.standIn: 2])
    }

    @Test("a roll call is put together from the county's own record and those of the units")
    func rollCalls() {
        // What stands for an id of a base, and of that id for the base again.
        func copy(_ id: RecordID, _ unit: String) -> RecordID {
            RecordID(high: id.high, low: id.low ^ UInt64(unit.utf8.first ?? 0))
        }
        func own(_ base: UInt64, _ unit: String, _ fields: [String: FieldValue]) -> RecordFacts {
            RecordFacts(
                id: copy(id(base), unit), unit: unit, fields: fields.merging(["method": .text("点名")]) { $1 })
        }
        let checks = [
            own(100, "JH", ["at": .time(at("08:00")), "called": .list([.text("LC"), .text("YJ"), .text("AB")])]),
            own(100, "LC", ["finding": .text("正常")]), own(100, "YJ", ["finding": .text("无人接听")]),
            own(300, "JH", ["at": .time(at("20:00")), "called": .list([.text("LC")])]),
        ]
        let calls = RollCall.all(checks, countyUnit: "JH", copy: copy)
        #expect(calls.map(\.base) == [id(300), id(100)])
        #expect(calls[1].unanswered() == ["YJ"] && calls[1].open == ["AB"] && calls[0].open == ["LC"])
    }
}
