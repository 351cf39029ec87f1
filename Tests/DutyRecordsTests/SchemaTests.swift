import DutyRecords
import SyncKit
import Testing

@Suite("What the schema holds")
struct SchemaTests {
    private let open = DutySchema(channel: .open)

    private func hold(
        _ collection: String, _ ledger: LedgerID.Name, _ writer: WriterRole, _ writes: FieldWrite...
    ) -> HoldReason.Code? {
        open.holds(RecordChange(collection: collection, record: id(1), writes: writes), in: ledger, by: writer)?.code
    }

    @Test("the descriptions: names once, in the style of the wire, each with an article")
    func descriptions() {
        let names = DutyCatalog.regulation.collections.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(
            Set(names) == [
                "log-entry", "phone-record", "handover", "incident", "report", "instruction", "unit", "contact",
                "person", "timeline-entry", "calendar-day", "special-period", "first-inquiry", "task", "zero-report",
                "absence", "duty-shift", "leader-shift", "roster-submission", "log-volume", "paper-block", "document",
                "bulletin",
                "circular", "notice", "spot-check", "interview", "rectification", "training", "equipment",
                "commendation", "accountability-case", "rule-profile", "account",
            ])
        for collection in DutyCatalog.regulation.collections {
            #expect(collection.name.allSatisfy { $0 == "-" || $0.isLowercase })
            #expect(!collection.articles.isEmpty)
            if let time = collection.timeField { #expect(collection.field(time) != nil, "\(collection.name)") }
            for filter in collection.filters { #expect(collection.field(filter) != nil, "\(collection.name)") }
            for field in collection.fields {
                #expect(field.name.first?.isLowercase == true && field.name.allSatisfy { $0.isLetter })
                #expect(!field.chinese.isEmpty && !field.english.isEmpty && field.name != "id")
                if case .reference(let other) = field.kind { #expect(names.contains(other)) }
                if field.isUnion {
                    guard case .texts = field.kind else {
                        Issue.record("\(collection.name).\(field.name) is a union of no texts")
                        continue
                    }
                }
            }
        }
    }

    @Test("rules of the merge")
    func rules() {
        let levels: [FieldValue] = [.text("一般"), .text("较大"), .text("重大"), .text("特别重大")]
        #expect(open.rule(of: "level", in: "incident") == .greatest(levels))
        #expect(open.rule(of: "dutyPhones", in: "contact") == .union)
        #expect(open.rule(of: "remark", in: "log-entry") == .latest)
        #expect(open.rule(of: "matter", in: "log-entry") == .oneValue)
        #expect(open.rule(of: "novel", in: "log-entry") == .oneValue)
        #expect(open.rule(of: "matter", in: "novel") == .oneValue)
    }

    @Test("what is unknown passes, raw")
    func unknown() {
        #expect(hold("novel", .urgent, .county, FieldWrite("matter", .set(.integer(1)))) == nil)
        #expect(hold("log-entry", .routine, .unit, FieldWrite("novel", .set(.integer(1)))) == nil)
        #expect(hold("log-entry", .routine, .unit, FieldWrite("matter", .set(.unknown([1])))) == nil)
        #expect(hold("log-entry", .routine, .unit, FieldWrite("matter", .unknown([1]))) == nil)
        #expect(hold("incident", .urgent, .unit, FieldWrite("level", .set(.text("极重大")))) == nil)
        #expect(hold("log-entry", .routine, .unit) == nil)
    }

    @Test(
        "a known collection stands in its own ledger",
        arguments: [("log-entry", LedgerID.Name.routine), ("incident", .urgent), ("unit", .notice)])
    func ledgers(_ collection: String, _ own: LedgerID.Name) {
        for ledger in LedgerID.Name.allCases {
            #expect(hold(collection, ledger, .both) == (ledger == own ? nil : .schema))
        }
    }

    @Test(
        "who may write what",
        arguments: [
            ("log-entry", LedgerID.Name.routine, "matter", FieldValue.text("巡查"), true, false),
            ("report", .urgent, "text", .text("起火"), true, false),
            ("timeline-entry", .urgent, "what", .text("到场"), true, false),
            ("incident", .urgent, "summary", .text("起火"), true, true),
            ("incident", .urgent, "voided", .boolean(true), true, true),
            ("instruction", .urgent, "leader", .text("县长"), true, true),
            ("instruction", .urgent, "issuedAt", .text("2026-10-01T08:00+08:00"), true, true),
            ("instruction", .urgent, "text", .text("全力处置"), true, true),
            ("instruction", .urgent, "unit", .text("LC"), true, true),
            ("instruction", .urgent, "receiptAt", .text("2026-10-01T08:00+08:00"), true, false),
            ("instruction", .urgent, "done", .boolean(true), true, false),
            ("handover", .routine, "outgoingSignedAt", .text("2026-10-01T08:00+08:00"), true, false),
            ("unit", .notice, "name", .text("黎城镇"), false, true),
            ("calendar-day", .notice, "date", .text("2026-10-01"), false, true),
            ("special-period", .notice, "reason", .text("会议"), false, true),
        ])
    func authority(
        _ collection: String, _ ledger: LedgerID.Name, _ field: String, _ value: FieldValue, _ unit: Bool,
        _ county: Bool
    ) {
        let write = FieldWrite(field, .set(value))
        #expect(hold(collection, ledger, .unit, write) == (unit ? nil : .authority))
        #expect(hold(collection, ledger, .county, write) == (county ? nil : .authority))
        #expect(hold(collection, ledger, .both, write) == nil)
        // Emptying is writing.
        #expect(hold(collection, ledger, .unit, FieldWrite(field, .set(.absent))) == (unit ? nil : .authority))
    }

    @Test("a value of the wrong type, or over twice its bound", arguments: Arriving.values)
    func values(_ collection: Collection, _ field: String, _ operation: FieldWrite.Operation, _ isTaken: Bool) {
        let hold = hold(collection.name, collection.ledger, .both, FieldWrite(field, operation))
        #expect(hold == (isTaken ? nil : .schema))
    }

    @Test("every reason has its words in both languages", arguments: HoldReason.Code.allCases)
    func wording(_ code: HoldReason.Code) {
        for language in Language.allCases {
            #expect(!Wording.sentence(code, in: language).isEmpty)
            #expect(!Wording.title(code, in: language).isEmpty)
        }
    }

    @Test("a reason in another language comes after general words in the reader's own")
    func reasons() {
        let engine = HoldReason(.authority, "members stand in the notices alone")
        let chinese = HoldReason(.authority, "只能由县填写。")
        #expect(Wording.reason(engine, in: .english) == engine.text)
        #expect(Wording.reason(chinese, in: .chinese) == chinese.text)
        #expect(Wording.reason(engine, in: .chinese).hasPrefix(Wording.sentence(.authority, in: .chinese)))
        #expect(Wording.reason(chinese, in: .english).hasPrefix(Wording.sentence(.authority, in: .english)))
    }

    @Test("a choice whose word is English has a Chinese one on screens")
    func choices() {
        for field in DutyCatalog.regulation.collections.flatMap(\.fields) {
            guard case .choice(let words) = field.kind else { continue }
            for word in words {
                #expect(Wording.choice(word, in: .chinese).utf8.allSatisfy { $0 >= 0x80 }, "\(field.name) \(word)")
                let english = Wording.choice(word, in: .english)
                #expect(english.utf8.prefix { $0 < 0x80 }.count >= 2, "\(field.name) \(word)")
                let isTheRegulations = word.utf8.contains { $0 >= 0x80 }
                #expect(!isTheRegulations || english.hasSuffix(" \(word)"), "the word of the forms stays beside it")
            }
        }
    }
}

/// Operations that arrive, and whether their field can hold them.
enum Arriving {
    private static func text(_ count: Int, _ scalar: String = "𠮷") -> FieldValue {
        .text(String(repeating: scalar, count: count))
    }

    static let values: [(Collection, String, FieldWrite.Operation, Bool)] = [
        (.logEntry, "matter", .set(text(8_000)), true),
        (.logEntry, "matter", .set(text(8_001)), false),
        (.logEntry, "matter", .set(text(8_001, "a")), false),
        (.logEntry, "matter", .set(.absent), true),
        (.logEntry, "matter", .set(.integer(1)), false),
        (.logEntry, "matter", .set(.list([])), false),
        (.logEntry, "matter", .elements(add: [.text("a")], remove: []), false),
        (.logEntry, "occurredAt", .set(.text("2026-10-01T08:00+08:00")), true),
        (.logEntry, "occurredAt", .set(.text("2026-10-01")), false),
        (.logEntry, "voided", .set(.boolean(true)), true),
        (.logEntry, "voided", .set(.text("true")), false),
        (.logEntry, "incident", .set(.text(id(1).description)), true),
        (.logEntry, "incident", .set(.text("QF-I-1")), false),
        (.logEntry, "officers", .set(.list([.text("罗红梅")])), true),
        (.logEntry, "officers", .set(.list([.integer(1)])), false),
        (.logEntry, "officers", .set(.list(Array(repeating: .text("a"), count: 401))), false),
        (.phoneRecord, "rings", .set(.integer(200)), true),
        (.phoneRecord, "rings", .set(.integer(201)), false),
        (.phoneRecord, "rings", .set(.integer(-1)), false),
        (.phoneRecord, "rings", .set(.real(1)), false),
        (.contact, "dutyPhones", .elements(add: [.text("1")], remove: [.text("2")]), true),
        (.contact, "dutyPhones", .elements(add: [.integer(1)], remove: []), false),
        (.contact, "dutyPhones", .elements(add: [], remove: [text(81)]), false),
        (.contact, "dutyPhones", .set(.list([.text("1")])), true),
        (.contact, "dutyPhones", .set(.text("1")), false),
        (.handover, "openItems", .set(text(8_000)), true),
        (.handover, "openItems", .set(.list([.composite(["item": .text("a"), "new": .integer(1)])])), true),
        (.handover, "openItems", .set(.list([.composite(["item": text(8_001)])])), false),
        (.handover, "openItems", .set(.list([.integer(1)])), false),
        (.handover, "openItems", .set(.list(Array(repeating: .text("a"), count: 401))), false),
        (.handover, "openItems", .set(.composite(["item": .text("a")])), false),
        (.zeroReport, "date", .set(.text("2026-02-29")), false),
        (.absence, "person", .set(.text("王晓东")), false),
        (.calendarDay, "published", .set(.text("2025-11-04")), true),
    ]
}
