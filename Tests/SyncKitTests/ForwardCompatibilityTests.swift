import Foundation
import SwiftProtobuf
import Testing

@testable import SyncKit

/// What a newer version writes is stored raw, passed on byte for byte, and never reinterpreted.
@Suite struct ForwardCompatibilityTests {
    private let routine = LedgerID(unit: "LC", name: .routine)

    /// A field that no message of this version has: number 111, text.
    private static func unknownField(_ text: String) -> Data {
        Data([0xFA, 0x06, UInt8(text.utf8.count)]) + Data(text.utf8)
    }

    /// A body in which every level holds something of a newer version.
    private static func body() throws -> Data {
        func known(_ field: String, _ text: String) throws -> Data {
            try WireWrite.with {
                $0.field = field
                $0.set = WireValue.with { $0.text = text }
            }.serializedBytes()
        }
        var unknownOperation = try WireWrite.with { $0.field = "count" }.serializedBytes() as Data
        unknownOperation += unknownField("increment")
        let unknownKind =
            try WireWrite.with {
                $0.field = "position"
                $0.set = try WireValue(serializedBytes: unknownField("point"))
            }.serializedBytes() as Data
        var change =
            try WireChange.with {
                $0.collection = "log-entry"
                $0.record = Data(record(1).bytes)
            }.serializedBytes() as Data
        for write in [try known("matter", "堤坝"), unknownOperation, unknownKind] {
            change += Data([0x1A, UInt8(write.count)]) + write
        }
        change += unknownField("change")
        return Data([0x0A, UInt8(change.count)]) + change + unknownField("body")
    }

    @Test func travelsThroughTheHubByteForByte() async throws {
        let county = try await County(units: ["LC", "LC"])
        let body = try Self.body()
        var chain = try RawChain(county.towns[0], routine, epoch: 7)
        try chain.append(body)
        let head = chain.head
        _ = try await Exchange.answer(chain.request(county.towns[0]), county.towns[0], county.hub)
        try await Exchange.settle(county.towns, county.hub)
        for station in county.towns + [county.hub] {
            let kept = try await station.store.inspect { writer in
                let chain = try #require(writer.memory.ledgers[routine]?.chains[head.epoch])
                return try LogTable.fetch(writer.db, key: chain.key(1))?.body
            }
            #expect(kept == body)
            #expect(try await station.store.verify { _, _ in }.allSatisfy(\.isSound))
        }
    }

    @Test func isKeptInTheRecordsStateAndNotReinterpreted() async throws {
        let county = try await County()
        var chain = try RawChain(county.towns[0], routine, epoch: 7)
        try chain.append(try Self.body())
        _ = try await Exchange.answer(chain.request(county.towns[0]), county.towns[0], county.hub)
        try county.hub.restart()
        let view = try #require(try await county.hub.view(record(1)))
        #expect(view.fields["matter"] == .text("堤坝"))
        #expect(view.fields["position"] == .unknown(Array(Self.unknownField("point"))))
        guard case .unknown(let bytes)? = view.state.fields["count"]?.first?.content else {
            Issue.record("the operation is gone")
            return
        }
        #expect(bytes == [0x0A, 0x05] + Array("count".utf8) + Array(Self.unknownField("increment")))
    }

    @Test func theWireGivesBackWhatItDoesNotKnow() throws {
        let bytes = Data([0x0A, 0x01, 0x78]) + Self.unknownField("op")
        let write = try WireWrite(serializedBytes: bytes)
        #expect(try FieldWrite(write).wire.serializedBytes() as Data == bytes)
        let value = try WireValue(serializedBytes: Self.unknownField("kind"))
        #expect(try FieldValue(value).wire.serializedBytes() as Data == Self.unknownField("kind"))
    }

    @Test func aRequestOfAnotherProtocolSaysSo() async throws {
        let county = try await County()
        let encoded = try await Exchange.request(county.towns[0]).encode()
        var wire = try WireExchangeRequest(serializedBytes: encoded)
        wire.protocol = 2
        let bytes = try wire.serializedBytes() as Data
        #expect(throws: SyncError.malformed("protocol 2")) { try ExchangeRequest(encoded: bytes) }
    }

    @Test func unknownFieldsOfARequestAreNoFault() async throws {
        let county = try await County()
        let encoded = try await Exchange.request(county.towns[0]).encode() + Self.unknownField("later")
        let request = try ExchangeRequest(encoded: encoded)
        #expect(request.ledgers.map(\.ledger) == Replica.ledgers(of: "LC"))
    }

    @Test func aVerdictCodeOfANewerHubStillHolds() {
        let wire = WireVerdict.with {
            $0.epoch = 1
            $0.counter = 2
            $0.code = "later"
            $0.reason = "words"
        }
        #expect(Verdict(wire).hold == HoldReason(.rule, "words"))
    }

    /// Not passed over in silence: its sender would wait for ever.
    @Test func anEpochOfANewerAlgorithmIsRefusedAndSaidSo() async throws {
        let county = try await County()
        let chain = try RawChain(county.towns[0], routine, epoch: 7)
        var part = try chain.part()
        var wire = try WireEpochDeclaration(serializedBytes: part.declarations[0].declaration)
        wire.signatureAlgorithm = 9
        part.declarations[0].declaration = try wire.serializedBytes()
        var request = try chain.request(county.towns[0])
        request.ledgers = [part]
        let answer = try await Exchange.answer(request, county.towns[0], county.hub)
        #expect(answer.ledgers.first?.refusals == [Refusal(dot: Dot(Epoch(bits: 7), 1), code: .malformed)])
    }
}
