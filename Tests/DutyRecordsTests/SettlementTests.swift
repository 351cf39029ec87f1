import DutyRecords
import SyncKit
import Testing

/// A decision on a field that has several values.
struct SettlementTests {
    private static func refusal(
        _ collection: Collection, _ field: String, _ value: SettledValue, by writer: WriterRole = .unit,
        _ fields: [String: FieldValue] = [:]
    ) -> EntryError.Rule? {
        do {
            _ = try form(collection, by: writer, editing: RecordStanding(fields: fields)).settlement([(field, value)])
            return nil
        } catch {
            return error.first.rule
        }
    }

    @Test(arguments: [
        FieldValue.text("二"), .absent, .boolean(true), .integer(3), .list([.composite(["item": .text("巡查")])]),
    ]) func aKeptValueComesBackAsItWasWritten(value: FieldValue) throws {
        let (collection, field): (Collection, String) =
            switch value {
            case .boolean: (.phoneRecord, "missed")
            case .integer: (.phoneRecord, "rings")
            case .list: (.handover, "openItems")
            default: (.logEntry, "source")
            }
        let writes = try form(collection, editing: RecordStanding(fields: [:])).settlement([(field, .kept(value))])
        #expect(writes == [FieldWrite(field, .set(value))])
    }

    @Test func whatIsNotToBeIsRefused() {
        #expect(Self.refusal(.logEntry, "matter", .kept(.absent)) == .required)
        #expect(Self.refusal(.logEntry, "matter", .entered(.null)) == .required)
        #expect(Self.refusal(.logEntry, "matter", .entered(.text(" "))) == .required)
        #expect(Self.refusal(.logEntry, "source", .kept(nil)) == .wrongType, "the history has no such value")
        #expect(Self.refusal(.phoneRecord, "rings", .kept(.text("三"))) == .wrongType)
        #expect(Self.refusal(.phoneRecord, "rings", .entered(.integer(101))) == .outOfRange)
        #expect(Self.refusal(.logEntry, "number", .kept(.text("1"))) == .issued)
        #expect(Self.refusal(.notice, "title", .kept(.text("标题"))) == .authority)
        #expect(Self.refusal(.logEntry, "matter", .kept(.text("县里")), by: .county) == .authority)
        #expect(Self.refusal(.logEntry, "source", .entered(.null)) == nil)
    }

    /// A list of which each element stands for itself: an empty one, one element twice, and what people put into one.
    @Test(
        arguments: [
            ([], []), (["0517-1"], ["0517-1"]), (["甲，乙", "丙,丁", "[戊]"], ["甲，乙", "丙,丁", "[戊]"]),
            (["甲=乙", "\"丙\"", "𠮷"], ["甲=乙", "\"丙\"", "𠮷"]), (["甲", "甲"], ["甲", "甲"]),
        ] as [([String], [String])])
    func aListIsSettledElementByElement(entered: [String], written: [String]) throws {
        let json = JSONValue.array(entered.map { .text($0) })
        let writes = try form(.incident, editing: RecordStanding(fields: [:])).settlement([
            ("acknowledgements", .entered(json))
        ])
        #expect(writes == [FieldWrite("acknowledgements", .set(.list(written.map { .text($0) })))])
        let kept = try form(.incident, editing: RecordStanding(fields: [:])).settlement([
            ("acknowledgements", .kept(.list(written.map { .text($0) })))
        ])
        #expect(kept == writes, "as the history has it")
    }

    @Test(arguments: [["甲\n乙"], ["甲", " "], ["甲", ""]])
    func whatIsNoElementOfAListIsRefused(entered: [String]) {
        let json = JSONValue.array(entered.map { .text($0) })
        #expect(Self.refusal(.incident, "acknowledgements", .entered(json)) != nil)
    }

    /// An occurrence that somebody had given a reason for is chosen without another; a third one needs its own.
    @Test func aValueThatWasJudgedIsNotJudgedAgain() {
        let shown: [String: FieldValue] = ["occurredAt": .text("2026-10-01T08:00+08:00")]
        let other = "2026-10-01T07:00+08:00"
        #expect(Self.refusal(.incident, "occurredAt", .kept(.text(other)), shown) == nil)
        #expect(Self.refusal(.incident, "occurredAt", .entered(.text(other)), shown) == .reason)
    }
}
