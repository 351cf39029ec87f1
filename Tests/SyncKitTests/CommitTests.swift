import Foundation
import Seeded
import Testing

@testable import SyncKit

/// What a person may commit: by what they saw, and within the bounds.
@Suite struct CommitTests {
    private let routine = LedgerID(unit: "LC", name: .routine)

    /// A town whose record 1 has two siblings, 镇 and 县, in a field.
    private func conflict(in field: String) async throws -> (County, Station) {
        let county = try await County()
        let town = county.towns[0]
        try await town.write(record(1), [set("place", "河边")])
        try await Exchange.settle([town], county.hub)
        try await town.write(record(1), [set(field, "镇")])
        try await county.hub.write(record(1), [set(field, "县")], of: "LC")
        try await Exchange.settle([town], county.hub)
        return (county, town)
    }

    @Test(arguments: ["matter", "level"]) func severalSiblingsAreNotOverwrittenUnseen(field: String) async throws {
        let (county, town) = try await conflict(in: field)
        await #expect(throws: SyncError.siblings(field: field)) {
            try await town.write(record(1), [set(field, "新")])
        }
        #expect(try await town.view(record(1))?.conflicts == [field])
        try await town.write(record(1), [set(field, "定")], settles: true)
        try await Exchange.settle([town], county.hub)
        #expect(try await county.hub.shown(record(1), field) == .text("定"))
        #expect(try await county.hub.view(record(1))?.conflicts == [])
    }

    @Test func ofARemarkOnlyTheNewestMattersSoItIsOverwrittenFreely() async throws {
        let (_, town) = try await conflict(in: "remark")
        try await town.write(record(1), [set("remark", "新")])
        #expect(try await town.states(of: "LC")[record(1)]?.fields["remark"]?.count == 1)
    }

    @Test func equalSiblingsNeedNoSettling() async throws {
        let county = try await County()
        let town = county.towns[0]
        try await town.write(record(1), [set("matter", "同")])
        try await county.hub.write(record(1), [set("matter", "同")], of: "LC")
        try await Exchange.settle([town], county.hub)
        try await town.write(record(1), [set("matter", "新")])
        #expect(try await town.shown(record(1), "matter") == .text("新"))
    }

    @Test func anOlderContextAddsASibling() async throws {
        let county = try await County()
        let town = county.towns[0]
        let first = try await town.write(record(1), [set("matter", "一")])
        try await town.write(record(1), [set("matter", "二")])
        let seen = Context(vector: VersionVector([first]))
        try await town.write(record(1), [set("matter", "三")], context: seen)
        #expect(try await town.view(record(1))?.conflicts == ["matter"])
    }

    @Test func aFormsOwnSavesAreCoveredBesideWhatItWasLoadedWith() async throws {
        let county = try await County()
        let town = county.towns[0]
        let loaded = try await town.write(record(1), [set("matter", "一")])
        try await town.write(record(1), [set("matter", "旁人")], context: Context(vector: VersionVector([loaded])))
        var seen = Context(vector: VersionVector([loaded]))
        let saved = try await town.write(record(1), [set("matter", "二")], context: seen)
        seen.dots = [saved]
        try await town.write(record(1), [set("matter", "三")], context: seen)
        let values = try await town.states(of: "LC")[record(1)]?.fields["matter"]?.map(\.content)
        #expect(values == [.value(.text("旁人")), .value(.text("三"))])
    }

    @Test func aContextAheadOfTheReplicaIsRefused() async throws {
        let county = try await County()
        let town = county.towns[0]
        let dot = try await town.write(record(1), [set("matter", "一")])
        let ahead = Dot(dot.epoch, dot.counter + 1)
        for context in [Context(vector: VersionVector([ahead])), Context(vector: VersionVector(), dots: [ahead])] {
            await #expect(throws: SyncError.contextAhead) {
                try await town.write(record(1), [set("matter", "二")], context: context)
            }
        }
    }

    @Test func aSetIsAtMost256kBCompressed() async throws {
        let county = try await County()
        let town = county.towns[0]
        var random = Seeded(seed: 1)
        func noise(_ count: Int) -> String {
            String(decoding: (0..<count).map { _ in UInt8.random(in: 33...126, using: &random) }, as: UTF8.self)
        }
        await #expect(throws: SyncError.self) { try await town.write(record(1), [set("matter", noise(400_000))]) }
        #expect(try await town.view(record(1)) == nil)
        try await town.write(record(1), [set("matter", noise(250_000))])
        try await town.write(record(2), [set("matter", String(repeating: "堤坝", count: 100_000))])
        try await Exchange.settle([town], county.hub)
        #expect(try await county.hub.states(of: "LC") == town.states(of: "LC"))
    }

    @Test func anAuthorIsOneLineWithinTheBoundOfAName() async throws {
        let town = try await County().towns[0]
        func write(as author: String) async throws {
            try await town.store.commit([Draft(ledger: routine, body: SetBody())], author: author)
        }
        for author in ["两\n行", "\u{1B}[2J", "\t", "\u{9B}", String(repeating: "长", count: 201)] {
            await #expect(throws: SyncError.badAuthor) { try await write(as: author) }
        }
        #expect(try await town.store.vectors()[routine]?.isEmpty ?? true)
        for author in ["", "王 五", String(repeating: "𠮷", count: 200)] { try await write(as: author) }
    }

    @Test func aTownWritesItsOwnLedgersAlone() async throws {
        let county = try await County(units: ["LC", "YT"])
        for ledger in [LedgerID.notice, LedgerID(unit: "YT", name: .urgent)] {
            await #expect(throws: SyncError.notPermitted(ledger)) {
                try await county.towns[0].store.commit([Draft(ledger: ledger, body: SetBody())], author: "")
            }
        }
    }

    @Test func aTransactionOfTwoLedgersIsJoinedByAnId() async throws {
        let county = try await County()
        let town = county.towns[0]
        let urgent = LedgerID(unit: "LC", name: .urgent)
        let dots = try await town.store.commit(
            [Draft(ledger: urgent, body: SetBody()), Draft(ledger: routine, body: SetBody())], author: "")
        let ids = try await town.store.inspect { writer in
            try zip([urgent, routine], dots).map { id, dot in
                let chain = try #require(writer.memory.ledgers[id]?.chains[dot.epoch])
                let set = try #require(try LogTable.fetch(writer.db, key: chain.key(dot.counter)))
                return try SetCodec.decodeEnvelope(set.envelope).transaction
            }
        }
        #expect(ids[0] == ids[1] && !ids[0].isEmpty)
    }

    @Test func everyUrgentSetIsSigned() async throws {
        let county = try await County()
        let town = county.towns[0]
        for number in 1...3 { try await town.write(record(UInt64(number)), [set("matter", "急")], in: .urgent) }
        let unsigned = try await town.store.inspect { writer in
            let chain = try #require(writer.memory.ledgers[LedgerID(unit: "LC", name: .urgent)]?.chains.values.first)
            return try (1...chain.head).filter { try LogTable.fetch(writer.db, key: chain.key($0))?.signature == nil }
        }
        #expect(unsigned.isEmpty)
    }
}
