import DutyRecords
import SyncKit
import Testing

@Suite("Edit")
struct EditTests {
    @Test(
        "a text is read by its field's kind",
        arguments: [
            (Collection.logEntry, "matter=a=b", FieldValue.text("a=b")),
            (.logEntry, "matter=第一行\n第二行", .text("第一行\n第二行")),
            (.logEntry, "handling=", .text("")),
            (.logEntry, "handling=null", .text("null")),
            (.logEntry, "voided=true", .boolean(true)),
            (.logEntry, "voided=否", .boolean(false)),
            (.logEntry, "closedAt=2026-10-01T09:00+08:00", .text("2026-10-01T09:00+08:00")),
            (.logEntry, "incident=QF-I-1", .text(id(4).description)),
            (.logEntry, "officers=罗红梅", .list([.text("罗红梅")])),
            (.logEntry, #"officers=["罗红梅","王晓东"]"#, .list([.text("罗红梅"), .text("王晓东")])),
            (.phoneRecord, "rings=3", .integer(3)),
            (.phoneRecord, "callerPhone=0517-86809379", .text("0517-86809379")),
            (.absence, "person=王晓东", .text(id(1).description)),
            (.incident, "level=较大", .text("较大")),
            (.handover, "openItems=[重要]沿湖巡查", .text("[重要]沿湖巡查")),
            (.handover, #"openItems=[{"item":"巡查"}]"#, .list([.composite(["item": .text("巡查")])])),
            (
                .handover, #"openItems=[{"item":"巡查","by":"王晓东","times":2}]"#,
                .list([.composite(["item": .text("巡查"), "by": .text("王晓东"), "times": .integer(2)])])
            ),
            (.zeroReport, "date=2026-10-01", .text("2026-10-01")),
            (.person, "joinedAt=2015-07-01", .text("2015-07-01")),
        ] as [(Collection, String, FieldValue)])
    func set(_ collection: Collection, _ text: String, _ value: FieldValue) throws {
        let writes = try EditForm(set: [text]).writes(form(collection, editing: RecordStanding()))
        #expect(writes == [FieldWrite(String(text.prefix { $0 != "=" }), .set(value))])
    }

    @Test(
        "refusals",
        arguments: [
            (EditForm(set: ["matter"]), "", EntryError.Rule.notAnEdit),
            (EditForm(set: ["mater=巡查"]), "mater", .unknownField),
            (EditForm(unset: ["mater"]), "mater", .unknownField),
            (EditForm(set: ["matter= "]), "matter", .required),
            (EditForm(unset: ["matter"]), "matter", .required),
            (EditForm(set: ["voided=1"]), "voided", .wrongType),
            (EditForm(set: ["closedAt=9点"]), "closedAt", .badTime),
            (EditForm(set: ["recorder=罗\u{0}红梅"]), "recorder", .character),
            (EditForm(set: ["recorder=罗\r\n红梅"]), "recorder", .character),
            (EditForm(set: ["recorder=罗\n红梅"]), "recorder", .lineBreak),
            (EditForm(set: [#"officers=["罗红梅""#]), "officers", .json),
            (EditForm(add: ["recorder=罗红梅"]), "recorder", .notUnion),
            (EditForm(remove: ["officers=罗红梅"]), "officers", .notUnion),
            (EditForm(set: ["handling=a", "handling=b"]), "handling", .twice),
            (EditForm(set: ["handling=a"], unset: ["handling"]), "handling", .twice),
        ])
    func refusals(_ edit: EditForm, _ field: String, _ rule: EntryError.Rule) throws {
        let error = try #require(throws: EntryError.self) {
            try edit.writes(form(.logEntry, editing: RecordStanding()))
        }
        #expect(error.field == field)
        #expect(error.rule == rule)
    }

    @Test("emptying, and a union's elements in one write")
    func operations() throws {
        #expect(try EditForm(unset: ["handling"]).writes(form(.logEntry)) == [FieldWrite("handling", .set(.absent))])
        let edit = EditForm(add: ["dutyPhones=1", "dutyPhones=2"], remove: ["dutyPhones=3"])
        #expect(
            try edit.writes(form(.contact)) == [
                FieldWrite("dutyPhones", .elements(add: [.text("1"), .text("2")], remove: [.text("3")]))
            ])
        for (edit, rule) in [
            (EditForm(set: ["dutyPhones=1"]), EntryError.Rule.union),
            (EditForm(add: ["dutyPhones=1"], remove: ["dutyPhones=1"]), .twice),
            (EditForm(add: ["dutyPhones= "]), .wrongType),
            (EditForm(add: ["dutyPhones=" + String(repeating: "1", count: 41)]), .tooLong),
        ] {
            let error = try #require(throws: EntryError.self) { try edit.writes(form(.contact)) }
            #expect(error.rule == rule)
        }
    }

    @Test("all that is wrong is told")
    func allErrors() throws {
        let refusal = try #require(throws: EntryRefusal.self) {
            try EditForm(set: ["voided=1", "handling=a"], unset: ["matter"]).judge(form(.logEntry))
        }
        #expect(refusal.errors.map(\.field) == ["voided", "matter"])
    }

    @Test("a signature is never edited in, or away")
    func signatures() throws {
        for edit in [
            EditForm(set: ["incomingSignedAt=2026-10-01T08:00+08:00"]), EditForm(unset: ["outgoingSignedAt"]),
        ] {
            for writer in [WriterRole.unit, .county, .both] {
                let error = try #require(throws: EntryError.self) { try edit.writes(form(.handover, by: writer)) }
                #expect(error.rule == .sign)
                #expect(error.article == "第十一条")
            }
        }
    }

    @Test(
        "an instruction's words are changed by the side that wrote them down; its feedback is the unit's",
        arguments: [
            (WriterRole.unit, WriterRole.unit, "text=即报", true),
            (.unit, .county, "text=即报", false),
            (.county, .unit, "text=即报", false),
            (.county, .county, "text=即报", true),
            (.both, .both, "text=即报", true),
            (.both, .unit, "text=即报", true),
            (.unit, .county, "feedback=已办", true),
            (.county, .county, "feedback=已办", false),
        ])
    func originator(_ writer: WriterRole, _ originator: WriterRole, _ text: String, _ isTaken: Bool) throws {
        let form = form(.instruction, by: writer, editing: RecordStanding(originator: originator))
        let edit = EditForm(set: [text])
        if isTaken {
            #expect(try edit.writes(form).count == 1)
        } else {
            #expect(try #require(throws: EntryError.self) { try edit.writes(form) }.rule == .authority)
        }
    }
}
