import SyncKit
import Testing

@testable import DutyRecords

/// Columns of a table as fields of a record, and back.
@Suite struct RecordSheetTests {
    private static let person = RecordSheet(.person, writer: .unit)

    private static func read(_ headings: [String], _ row: [String], in sheet: RecordSheet = person) -> [String:
        JSONValue]
    {
        let mapping = sheet.guess([headings])
        let (members, errors) = sheet.members(row, mapping, isWire: sheet.isWire(headings))
        #expect(errors.isEmpty)
        return Dictionary(members) { first, _ in first }
    }

    @Test func headingsOfOfficesAreUnderstood() {
        let mapping = Self.person.guess([["某镇人员名册"], ["序号", "姓　名", "职务（职级）", "编制性质", "手机号码*", "办公电话", "备注"]])
        #expect(
            mapping == SheetMapping(header: 1, columns: ["", "name", "post", "establishment", "mobile", "phone", ""]))
    }

    @Test func oneThingIsInOneColumn() {
        #expect(Self.person.guess([["姓名", "人员姓名", "Mobile"]]).columns == ["name", "", "mobile"])
    }

    @Test func cellsBecomeWhatEntryTakes() {
        let read = Self.read(
            ["姓名", "编制", "手机", "带班身份", "信息报告员", "到岗时间"], [" 张　三 ", "劳务派遣", "139 1234 5678", "无", "是", "2015年3月1日"])
        #expect(
            read == [
                "name": .text("张三"), "establishment": .text("非在编"), "mobile": .text("139 1234 5678"),
                "leaderRole": .text("none"), "informationReporter": .boolean(true), "joinedAt": .text("2015-03-01"),
            ])
        #expect(
            Self.read(["Name", "Leader's role"], ["Li Si", "none"]) == [
                "name": .text("Li Si"), "leaderRole": .text("none"),
            ])
    }

    @Test func whatIsNotUnderstoodStaysAsItIs() {
        #expect(Self.read(["姓名", "编制", "到岗时间"], ["王五", "行政编", "去年"])["establishment"] == .text("行政编"))
        let (_, errors) = Self.person.members(
            ["李四", "也许"], SheetMapping(header: 0, columns: ["name", "dutyLead"]), isWire: false)
        #expect(errors.map(\.field) == ["dutyLead"])
    }

    @Test func namesOfTheWireAreReadToTheLetter() {
        let names = ["id", "name", "post", "dutyLead", "conflicts"]
        #expect(Self.person.isWire(names) && !Self.person.isWire(["id", "姓名"]) && !Self.person.isWire([""]))
        let read = Self.read(names, ["01999999-0000-7000-8000-000000000001", " 张　三 ", "\t科员", "true", ""])
        #expect(
            read == [
                "id": .text("01999999-0000-7000-8000-000000000001"), "name": .text(" 张　三 "), "post": .text("\t科员"),
                "dutyLead": .boolean(true),
            ])
    }

    @Test func whatTheSystemWritesIsNoChoice() {
        let log = RecordSheet(.logEntry, writer: .unit)
        #expect(!log.choices.contains { ["number", "volume"].contains($0.key) })
        #expect(log.guess([["编号", "事项"]]).columns == ["", "matter"])
        let submission = RecordSheet(.rosterSubmission, writer: .unit)
        #expect(!submission.choices.contains { $0.key == "receivedBy" })
    }

    @Test func wordsAreForPeopleAndTheWireForPrograms() throws {
        let id = try #require(RecordID("01999999-0000-7000-8000-000000000001"))
        let chinese = SheetText(.words(.chinese), persons: { $0 == id ? "张三" : nil })
        let wire = SheetText(.wire, persons: { _ in nil })
        func field(_ collection: Collection, _ name: String) throws -> Field { try #require(collection.field(name)) }
        let start = try field(.dutyShift, "start")
        let time = FieldValue.text("2026-10-01T00:30:00.5Z")
        #expect(
            chinese.text(time, of: start) == "2026-10-01 08:30"
                && wire.text(time, of: start) == "2026-10-01T00:30:00.5Z")
        let officer = try field(.dutyShift, "officer")
        #expect(
            chinese.text(.text(id.description), of: officer) == "张三"
                && wire.text(.text(id.description), of: officer) == id.description)
        let direction = try field(.phoneRecord, "direction")
        #expect(chinese.text(.text("in"), of: direction) == "来电" && wire.text(.text("in"), of: direction) == "in")
        let phones = try field(.contact, "dutyPhones")
        let list = FieldValue.list([.text("1"), .text("2")])
        #expect(chinese.text(list, of: phones) == "1；2" && wire.text(list, of: phones) == "[\"1\",\"2\"]")
        let items = FieldValue.list([.composite(["item": .text("圩堤"), "acted": .text("已交代")])])
        #expect(chinese.text(items, of: try field(.handover, "openItems")) == "圩堤（已交代）")
        #expect(chinese.text(.boolean(true), of: phones) == "是" && wire.text(nil, of: phones) == "")
    }
}
