import DutyRecords
import SyncKit
import Testing

@Suite("Entry")
struct EntryTests {
    @Test(
        "refusals of a town's lines in an open deployment",
        arguments: [
            ("log-entry", "[1]", "", EntryError.Rule.notAnObject),
            ("log-entry", "\"x\"", "", .notAnObject),
            ("log-entry", "{", "", .json),
            ("log-entry", #"{"matter":"a","matter":"b"}"#, "", .json),
            ("log-entry", logEntry(#""rings":99999999999999999999"#), "rings", .json),
            ("log-entry", logEntry(#""recorder":"\ud800""#), "recorder", .character),
            ("log-entry", logEntry(#""recorder":"a\u0000""#), "recorder", .character),
            ("log-entry", logEntry(#""weathr":"晴""#), "weathr", .unknownField),
            ("log-entry", logEntry(#""weathr":null"#), "weathr", .unknownField),
            ("log-entry", #"{"occurredAt":"2026-10-01T08:00:00+08:00"}"#, "matter", .required),
            ("log-entry", #"{"occurredAt":"2026-10-01T08:00:00+08:00","matter":null}"#, "matter", .required),
            ("log-entry", #"{"occurredAt":"2026-10-01T08:00:00+08:00","matter":" \u3000\n"}"#, "matter", .required),
            ("log-entry", #"{"occurredAt":"","matter":"巡查"}"#, "occurredAt", .badTime),
            ("log-entry", #"{"occurredAt":"2026-10-01T08:00:00","matter":"巡查"}"#, "occurredAt", .badTime),
            ("log-entry", #"{"occurredAt":1790812800000,"matter":"巡查"}"#, "occurredAt", .wrongType),
            ("log-entry", logEntry(#""recorder":["罗红梅"]"#), "recorder", .wrongType),
            ("log-entry", logEntry(#""recorder":7"#), "recorder", .wrongType),
            ("log-entry", logEntry(#""recorder":"罗红梅\n""#), "recorder", .lineBreak),
            ("log-entry", logEntry(#""voided":"true""#), "voided", .wrongType),
            ("log-entry", logEntry(#""officers":"罗红梅""#), "officers", .wrongType),
            ("log-entry", logEntry(#""officers":["罗红梅",1]"#), "officers", .wrongType),
            ("log-entry", logEntry(#""officers":[" "]"#), "officers", .wrongType),
            ("log-entry", logEntry(#""incident":"QF-I-9""#), "incident", .unknownRecord),
            (
                "log-entry", logEntry(#""incident":"7c9e6679-7425-40de-944b-e07fc1f90ae7""#), "incident", .unknownRecord
            ),
            ("log-entry", logEntry(#""id":7"#), "id", .badID),
            ("log-entry", logEntry(#""id":"""#), "id", .badID),
            (
                "phone-record", #"{"direction":"来电","receivedAt":"2026-10-01T08:00Z","matter":"a"}"#, "direction",
                .badChoice
            ),
            ("phone-record", call(#""rings":-1"#), "rings", .outOfRange),
            ("phone-record", call(#""rings":3.0"#), "rings", .wrongType),
            ("phone-record", call(#""rings":"3""#), "rings", .wrongType),
            ("phone-record", call(#""verified":1"#), "verified", .wrongType),
            ("phone-record", call(#""handling":"已办结""#), "handling", .badChoice),
            ("handover", handover(#""outgoingSignedAt":"2026-10-01T08:00+08:00""#), "outgoingSignedAt", .sign),
            ("handover", handover(#""incomingSignedAt":"2026-10-01T08:00+08:00""#), "incomingSignedAt", .sign),
            ("handover", handover(#""openItems":[{"acted":true}]"#), "openItems", .wrongType),
            ("handover", handover(#""openItems":[{"item":"巡查","actd":true}]"#), "openItems", .wrongType),
            ("handover", handover(#""openItems":{"item":"巡查"}"#), "openItems", .wrongType),
            ("zero-report", #"{"date":"2026-02-29"}"#, "date", .badDate),
            ("zero-report", #"{"date":"2026-10-01T08:00+08:00"}"#, "date", .badDate),
            ("absence", #"{"person":"赵六","kind":"出差","leaveAt":"2026-10-01T08:00+08:00"}"#, "person", .unknownPerson),
            ("absence", #"{"person":"李强","kind":"出差","leaveAt":"2026-10-01T08:00+08:00"}"#, "person", .ambiguousPerson),
            ("contact", "{}", "", .empty),
            ("contact", #"{"dutyPhones":[],"fax":null}"#, "", .empty),
            ("unit", #"{"code":"LC"}"#, "code", .authority),
            ("calendar-day", #"{"date":"2026-10-01","dayType":"holiday"}"#, "date", .authority),
            ("special-period", #"{"kind":"节日"}"#, "kind", .authority),
        ] as [(String, String, String, EntryError.Rule)])
    func refusals(_ name: String, _ line: String, _ field: String, _ rule: EntryError.Rule) throws {
        let collection = try #require(DutyCatalog.regulation.collection(named: name))
        let error = try #require(throws: EntryError.self) { try form(collection).read(line.utf8) }
        #expect(error.field == field)
        #expect(error.rule == rule)
        for language in Language.allCases { #expect(!error.message(in: language).isEmpty) }
    }

    @Test("all that is wrong is told, in the order of the line, what is missing last")
    func allErrors() throws {
        let refusal = try #require(throws: EntryRefusal.self) {
            try form(.logEntry).judge(#"{"weathr":"晴","occurredAt":"8点","voided":1}"#.utf8)
        }
        #expect(refusal.errors.map(\.field) == ["weathr", "occurredAt", "voided", "matter"])
        #expect(refusal.errors.map(\.rule) == [.unknownField, .badTime, .wrongType, .required])
    }

    @Test("a refusal says what to do, cites the article, and does not repeat what was typed")
    func sentences() throws {
        let missing = try #require(throws: EntryError.self) { try form(.logEntry).read("{}".utf8) }
        #expect(missing.article == "第十条")
        let signed = try #require(throws: EntryError.self) {
            try form(.handover).read(#"{"outgoingSignedAt":"2026-10-01T08:00+08:00"}"#.utf8)
        }
        #expect(signed.article == "第十一条")
        let choice = try #require(throws: EntryError.self) {
            try form(.phoneRecord).read(#"{"handling":"机密内容"}"#.utf8)
        }
        for language in Language.allCases {
            #expect(choice.message(in: language).contains("请示后答复"))
            #expect(!choice.message(in: language).contains("机密内容"))
        }
        #expect(choice.article == nil)
    }

    @Test("texts count in scalars, and their bound is the last that goes in")
    func lengths() throws {
        for (field, most) in [("recorder", Bounds.short), ("handling", Bounds.long)] {
            let longest = String(repeating: "𠮷", count: most)
            let entry = try form(.logEntry).read(logEntry(#""\#(field)":"\#(longest)""#).utf8)
            #expect(entry.writes.last == FieldWrite(field, .set(.text(longest))))
            let error = try #require(throws: EntryError.self) {
                try form(.logEntry).read(logEntry(#""\#(field)":"\#(longest)𠮷""#).utf8)
            }
            #expect(error.rule == .tooLong)
            #expect(error.message(in: .chinese).contains("\(most + 1)"))
        }
        let many = String(repeating: "\"王\",", count: Bounds.elements) + "\"王\""
        let error = try #require(throws: EntryError.self) {
            try form(.logEntry).read(logEntry(#""officers":[\#(many)]"#).utf8)
        }
        #expect(error.rule == .tooMany)
    }

    @Test("each open item has a text's bound, and all together have theirs")
    func openItemsBound() throws {
        func items(_ count: Int, of length: Int) -> String {
            let text = String(repeating: "查", count: length)
            let item = #"{"item":"\#(text)","acted":"接收","collection":"task","record":"","note":"","actedBy":"王"}"#
            return handover(#""openItems":[\#(Array(repeating: item, count: count).joined(separator: ","))]"#)
        }
        // 接收 and the name of the collection count too.
        let length = Bounds.items / 100 - 7
        #expect(try form(.handover).read(items(100, of: length).utf8).writes.count == 2)
        for (count, length) in [(100, length + 1), (1, Bounds.long + 1)] {
            let error = try #require(throws: EntryError.self) {
                try form(.handover).read(items(count, of: length).utf8)
            }
            #expect(error.rule == .tooLong)
        }
    }

    @Test("an id of version 7 is kept, any other text is a label")
    func names() throws {
        let seven = id(5)
        func name(_ text: String) throws -> Entry.Name {
            try form(.logEntry).read(logEntry(#""id":"\#(text)""#).utf8).name
        }
        #expect(try name(seven.description) == .id(seven))
        #expect(try name(seven.description.uppercased()) == .id(seven))
        #expect(try name("QF-I-1") == .label("QF-I-1"))
        #expect(try name("7c9e6679-7425-40de-944b-e07fc1f90ae7") == .label("7c9e6679-7425-40de-944b-e07fc1f90ae7"))
        #expect(try form(.logEntry).read(logEntry(#""id":null"#).utf8).name == .none)
        #expect(try form(.logEntry).read(logEntry("").utf8).name == .none)
    }

    @Test("names and labels become ids; ids may name what is not there yet")
    func references() throws {
        let absence = try form(.absence).read(
            #"{"person":"王晓东","kind":"休假","leaveAt":"2026-10-01T08:00+08:00"}"#.utf8)
        #expect(absence.writes.first == FieldWrite("person", .set(.text(id(1).description))))
        for (typed, expected) in [("QF-I-1", id(4)), (id(77).description, id(77))] {
            let entry = try form(.logEntry).read(logEntry(#""incident":"\#(typed)""#).utf8)
            #expect(entry.writes.last == FieldWrite("incident", .set(.text(expected.description))))
        }
    }

    @Test("a list of a union is added, element by element")
    func unions() throws {
        let entry = try form(.contact).read(#"{"dutyPhones":["0517-86812345","13805290593"]}"#.utf8)
        #expect(
            entry.writes == [
                FieldWrite("dutyPhones", .elements(add: [.text("0517-86812345"), .text("13805290593")], remove: []))
            ])
    }

    @Test(
        "open items are a text, or a list of what is left and what was done",
        arguments: [
            #""大风预警期间沿湖巡查。""#, "[]", #"[{"acted":"已巡查两次","item":"沿湖巡查"},{"acted":true,"item":"找人"},{"item":"送件"}]"#,
        ])
    func openItems(_ typed: String) throws {
        let entry = try form(.handover).read(#"{"at":"2026-10-01T08:00+08:00","openItems":\#(typed)}"#.utf8)
        guard case .set(let value)? = entry.writes.last?.operation else {
            Issue.record("not set")
            return
        }
        #expect(JSONValue(value).text == typed)
        #expect(JSONValue(value).fieldValue == value)
    }

    @Test("who writes what: the county its notices and instructions, and incidents that it heard of; units the rest")
    func authority() throws {
        let county: [(Collection, String, EntryError.Rule?)] = [
            (.unit, #"{"code":"LC","name":"黎城镇","class":"town"}"#, nil),
            (.calendarDay, #"{"date":"2026-10-01","dayType":"holiday","published":"2025-11-04"}"#, nil),
            (.specialPeriod, #"{"from":"2026-10-01","to":"2026-10-08T08:00+08:00","kind":"法定节假日"}"#, nil),
            (.incident, #"{"occurredAt":"2026-10-01T08:00+08:00","summary":"起火","level":"较大"}"#, nil),
            (.instruction, #"{"leader":"县长","text":"全力处置","unit":"LC","incident":"QF-I-1"}"#, nil),
            (.instruction, #"{"leader":"县长","text":"全力处置","feedback":"已办"}"#, .authority),
            (.logEntry, logEntry(""), .authority),
            (.report, #"{"kind":"初报"}"#, .authority),
        ]
        for (collection, line, rule) in county {
            #expect(refusal(collection, line, .county)?.rule == rule, "\(collection.name) \(line)")
            // The county's own room is a unit and the county.
            #expect(refusal(collection, line, .both)?.rule != .authority)
        }
        let telephoned =
            #"{"leader":"县政府值班领导","receivedAt":"2026-10-01T08:00+08:00","text":"全力处置","feedback":"已传达"}"#
        #expect(refusal(.instruction, telephoned, .unit) == nil)
    }

    private func refusal(_ collection: Collection, _ line: String, _ writer: WriterRole) -> EntryError? {
        do {
            _ = try form(collection, by: writer).read(line.utf8)
            return nil
        } catch {
            return error
        }
    }

    @Test("a media call is written down without an approved wording")
    func mediaCall() throws {
        let line = #"{"direction":"in","receivedAt":"2026-10-01T08:00+08:00","matter":"记者来电","handling":"媒体"}"#
        #expect(try form(.phoneRecord).read(line.utf8).writes.count == 4)
    }
}
