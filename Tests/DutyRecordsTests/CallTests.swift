import DutyRecords
import SyncKit
import Testing

@Suite struct CallTests {
    private func call(_ number: UInt64, _ fields: [String: FieldValue]) -> RecordFacts {
        RecordFacts(id: RecordID(high: number << 16 | 0x7000, low: 1 << 63), unit: "LC", fields: fields)
    }

    @Test(arguments: [
        ("13800001111", "138 0000-1111", true), ("+86 13800001111", "13800001111", true),
        ("008613800001111", "13800001111", true), ("１３８００００１１１１", "13800001111", true),
        ("0517-86881234", "86881234", true), ("86881234", "0517 86881234", true), ("13800001111", "00001111", false),
        ("86881234", "86881235", false), ("0517-86881234", "025-86881234", false), ("110", "110", true),
    ])
    func twoTextsMayBeOneNumber(one: String, other: String, isSame: Bool) throws {
        let (one, other) = (try #require(PhoneNumber(one)), try #require(PhoneNumber(other)))
        #expect(one.reaches(other) == isSame && other.reaches(one) == isSame)
    }

    @Test func wordsAreNoNumber() {
        #expect(PhoneNumber("不详") == nil && PhoneNumber("12") == nil)
    }

    @Test func aMissedCallWaitsUntilSomebodyCallsBack() {
        let missed = call(1, ["missed": .boolean(true), "receivedAt": .text("2026-10-01T08:00:00+08:00")])
        let later = call(2, ["missed": .boolean(true), "receivedAt": .text("2026-10-01T09:00:00+08:00")])
        let taken = call(3, ["matter": .text("积水")])
        #expect(
            MissedCalls.waiting([later, missed, taken]).map(\.id) == [missed.id, later.id], "who waits longest is first"
        )
        let back = call(4, ["direction": .text("out"), "callBackOf": .text(missed.id.description)])
        #expect(MissedCalls.waiting([missed, later, back]).map(\.id) == [later.id])
        let void = call(
            5,
            [
                "direction": .text("out"), "callBackOf": .text(later.id.description), "voided": .boolean(true),
            ])
        #expect(MissedCalls.waiting([missed, later, back, void]).map(\.id) == [later.id], "a voided call calls nobody")
        let closed = call(6, ["missed": .boolean(true), "closedAt": .text("2026-10-01T10:00:00+08:00")])
        let told = call(7, ["missed": .boolean(true), "result": .text("当面已答复")])
        #expect(MissedCalls.waiting([closed, told]).isEmpty)
        let vain = call(8, ["missed": .boolean(true), "callBackOf": .text(later.id.description)])
        #expect(
            MissedCalls.waiting([missed, later, back, vain]).map(\.id).contains(later.id),
            "a call back that nobody took answers nobody")
    }

    @Test(arguments: [
        ("86881234", "0517-86881234", "09:00", true), ("0517-86881234", "86881234", "09:00", true),
        ("13800001111", "+86 138 0000 1111", "09:00", true), ("13800001111", "13800001112", "09:00", false),
        ("13800001111", "13800001111", "07:59", false), ("不详", "不详", "09:00", false), ("110", "110", "09:00", true),
    ])
    func speakingToTheSameNumberAfterwardsAnswersAMissedCall(
        number: String, other: String, minute: String, isAnswered: Bool
    ) {
        let missed = call(
            1,
            [
                "missed": .boolean(true), "receivedAt": .text("2026-10-01T08:00:00+08:00"),
                "callerPhone": .text(number),
            ])
        let spoken = call(
            2, ["receivedAt": .text("2026-10-01T\(minute):00+08:00"), "callerPhone": .text(other)])
        #expect(MissedCalls.waiting([missed, spoken]).isEmpty == isAnswered)
    }

    @Test func theCallerOfANumberIsWhoeverCalledLast() throws {
        let person = try #require(
            Person(call(9, ["name": .text("王晓东"), "mobile": .text("13900002222"), "post": .text("副主任")])))
        let calls = KnownCallers(
            calls: [
                call(1, ["callerPhone": .text("13800001111"), "callerName": .text("李四"), "callerUnit": .text("涂沟村")]),
                call(2, ["callerPhone": .text("138 0000 1111"), "callerName": .text("张三")]),
            ], people: [person], unit: "黎城镇")
        let number = try #require(PhoneNumber("13800001111"))
        #expect(calls.caller(of: number)?.name == "张三" && calls.calls(of: number).count == 2)
        #expect(calls.caller(of: try #require(PhoneNumber("13900002222")))?.post == "副主任")
        #expect(calls.caller(of: try #require(PhoneNumber("13700000000"))) == nil)
    }

    @Test func aCallBecomesALogEntryElementByElement() {
        let note = call(
            1,
            [
                "receivedAt": .text("2026-10-01T08:10:00+08:00"), "matter": .text("路面积水"), "place": .text("涂沟"),
                "callerName": .text("李四"), "callerUnit": .text("涂沟村"), "callerPhone": .text("13800001111"),
            ])
        let elements = CallTakeover.elements(of: note, for: "log-entry")
        #expect(elements.map(\.field) == ["occurredAt", "receivedAt", "matter", "source"])
        #expect(elements[2].value == .text("路面积水\n涂沟") && elements[2].from == ["matter", "place"])
        #expect(elements[3].value == .text("电话：涂沟村 李四 13800001111"))
    }

    @Test func theMinuteOfACallIsNotThatOfTheEvent() {
        let note = call(1, ["receivedAt": .text("2026-10-01T08:10:00+08:00"), "matter": .text("车祸，死亡3人，两人受伤")])
        let elements = CallTakeover.elements(of: note, for: "incident")
        #expect(!elements.contains { $0.field == "occurredAt" })
        #expect(elements.first { $0.field == "deaths" }?.value == .integer(3))
        #expect(elements.first { $0.field == "injured" }?.value == .integer(2))
    }

    @Test(arguments: [
        ("死亡3人", 3), ("3人死亡", 3), ("三人遇难", 3), ("死亡三名", 3), ("无人死亡", nil), ("可能有人死亡", nil),
        ("死亡3人，后核实死亡2人", nil), ("死亡", nil), ("死亡二十三人", nil), ("死亡3", nil),
    ])
    func figuresAreTakenOnlyWhereTheyArePlain(text: String, deaths: Int?) {
        let elements = CallTakeover.elements(of: call(1, ["matter": .text(text)]), for: "incident")
        #expect(elements.first { $0.field == "deaths" }?.value == deaths.map { .integer(Int64($0)) })
    }

    @Test func theFirstReportSaysWhatTheIncidentSays() {
        let incident = call(
            1,
            [
                "occurredAt": .text("2026-10-01T08:05:00+08:00"), "place": .text("涂沟"), "summary": .text("车祸"),
                "deaths": .integer(3), "trend": .text("稳定"),
            ])
        let elements = CallTakeover.report(of: incident)
        #expect(elements.first?.value == .text("10月1日8时5分，涂沟，车祸"))
        #expect(elements.map(\.field) == ["text", "trend", "deaths"])
    }
}
