import DutyRecords
import SyncKit
import Testing

/// 第十一条: what is open at a minute, who comes, and what a handover's signatures need.
@Suite struct HandoverRulesTests {
    private static let now = at("10:00")

    private func open(_ facts: [String: [RecordFacts]], except handover: RecordID? = nil) -> [OpenWork] {
        let rows = due(facts, now: Self.now, unit: "LC")
        return OpenWork.of("LC", duties: book(facts), due: rows, now: Self.now, except: handover)
    }

    // MARK: What is open

    @Test(
        "a record is open until its end, and not after it",
        arguments: [
            ("incident", ["summary": .text("漫堤"), "occurredAt": .time(at("09:30"))], "closedAt"),
            ("notice", ["title": .text("通知"), "issuedAt": .time(at("09:30"))], "receiptAt"),
            ("bulletin", ["title": .text("专报"), "signedAt": .time(at("09:30"))], "receiptAt"),
            ("circular", ["body": .text("通报"), "signedAt": .time(at("09:30"))], "receiptAt"),
            ("log-entry", ["matter": .text("巡查"), "undertaker": .text("李强")], "closedAt"),
            ("first-inquiry", ["matter": .text("办证"), "class": .text("非本单位")], "referredTo"),
            ("document", ["kind": .text("文电"), "receivedAt": .time(at("09:30"))], "handledAt"),
            ("rectification", ["ground": .text("脱岗")], "doneAt"),
            ("interview", ["ground": .text("迟报")], "doneAt"),
            ("phone-record", ["matter": .text("来电"), "missed": .boolean(true)], "closedAt"),
            ("phone-record", ["matter": .text("来电"), "handling": .text("转办")], "closedAt"),
            ("phone-record", ["matter": .text("来电"), "handling": .text("媒体")], "closedAt"),
            ("phone-record", ["matter": .text("来电"), "handling": .text("要求书面")], "writtenAt"),
        ] as [(String, [String: FieldValue], String)])
    func ends(_ collection: String, _ fields: [String: FieldValue], _ end: String) {
        func count(_ more: [String: FieldValue]) -> Int {
            open([collection: [facts(1, fields.merging(more) { $1 })]]).count { $0.record == id(1) }
        }
        #expect(count([:]) == 1)
        let done = [end: end == "referredTo" ? FieldValue.text("民政办") : .time(at("09:50"))]
        // The clock of an incident's report runs on after its end.
        #expect(count(done) == (collection == "incident" ? 1 : 0))
        #expect(count(["voided": .boolean(true)]) == 0)
    }

    @Test("an instruction waits for its receipt, then for its feedback; a task for its result")
    func steps() {
        func state(_ collection: String, _ fields: [String: FieldValue]) -> String? {
            open([collection: [facts(1, fields)]]).first { $0.record == id(1) }?.state.chinese
        }
        let issued: [String: FieldValue] = ["leader": .text("县长"), "text": .text("处置"), "issuedAt": .time(at("09:55"))]
        #expect(state("instruction", issued) == "未签收")
        let receipted = issued.merging(["receiptAt": .time(at("09:56"))]) { $1 }
        #expect(state("instruction", receipted) == "未反馈")
        #expect(state("instruction", receipted.merging(["feedbackAt": .time(at("09:57"))]) { $1 }) == nil)
        let task: [String: FieldValue] = ["matter": .text("查堤"), "dueAt": .time(at("12:00"))]
        #expect(state("task", task.merging(["closedAt": .time(at("09:57"))]) { $1 }) == "未办结", "without a result")
        let done: [String: FieldValue] = ["closedAt": .time(at("09:57")), "result": .text("已查")]
        #expect(state("task", task.merging(done) { $1 }) == nil)
    }

    @Test("a clock stands with its record, and one without a record by itself; what runs out first is on top")
    func clocks() {
        let incident = facts(1, ["summary": .text("漫堤"), "occurredAt": .time(at("09:30"))])
        let task = facts(2, ["matter": .text("查堤"), "dueAt": .time(at("10:05")), "setAt": .time(at("09:00"))])
        let work = open(["incident": [incident], "task": [task]])
        #expect(work.compactMap(\.record) == [task.id, incident.id])
        #expect(work.first { $0.record == incident.id }?.clock?.rule == .report)
        // 2026-10-01 is a holiday: the 零报告 is not owed where something happened.
        #expect(!work.contains { $0.collection == "zero-report" })
        #expect(open(["task": [task]]).contains { $0.collection == "zero-report" && $0.record == nil })
    }

    @Test("another unit's records, and the county's receipts to itself, are nobody's here")
    func others() {
        let notice = facts(1, ["title": .text("通知"), "issuedAt": .time(at("09:30"))], unit: "JH")
        #expect(open(["notice": [notice]]).allSatisfy { $0.record == nil })
        let rows = OpenWork.of("JH", duties: book(["notice": [notice]]), due: [], now: Self.now)
        #expect(rows.isEmpty)
    }

    @Test("a missed call is answered once the same number was spoken to, whoever rang")
    func callBack() {
        func call(_ number: UInt64, _ minute: String, _ phone: String, missed: Bool) -> RecordFacts {
            facts(
                number,
                [
                    "receivedAt": .time(at(minute)), "callerPhone": .text(phone), "missed": .boolean(missed),
                    "matter": .text("未接"),
                ])
        }
        let missed = [call(1, "08:00", "138-0529 0593", missed: true), call(2, "09:00", "13900000000", missed: true)]
        #expect(MissedCalls.waiting(missed).map(\.id) == [id(1), id(2)])
        let back = call(3, "08:30", "１３８０５２９０５９３", missed: false)
        #expect(MissedCalls.waiting(missed + [back]).map(\.id) == [id(2)])
        // A call before it answers nothing.
        #expect(MissedCalls.waiting(missed + [call(4, "08:59", "13900000000", missed: false)]).count == 2)
        #expect(open(["phone-record": missed + [back]]).compactMap(\.record) == [id(2)])
        // Called back under another number: the call says which one it answers.
        let named = facts(
            5,
            [
                "receivedAt": .time(at("09:10")), "callerPhone": .text("86880000"), "matter": .text("回拨"),
                "callBackOf": .text(id(2).description),
            ])
        #expect(open(["phone-record": missed + [back, named]]).allSatisfy { $0.record == nil })
    }

    @Test("more items than a list holds become one that names the rest")
    func bounded() {
        let many = (1...Bounds.elements + 5).map { HandoverItem("第\($0)项") }
        let kept = HandoverItem.bounded(many)
        #expect(kept.count == Bounds.elements)
        #expect(kept.last?.item.contains("另有 6 项") == true && kept.last?.item.contains("第205项") == true)
    }

    // MARK: Who comes

    private func shift(_ number: UInt64, _ person: UInt64, _ start: String, _ end: String, on day: String)
        -> RecordFacts
    {
        facts(
            number,
            ["officer": .record(person), "start": .time(at(start, on: day)), "end": .time(at(end, on: day))])
    }

    @Test("the shift that runs, its end, and who comes ten minutes before it")
    func turn() {
        let persons = [facts(51, ["name": .text("王晓东")]), facts(52, ["name": .text("李强")])]
        let shifts = [
            shift(1, 51, "00:00", "08:30", on: "2026-10-01"), shift(2, 52, "08:30", "23:00", on: "2026-10-01"),
        ]
        func turn(_ minute: String, _ handovers: [RecordFacts] = []) -> ShiftTurn {
            let facts = ["person": persons, "duty-shift": shifts, "handover": handovers]
            let now = at(minute)
            return ShiftTurn(
                of: "LC", at: now, duties: book(facts), due: due(facts, now: now, unit: "LC"), figures: RuleFigures())
        }
        let before = turn("08:10")
        #expect(before.at == at("08:30") && before.arriveBy == at("08:20"))
        #expect(before.officers.map(\.name) == ["王晓东"] && before.nextOfficers.map(\.name) == ["李强"])
        // After the end the handover is owed until it is there.
        let after = turn("08:40")
        #expect(after.at == at("08:30") && after.officers.map(\.name) == ["王晓东"])
        let done = facts(9, ["at": .time(at("08:28")), "outgoing": .text("王晓东")])
        #expect(turn("08:40", [done]).at == at("23:00"))
        #expect(turn("23:30", [done]).at == at("23:00"))
    }

    @Test("a 零报告 is owed, given, or overtaken by what happened")
    func zeroReport() {
        func state(_ facts: [String: [RecordFacts]], _ now: Instant = Self.now) -> ZeroReportState {
            ZeroReportState(of: "LC", on: now.day, duties: book(facts), due: due(facts, now: now, unit: "LC"))
        }
        guard case .owed(let time) = state([:]) else {
            Issue.record("owed on a holiday")
            return
        }
        #expect(time == at("17:00"))
        let given = facts(1, ["date": .text("2026-10-01"), "sentAt": .time(at("09:00"))])
        guard case .given = state(["zero-report": [given]]) else {
            Issue.record("given")
            return
        }
        let incident = facts(2, ["summary": .text("漫堤"), "occurredAt": .time(at("09:30"))])
        guard case .happened = state(["incident": [incident]]) else {
            Issue.record("happened")
            return
        }
        guard case .notOwed = state([:], at("10:00", on: "2026-11-03")) else {
            Issue.record("a workday")
            return
        }
    }

    // MARK: Signatures

    private func item(_ text: String, _ act: ItemAct? = nil) -> FieldValue {
        let item = HandoverItem(text, collection: "task", record: text)
        return (act.map { item.acted($0, note: "", by: "李强", at: at("08:00")) } ?? item).json.fieldValue
    }

    @Test("the successor signs after he acted on each item; the outgoing need not wait for it")
    func actsComeFirst() throws {
        let people = try ["王晓东", "李强"].enumerated().map { index, name in
            try #require(Person(facts(UInt64(50 + index), ["name": .text(name)])))
        }
        func record(_ items: [FieldValue]) -> RecordFacts {
            facts(1, ["outgoing": .text("王晓东"), "incoming": .text("李强"), "openItems": .list(items)])
        }
        let outgoing = try #require(SignatureRule.of("outgoingSignedAt", in: .handover))
        let incoming = try #require(SignatureRule.of("incomingSignedAt", in: .handover))
        let half = record([item("一", .accepted), item("二")])
        #expect(outgoing.breach(by: people[0], of: half) == nil)
        #expect(incoming.breach(by: people[1], of: half)?.chinese.contains("1 项") == true)
        #expect(incoming.breach(by: people[1], of: record([item("一", .question), item("二", .done)])) == nil)
        #expect(incoming.breach(by: people[1], of: record([])) == nil)
    }

    @Test(
        "after a signature the items stay, and the successor may act on them until he signs too",
        arguments: [
            ("the acts", ["outgoingSignedAt"], [("一", .accepted), ("二", nil)], true),
            ("another text", ["outgoingSignedAt"], [("一", nil), ("三", nil)], false),
            ("one fewer", ["outgoingSignedAt"], [("一", nil)], false),
            ("after both", ["outgoingSignedAt", "incomingSignedAt"], [("一", .accepted), ("二", nil)], false),
            ("before any", [], [("三", nil)], true),
        ] as [(String, [String], [(String, ItemAct?)], Bool)])
    func itemsStay(_ what: String, _ signed: [String], _ now: [(String, ItemAct?)], _ isTaken: Bool) {
        var before: [String: FieldValue] = [
            "at": .time(at("08:00")), "outgoing": .text("王晓东"), "openItems": .list([item("一"), item("二")]),
        ]
        for field in signed { before[field] = .time(at("08:05")) }
        let items = JSONValue.array(now.map { JSONValue(item($0.0, $0.1)) }).text
        let edit = EditForm(set: ["openItems=\(items)"])
        let entry = form(.handover, editing: RecordStanding(fields: before))
        #expect(((try? edit.writes(entry)) != nil) == isTaken, "\(what)")
    }

    @Test("what an officer typed and nobody finished comes up again at the next handover")
    func carried() {
        let last = facts(
            1,
            [
                "at": .time(at("08:00")), "cutAt": .time(at("07:58")), "outgoingSignedAt": .time(at("08:01")),
                "keys": .text("3 把"),
                "openItems": .list([
                    item("任务", .accepted), HandoverItem("找人").json.fieldValue,
                    HandoverItem("送件").acted(.done, note: "", by: "李强", at: at("08:00")).json.fieldValue,
                ]),
            ])
        let draft = HandoverDraft(
            of: "LC", duties: book(["handover": [last]]), due: [], figures: RuleFigures(), now: Self.now)
        #expect(draft.carried == ["找人"] && draft.keys == "3 把" && draft.lastCut == at("07:58"))
    }
}
