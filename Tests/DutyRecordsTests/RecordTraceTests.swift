import DutyRecords
import Seeded
import SyncKit
import Testing

/// What a handover says is the same whether it reads every call and entry of the room or their traces.
@Suite struct RecordTraceTests {
    private static let now = at("10:00")

    private func draft(_ duties: DutyBook) -> HandoverDraft {
        HandoverDraft(of: "LC", duties: duties, due: [], figures: RuleFigures(), now: Self.now)
    }

    private func words(_ draft: HandoverDraft) -> [String] {
        draft.work.map { "\($0.collection) \($0.record?.description ?? "") \($0.state.english) \($0.what)" }
            + draft.written.map { "\($0.collection) \($0.count)" }
    }

    @Test("whatever calls, entries and inquiries a room wrote, in whatever state", arguments: 0..<200)
    func same(_ seed: UInt64) {
        var random = Seeded(seed: seed)
        var calls: [RecordFacts] = []
        for index in 0..<UInt64.random(in: 0...30, using: &random) {
            var fields: [String: FieldValue] = ["matter": .text("来电 \(index)")]
            func maybe(_ name: String, _ value: FieldValue) {
                if Int.random(in: 0..<3, using: &random) == 0 { fields[name] = value }
            }
            if Int.random(in: 0..<5, using: &random) > 0 {
                fields["receivedAt"] = .time(at("0\(Int.random(in: 0...9, using: &random)):30"))
            }
            maybe("missed", .boolean(true))
            maybe("callBackOf", .record(UInt64.random(in: 0...30, using: &random)))
            maybe("closedAt", .time(at("09:50")))
            if Int.random(in: 0..<6, using: &random) == 0 { fields["result"] = .text("已回复") }
            maybe("handling", .text(["转办", "媒体", "要求书面", "答复"].randomElement(using: &random) ?? ""))
            if Int.random(in: 0..<8, using: &random) == 0 { fields["voided"] = .boolean(true) }
            if Int.random(in: 0..<8, using: &random) > 0 {
                fields["callerPhone"] = .text(
                    ["13912345678", "86912345", "0517-86912345", "110"].randomElement(using: &random) ?? "")
            }
            calls.append(facts(index, fields))
        }
        let entries = (100..<UInt64(110)).map { number in
            facts(
                number,
                Bool.random(using: &random)
                    ? ["matter": .text("巡查"), "undertaker": .text("李强")] : ["matter": .text("巡查")])
        }
        let inquiries = [facts(200, ["class": .text("非本单位"), "matter": .text("办证")]), facts(201, [:])]
        let all = ["phone-record": calls, "log-entry": entries, "first-inquiry": inquiries]
        let traces = all.map { name, records in (name, records.map { RecordTrace($0, in: name) }) }
        let traffic = RoomTraffic(Dictionary(uniqueKeysWithValues: traces))
        #expect(words(draft(book([:]).adding(traffic))) == words(draft(book(all))))
    }
}
