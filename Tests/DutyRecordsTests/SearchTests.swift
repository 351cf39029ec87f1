import DutyRecords
import Testing

@testable import SyncKit

/// What a search reads of a record, what it makes of what was typed, and what it marks.
@Suite struct SearchTests {
    private static let schema = DutySchema(channel: .open)
    private static let id = RecordID(high: 0x0199_0000_0000_7000, low: 1 << 63)

    private func state(_ fields: [(String, FieldValue)]) -> RecordState {
        var state = RecordState()
        state.apply(fields.map { FieldWrite($0.0, .set($0.1)) }, dot: Dot(Epoch(bits: 1), 1)) { _ in false }
        return state
    }

    private func view(_ fields: [(String, FieldValue)]) -> RecordView {
        RecordView(
            ledger: LedgerID(unit: "LC", name: .routine), collection: "log-entry", id: Self.id, state: state(fields),
            fields: Dictionary(fields) { first, _ in first }, conflicts: [], isAtHub: true, peer: nil, receivedAt: nil)
    }

    @Test func wordsAreReadTimesAreNotAndReferencesAreKeys() throws {
        let incident = "01990000-0000-7000-8000-000000000007"
        let found = try #require(
            Self.schema.searchText(
                of: state([
                    ("matter", .text("大堤渗水")), ("occurredAt", .text("2026-10-01T08:00:00+08:00")),
                    ("incident", .text(incident)), ("officers", .list([.text("王晓东"), .text("李强")])),
                    ("voided", .boolean(true)), ("laterField", .text("新版本的字")),
                ]), id: Self.id, in: "log-entry"))
        #expect(Set(found.texts) == ["大堤渗水", "王晓东", "李强", "新版本的字"])
        #expect(Set(found.keys) == [Self.id.description, incident])
    }

    @Test func aNumberIsReadAsItStandsAndByItsDigits() {
        let call = state([("callerPhone", .text("0517-8688 1234")), ("matter", .text("0517-8688"))])
        let found = Self.schema.searchText(of: call, id: Self.id, in: "phone-record")
        #expect(found?.texts == ["0517-8688 1234", "051786881234", "0517-8688"])
    }

    @Test func anAccountIsNeverReadNorWhatThisVersionDoesNotKnow() {
        let secret = state([("person", .text("王晓东")), ("passwordHash", .text("scrypt"))])
        #expect(Self.schema.searchText(of: secret, id: Self.id, in: "account") == nil)
        #expect(Self.schema.searchText(of: secret, id: Self.id, in: "later-collection") == nil)
        for collection in DutyCatalog.regulation.collections {
            let isRead = Self.schema.searchText(of: secret, id: Self.id, in: collection.name) != nil
            #expect(isRead == collection.isListed, "\(collection.name)")
        }
    }

    @Test(arguments: [
        ("大堤  渗水", [[TextQuery.Term.phrase("大堤")], [.phrase("渗水")]]), ("　全角　", [[.phrase("全角")]]), ("", []),
        ("0517-86881234", [[.phrase("0517-86881234"), .phrase("051786881234")]]), ("8688", [[.phrase("8688")]]),
        ("１３８－０５２３", [[.phrase("１３８－０５２３"), .phrase("1380523")]]), ("LC-2026-A-0001", [[.phrase("LC-2026-A-0001")]]),
    ])
    func whatIsTypedBecomesTerms(_ typed: String, _ terms: [[TextQuery.Term]]) {
        #expect(SearchWords(typed)?.terms == terms)
    }

    @Test func tooMuchIsRefused() {
        #expect(SearchWords(String(repeating: "长", count: 201)) == nil)
        #expect(SearchWords("一 二 三 四 五 六 七 八 九 十 百") == nil)
        #expect(SearchWords(String(repeating: "长", count: 200)) != nil)
    }

    private func marked(_ text: String, _ typed: String) -> String? {
        guard let words = SearchWords(typed) else { return nil }
        return SearchHit.all(words, in: view([("matter", .text(text))]), .logEntry).first.map { hit in
            hit.pieces.map { $0.isHit ? "[\($0.text)]" : $0.text }.joined()
        }
    }

    @Test func everyHitIsMarkedInTheTextAsItStands() {
        #expect(marked("ＡＢＣ大堤，大堤", "abc 大堤") == "[ＡＢＣ大堤]，[大堤]")
        #expect(marked("𠮷𠮷祥", "𠮷祥") == "𠮷[𠮷祥]")
        #expect(marked("水水水", "水水") == "[水水]水")
        #expect(marked("没有", "大堤") == nil)
        #expect(marked("一行\n大堤", "大堤") == "一行 [大堤]")
        let long = String(repeating: "前", count: 60) + "大堤" + String(repeating: "后", count: 200)
        let shown = marked(long, "大堤")
        #expect(shown?.hasPrefix("…前") == true && shown?.hasSuffix("后…") == true && shown?.contains("[大堤]") == true)
        #expect((shown?.unicodeScalars.count ?? 0) < 120)
    }

    @Test func theFieldsAreThoseInWhichAWordStands() throws {
        let words = try #require(SearchWords("大堤 王"))
        let found = SearchHit.all(
            words,
            in: view([
                ("recorder", .text("王晓东")), ("matter", .text("大堤")), ("remark", .text("无")),
                ("occurredAt", .text("2026-10-01T08:00:00+08:00")),
            ]), .logEntry)
        #expect(found.map(\.field) == ["matter", "recorder"])
    }
}
