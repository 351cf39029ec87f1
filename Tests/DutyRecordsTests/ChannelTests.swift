import DutyRecords
import SyncKit
import Testing

@Suite("明 and 密 (Art. 14)")
struct ChannelTests {
    @Test(
        "what each deployment refuses at entry",
        arguments: [
            (
                DutyChannel.open,
                #"{"kind":"文电","receivedAt":"2026-10-01T08:00+08:00","channel":"明","title":"通知","text":"正文"}"#, true
            ),
            (.open, #"{"kind":"文电","channel":"密","number":"县密1号","receivedAt":"2026-10-01T08:00+08:00"}"#, true),
            (.open, #"{"kind":"文电","receivedAt":"2026-10-01T08:00+08:00","channel":"密","title":"通知"}"#, false),
            (.open, #"{"kind":"文电","receivedAt":"2026-10-01T08:00+08:00","text":"正文","channel":"密"}"#, false),
            (
                .classified,
                #"{"kind":"文电","receivedAt":"2026-10-01T08:00+08:00","channel":"密","title":"通知","text":"正文"}"#, true
            ),
            (.classified, #"{"kind":"文电","receivedAt":"2026-10-01T08:00+08:00","channel":"明","title":"通知"}"#, false),
        ])
    func entry(_ channel: DutyChannel, _ line: String, _ isTaken: Bool) throws {
        let form = form(.document, in: channel)
        if isTaken {
            #expect(try !form.read(line.utf8).writes.isEmpty)
        } else {
            let error = try #require(throws: EntryError.self) { try form.read(line.utf8) }
            #expect(error.rule == .channel)
            #expect(error.field == "channel")
            #expect(error.article == "第十四条")
            #expect(!error.message(in: .chinese).contains("正文"))
        }
    }

    @Test("an edit is judged by the channel of its record")
    func edit() throws {
        let edit = EditForm(set: ["title=通知"])
        for (standing, isTaken) in [(DutyChannel.classified, false), (.open, true)] {
            let form = form(.document, editing: RecordStanding(channel: standing))
            if isTaken {
                #expect(try edit.writes(form).count == 1)
            } else {
                #expect(try #require(throws: EntryError.self) { try edit.writes(form) }.rule == .channel)
            }
        }
        // Words cannot be made open in the breath that writes them.
        let both = EditForm(set: ["title=通知", "channel=明"])
        let form = form(.document, editing: RecordStanding(channel: .classified))
        #expect(try #require(throws: EntryError.self) { try both.writes(form) }.rule == .channel)
        // A title that stands there by mistake may be taken away.
        #expect(try EditForm(set: ["channel=密"], unset: ["title"]).writes(form).count == 2)
    }

    @Test("a record that is marked 密 later may not keep its words")
    func markedLater() throws {
        let shown: [String: FieldValue] = ["channel": .text("明"), "title": .text("通知"), "number": .text("1")]
        let standing = form(.document, editing: RecordStanding(channel: .open, fields: shown))
        #expect(
            try #require(throws: EntryError.self) { try EditForm(set: ["channel=密"]).writes(standing) }.rule == .channel
        )
        #expect(try EditForm(set: ["channel=密"], unset: ["title"]).writes(standing).count == 2)
    }

    @Test(
        "a set that arrives is held, in a collection that this version does not know too",
        arguments: ["document", "novel", "log-entry"], ["密", "机密", "绝密", "秘密"])
    func arriving(_ collection: String, _ word: String) {
        let words = [FieldWrite("title", .set(.text("通知"))), FieldWrite("channel", .set(.text(word)))]
        let stub = [FieldWrite("channel", .set(.text(word))), FieldWrite("number", .set(.text("1")))]
        func code(_ writes: [FieldWrite], _ channel: DutyChannel) -> HoldReason.Code? {
            let change = RecordChange(collection: collection, record: id(1), writes: writes)
            return DutySchema(channel: channel).holds(change, in: .routine, by: .unit)?.code
        }
        #expect(code(words, .open) == .channel)
        #expect(code(stub, .open) == nil)
        #expect(code(words, .classified) == nil)
        #expect(code([FieldWrite("channel", .set(.text("明")))], .classified) == .channel)
        #expect(code([FieldWrite("channel", .set(.text("明"))), FieldWrite("title", .set(.text("a")))], .open) == nil)
        #expect(code([FieldWrite("channel", .set(.text(word))), FieldWrite("new", .unknown([1]))], .open) == .channel)
    }

    @Test("the reason does not hold the text")
    func reason() throws {
        let change = RecordChange(
            collection: "document", record: id(1),
            writes: [FieldWrite("channel", .set(.text("密"))), FieldWrite("title", .set(.text("作战地图")))])
        let reason = try #require(DutySchema(channel: .open).holds(change, in: .routine, by: .unit))
        #expect(!reason.text.contains("作战地图"))
        #expect(reason.text.contains("第十四条"))
    }
}
