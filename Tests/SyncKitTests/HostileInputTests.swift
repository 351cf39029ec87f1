import Foundation
import Identity
import SwiftProtobuf
import Testing

@testable import SyncKit

/// What a faulty, newer or dishonest replica sends harms nobody but itself.
@Suite struct HostileInputTests {
    private let routine = LedgerID(unit: "LC", name: .routine)

    @Test func aBodyThatCannotBeReadIsHeldAndStopsNothingBehindIt() async throws {
        let county = try await County()
        let (town, hub) = (county.towns[0], county.hub)
        var chain = try RawChain(town, routine, epoch: 7)
        try chain.append(Data([0xFF, 0xFF, 0xFF]))
        try chain.append(try SetCodec.encode(SetBody()))
        let answer = try await Exchange.answer(chain.request(town), town, hub)
        #expect(answer.ledgers[0].refusals.isEmpty)
        #expect(try await hub.store.heldSets().map(\.dot) == [Dot(Epoch(bits: 7), 1)])
    }

    @Test func aMemberOfANewerAlgorithmIsHeldByAnOlderAgent() async throws {
        let county = try await County()
        let (town, hub) = (county.towns[0], county.hub)
        var chain = try RawChain(hub, .notice, epoch: 7)
        let body =
            try WireBody.with {
                $0.members = [
                    WireMember.with {
                        $0.replica = 50
                        $0.unit = "YT"
                        $0.signatureAlgorithm = 3
                    }
                ]
            }.serializedBytes() as Data
        try chain.append(body)
        let answer = ExchangeAnswer(ledgers: [try chain.part()], receivedAt: 0, answeredAt: 0, isRestoring: false)
        _ = try await Exchange.absorb(answer, town)
        #expect(try await town.store.heldCount == 1)
    }

    @Test func aForgedDeclarationOfTheHubsMakesItNoRestoredHub() async throws {
        let county = try await County()
        let (town, hub) = (county.towns[0], county.hub)
        var request = try await Exchange.request(town)
        let forged = try EpochDeclaration(
            deployment: Station.deployment, ledger: routine, epoch: Epoch(bits: 99), replica: hub.member.replica,
            algorithm: .p256sha256, parents: [], cause: .started, boot: Data(), program: ""
        ).encode()
        for index in request.ledgers.indices where request.ledgers[index].ledger == routine {
            request.ledgers[index].vector = .vector(VersionVector())
            request.ledgers[index].declarations = [
                SignedDeclaration(declaration: forged, signature: Data(count: 64))
            ]
        }
        _ = try await Exchange.answer(request, town, hub)
        #expect(try await !Hub(store: hub.store).isRestoredUnconfirmed)
    }

    @Test(arguments: [UInt64(0), Dot.counterMax + 1, 1 << 63, .max])
    func aPieceOfASetThatCannotBeIsDropped(counter: UInt64) async throws {
        let county = try await County()
        var request = try await Exchange.request(county.towns[0])
        request.ledgers[0].piece = Piece(
            dot: Dot(Epoch(bits: 1), counter), total: 10, offset: 0, bytes: Data([1]))
        let answer = try await Exchange.answer(request, county.towns[0], county.hub)
        #expect(answer.ledgers[0].pieceOffset == 0)
    }

    @Test func aBodyThatUnpacksPastTheHubsBoundIsRefusedAtItsOwnCommit() async throws {
        let county = try await County()
        await #expect(throws: SyncError.self) {
            try await county.towns[0].write(record(1), [set("matter", String(repeating: "一", count: 3 << 20))])
        }
    }

    @Test func releasingWhatTheChannelForbidsGivesNobodyItsText() async throws {
        let county = try await County(units: ["LC", "LC"], hubSchema: PlainSchema(closedFields: ["secret"]))
        let (town, hub) = (county.towns[0], county.hub)
        let bad = try await town.write(record(1), [set("secret", "密")])
        try await Exchange.settle(county.towns, hub)
        try await hub.store.commit(
            [Draft(ledger: routine, body: SetBody(verdicts: [Verdict(dot: bad, hold: nil)]))], author: "")
        try await Exchange.settle(county.towns, hub)
        #expect(try await town.states(of: "LC") == hub.states(of: "LC"))
        #expect(try await county.towns[1].states(of: "LC") == town.states(of: "LC"))
    }
}
