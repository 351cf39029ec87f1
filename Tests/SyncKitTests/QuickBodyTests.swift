import Foundation
import Seeded
import SwiftProtobuf
import Testing

@testable import SyncKit

/// The common body by hand against the library: the same bytes, the same contents, and nothing read that is not there.
@Suite struct QuickBodyTests {
    @Test(arguments: 1...40) func writesTheLibrarysBytesAndReadsThemBack(seed: UInt64) throws {
        var random = Seeded(seed: seed)
        let body = SetBody(changes: (0..<Int.random(in: 1...4, using: &random)).map { _ in RandomBody.change(&random) })
        let library: Data = try WireBody.with { $0.changes = body.changes.map(\.wire) }.serializedBytes()
        #expect(try SetCodec.encode(body) == library)
        #expect(try SetCodec.decodeBody(library) == body)
    }

    @Test(arguments: 1...40) func readsDamagedBytesAsTheLibraryDoesOrNotAtAll(seed: UInt64) throws {
        var random = Seeded(seed: seed)
        let whole = try SetCodec.encode(SetBody(changes: [RandomBody.change(&random), RandomBody.change(&random)]))
        for _ in 0..<60 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            if random.next() % 3 == 0 { bytes = bytes.prefix(Int.random(in: 0..<bytes.count, using: &random)) }
            guard let quick = QuickBody.decode(bytes) else { continue }
            let library = try WireBody(serializedBytes: bytes)
            #expect(library.changes.compactMap(RecordChange.init) == quick.changes)
        }
    }

    @Test func whatALaterVersionWritesIsLeftToTheLibrary() throws {
        let change = RecordChange(
            collection: "log-entry", record: RecordID(high: 1, low: 2),
            writes: [
                FieldWrite("matter", .set(.composite(["a": .text("b")])))
            ])
        #expect(QuickBody.encode(SetBody(changes: [change])) == nil)
        // Field 15 of a change, a number.
        var later = change.wire
        let bytes: Data = try later.serializedBytes()
        later = try WireChange(serializedBytes: bytes + Data([0x78, 0x01]))
        let body: Data = try WireBody.with { $0.changes = [later] }.serializedBytes()
        #expect(QuickBody.decode(body) == nil)
        #expect(try SetCodec.decodeBody(body).changes == [change])
    }

    @Test func listsWithinListsWithoutEndAreNotFollowed() {
        var value = WireValue.with { $0.absent = true }
        for _ in 0..<60 { value = WireValue.with { $0.list = WireValueList.with { $0.values = [value] } } }
        let body = WireBody.with {
            $0.changes = [
                WireChange.with {
                    $0.collection = "log-entry"
                    $0.record = Data(repeating: 1, count: 16)
                    $0.writes = [
                        WireWrite.with {
                            $0.field = "matter"
                            $0.set = value
                        }
                    ]
                }
            ]
        }
        #expect(QuickBody.decode((try? body.serializedBytes()) ?? Data()) == nil)
    }
}
