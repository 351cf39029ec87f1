import DutyRecords
import SyncKit
import Testing

/// Persons of the unit: 王晓东 (1) on the establishment, 临时工 (2) not.
private let people = EntryLookup(
    persons: { $0 == "王晓东" ? [id(1)] : $0 == "临时工" ? [id(2)] : [] },
    label: { label, _ in label == "密-1" ? id(3) : nil },
    person: { person in
        switch person {
        case id(1): Person(facts(1, ["name": .text("王晓东"), "establishment": .text("公务员")]))
        case id(2): Person(facts(2, ["name": .text("临时工"), "establishment": .text("非在编")]))
        default: nil
        }
    },
    channel: { $0 == id(3) ? .classified : nil })

private let conditions = EntryConditions(now: at("12:00"), establishedAt: day("2020-01-01"))

private func judge(
    _ collection: Collection, _ line: String, editing: RecordStanding? = nil, by writer: WriterRole = .both
) -> Result<Entry, EntryRefusal> {
    let form = EntryForm(
        collection, writer: writer, channel: .open, lookup: people, conditions: conditions, editing: editing)
    do {
        return .success(try form.judge(line.utf8))
    } catch {
        return .failure(error)
    }
}

private let shift = #""start":"2026-10-01T08:00+08:00","end":"2026-10-02T08:00+08:00""#

@Suite("Rules of entry that look at more than one field")
struct EntryRulesTests {
    @Test(
        "refusals, each with its field, its rule and its article",
        arguments: [
            (
                .ruleProfile, #"{"title":"县","validFrom":"2026-10-01","figures":{"reportMinutes":61}}"#, "figures",
                .outOfRange, "第十二条"
            ),
            (
                .ruleProfile,
                #"{"title":"镇","validFrom":"2026-10-01","unit":"LC","figures":{"zeroReportTime":"18:00"}}"#,
                "figures", .loosened, "第二十三条"
            ),
            (.dutyShift, #"{\#(shift),"officer":"临时工"}"#, "officer", .establishment, "第十六条"),
            (
                .dutyShift, #"{"start":"2026-10-01T20:00+08:00","end":"2026-10-01T08:00+08:00","officer":"王晓东"}"#,
                "end",
                .order, "第二条"
            ),
            (
                .absence,
                #"{"person":"王晓东","kind":"出差","leaveAt":"2026-10-03T08:00+08:00","returnAt":"2026-10-02T08:00+08:00"}"#,
                "returnAt", .order, "第五条第（四）项"
            ),
            (
                .specialPeriod, #"{"from":"2026-10-03","to":"2026-10-02","kind":"重要会议活动"}"#, "to", .order, "第十三条"
            ),
            (.task, #"{"matter":"核查","closedAt":"2026-10-01T08:00+08:00"}"#, "closedAt", .noResult, "第三条"),
            (
                .logEntry,
                #"{"occurredAt":"2026-10-01T08:00+08:00","matter":"巡查","closedAt":"2026-10-01T09:00+08:00"}"#,
                "closedAt", .noResult, "第三条"
            ),
            (
                .phoneRecord,
                #"{"direction":"in","receivedAt":"2026-10-01T08:00+08:00","matter":"采访","handling":"媒体","answer":"情况属实","closedAt":"2026-10-01T09:00+08:00"}"#,
                "approvedBy", .approval, "第八条"
            ),
            (
                .logEntry, #"{"occurredAt":"2026-10-01T08:00+08:00","matter":"巡查","voided":true}"#, "voidReason",
                .reason, "第十条"
            ),
            (
                .logEntry, #"{"occurredAt":"2019-12-31T23:59+08:00","matter":"巡查"}"#, "occurredAt", .beforeUnit, "第十条"
            ),
            (.incident, #"{"occurredAt":"1999-10-01T08:00+08:00","summary":"漫堤"}"#, "occurredAt", .beforeUnit, "第十二条"),
            (.person, #"{"name":"王晓东","mobile":"13805230"}"#, "mobile", .badPhone, "第二条"),
            (
                .document, #"{"channel":"明","kind":"信函","receivedAt":"2026-10-01T08:00+08:00","inReplyTo":"密-1"}"#,
                "channel", .channel, "第十四条"
            ),
            (
                .ruleProfile, #"{"title":"镇","validFrom":"2026-10-01","unit":"LC","figures":{"handoverMinutes":90}}"#,
                "figures", .loosened, "第二十三条"
            ),
            (
                .ruleProfile, #"{"title":"镇","validFrom":"2026-10-01","figures":{"noSuch":1}}"#, "figures",
                .unknownFigure, nil
            ),
            (
                .ruleProfile, #"{"title":"镇","validFrom":"2026-10-01","figures":{"reportMinutes":"快"}}"#, "figures",
                .outOfRange, "第十二条"
            ),
            (
                .logEntry, #"{"occurredAt":"2026-10-01T08:00+08:00","matter":"巡查","number":"LC-2026-A-0001"}"#,
                "number", .issued, "第十条"
            ),
        ] as [(Collection, String, String, EntryError.Rule, String?)])
    func refusals(
        _ collection: Collection, _ line: String, _ field: String, _ rule: EntryError.Rule, _ article: String?
    ) throws {
        guard case .failure(let refusal) = judge(collection, line) else {
            Issue.record("\(line) was taken")
            return
        }
        let error = try #require(refusal.errors.first { $0.rule == rule }, "\(refusal.errors)")
        #expect(error.field == field && error.article == article)
        #expect(error.message(in: .chinese).unicodeScalars.contains { $0.value > 0x3000 })
        #expect(!error.message(in: .english).isEmpty)
    }

    @Test(
        "what is taken",
        arguments: [
            (.dutyShift, #"{\#(shift),"officer":"王晓东"}"#),
            // Of somebody who is not here yet nothing is known.
            (.dutyShift, #"{\#(shift),"officer":"01999999-0000-7000-8000-000000000009"}"#),
            (.task, #"{"matter":"核查","closedAt":"2026-10-01T08:00+08:00","result":"已办"}"#),
            (
                .phoneRecord,
                #"{"direction":"in","receivedAt":"2026-10-01T08:00+08:00","matter":"采访","handling":"媒体","answer":"口径","approvedBy":"镇长","closedAt":"2026-10-01T09:00+08:00"}"#
            ), (.person, #"{"name":"𠮷祥","mobile":"138 0523 0806"}"#),
            (.person, #"{"name":"𠮷祥","mobile":"１３８０５２３０８０６"}"#),
            // In the first minutes of an event neither its minute nor a text need be known.
            (.incident, #"{"summary":"大堤方向有险情"}"#),
            (.report, #"{"incident":"01999999-0000-7000-8000-000000000009","kind":"初报","by":"phone"}"#),
            (.person, #"{"name":"𠮷祥","mobile":"+8613805230806"}"#),
            (.logEntry, #"{"occurredAt":"2020-01-01T00:00+08:00","matter":"１２３全角"}"#),
            (
                .ruleProfile,
                #"{"title":"镇","validFrom":"2026-10-01","unit":"LC","figures":{"reportMinutes":40,"rosterDays":5,"zeroReportTime":"16:00","writtenFromOccurrence":true,"rosterCalendarDays":false}}"#
            ),
            (
                .ruleProfile,
                #"{"title":"县","validFrom":"2026-10-01","figures":{"periodicTimes":["09:00","21:00"],"leadersOnJoinedWeekends":false}}"#
            ),
        ] as [(Collection, String)])
    func taken(_ collection: Collection, _ line: String) {
        guard case .success = judge(collection, line) else {
            Issue.record("\(judge(collection, line))")
            return
        }
    }

    @Test("a time ahead of the clock, and an event of long ago, are taken with a warning")
    func warnings() throws {
        let ahead = try judge(.incident, #"{"occurredAt":"2026-10-01T12:06+08:00","summary":"漫堤"}"#).get()
        #expect(ahead.warnings.map(\.rule) == [.ahead])
        let little = try judge(.incident, #"{"occurredAt":"2026-10-01T12:05+08:00","summary":"漫堤"}"#).get()
        #expect(little.warnings.isEmpty)
        let old = try judge(.incident, #"{"occurredAt":"2026-08-31T12:00+08:00","summary":"塌方"}"#).get()
        #expect(old.warnings.map(\.rule) == [.lateEntry])
        #expect(old.warnings[0].message(in: .chinese).contains("31 天"))
        let explained = try judge(
            .incident, #"{"occurredAt":"2026-08-31T12:00+08:00","summary":"塌方","lateReason":"瞒报，群众举报"}"#
        ).get()
        #expect(explained.warnings.isEmpty)
    }

    @Test("an edit is judged by what the record shows with it")
    func edits() throws {
        func edit(_ collection: Collection, _ fields: [String: FieldValue], _ set: String...) -> EntryError.Rule? {
            let form = EntryForm(
                collection, writer: .both, channel: .open, lookup: people, conditions: conditions,
                editing: RecordStanding(fields: fields))
            do {
                _ = try EditForm(set: set).judge(form)
                return nil
            } catch {
                return error.first.rule
            }
        }
        let open: [String: FieldValue] = ["matter": .text("核查")]
        #expect(edit(.task, open, "closedAt=2026-10-01T09:00+08:00") == .noResult)
        #expect(edit(.task, open.merging(["result": .text("已办")]) { $1 }, "closedAt=2026-10-01T09:00+08:00") == nil)
        #expect(edit(.task, open, "closedAt=2026-10-01T09:00+08:00", "result=已办") == nil)
        #expect(edit(.logEntry, open, "voided=true") == .reason)
        #expect(edit(.logEntry, open, "voided=true", "voidReason=重复") == nil)
        let incident: [String: FieldValue] = ["occurredAt": .text("2026-10-01T08:00+08:00"), "summary": .text("漫堤")]
        #expect(edit(.incident, incident, "occurredAt=2026-10-01T07:00+08:00") == .reason)
        #expect(edit(.incident, incident, "occurredAt=2026-10-01T07:00+08:00", "timeReason=村干部更正") == nil)
        #expect(edit(.incident, incident, "summary=漫堤二十米") == nil)
        let swapped: [String: FieldValue] = [
            "start": .text("2026-10-01T08:00+08:00"), "end": .text("2026-10-02T08:00+08:00"), "officer": .record(1),
            "swappedWith": .record(8),
        ]
        #expect(edit(.dutyShift, swapped, "swappedWith=\(id(9))") == .swap)
        #expect(edit(.dutyShift, swapped, "approvedBy=镇长") == nil)
        #expect(edit(.dutyShift, swapped, "officer=临时工") == .establishment)
        #expect(edit(.logEntry, open, "number=LC-2026-A-0001") == .issued)
        let signed: [String: FieldValue] = [
            "at": .time(at("08:00")), "outgoing": .text("张三"), "outgoingSignedAt": .time(at("08:01")),
            "outgoingSignature": .text("张三"),
        ]
        #expect(edit(.handover, signed, "outgoing=王五") == .signed && edit(.handover, signed, "incoming=张三") == .signed)
        #expect(edit(.handover, signed, "equipment=正常") == nil)
        #expect(edit(.handover, signed, "outgoingSignature=王五") == .issued)
        #expect(edit(.logVolume, ["year": .integer(2026)], "digest=0000") == .issued)
        // What made a record whole is not taken away from it.
        let done = open.merging(["closedAt": .time(at("09:00")), "result": .text("已办")]) { $1 }
        #expect(edit(.task, done, "result=  ") == .noResult && edit(.task, done, "remark=x") == .unknownField)
        #expect(edit(.task, done, "owner=李强") == nil)
        let voided = open.merging(["voided": .boolean(true), "voidReason": .text("重复")]) { $1 }
        #expect(edit(.logEntry, voided, "voidReason= ") == .reason)
        #expect(edit(.instruction, ["text": .text("续报")], "done=true") == .noResult)
        #expect(edit(.rectification, ["ground": .text("脱岗")], "doneAt=2026-10-01T09:00+08:00") == .noResult)
    }
}
