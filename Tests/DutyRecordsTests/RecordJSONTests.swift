import DutyRecords
import Seeded
import SyncKit
import Testing

@Suite("Values as JSON")
struct RecordJSONTests {
    @Test(
        "values",
        arguments: [
            (FieldValue.absent, "null"),
            (.text("巡查𠮷"), "\"巡查𠮷\""),
            (.integer(.min), "-9223372036854775808"),
            (.real(1), "1.0"),
            (.boolean(false), "false"),
            (.list([]), "[]"),
            (.list([.text("a"), .list([.absent])]), #"["a",[null]]"#),
            (.composite([:]), "{}"),
            (.composite(["item": .text("a"), "acted": .boolean(true)]), #"{"acted":true,"item":"a"}"#),
            (.unknown([0x0A, 0xFF]), #"{"unknown":"0aff"}"#),
        ])
    func values(_ value: FieldValue, _ text: String) throws {
        #expect(JSONValue(value).text == text)
        #expect(try JSONReader.read(text.utf8).fieldValue == value)
    }

    @Test("any value comes back", arguments: 0..<100 as Range<UInt64>)
    func roundTrip(_ seed: UInt64) throws {
        var random = Seeded(seed: seed)
        let value = JSONValue.random(depth: 4, using: &random).fieldValue
        #expect(try JSONReader.read(JSONValue(value).text.utf8).fieldValue == value, "seed \(seed)")
    }
}
