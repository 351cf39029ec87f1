import Foundation
import Seeded
import Synchronization
import Testing

@testable import SyncKit

/// Lists by time and by page, and records kept in memory: always what a whole read shows.
@Suite struct RecordListTests {
    private static let timed = PlainSchema(timeFields: ["log-entry": "at"])

    private func at(_ milliseconds: Int64) -> FieldWrite { FieldWrite("at", .set(.integer(milliseconds))) }

    private func ids(_ town: Station, _ filter: RecordFilter) async throws -> [RecordID] {
        try await town.store.records(filter, deliveredTo: nil).map(\.id)
    }

    private func numbers(_ numbers: UInt64...) -> [RecordID] { numbers.map { record($0) } }

    @Test func aListRunsByItsOwnTimeAndThenByArrival() async throws {
        let town = try await County(schema: Self.timed).towns[0]
        for (number, time) in [(1, 300), (2, 100), (3, 200), (4, 200)] as [(UInt64, Int64)] {
            try await town.write(record(number), [at(time)])
        }
        try await town.write(record(5), [set("matter", "没有时间")])
        let filter = { RecordFilter(collection: "log-entry", order: $0) }
        #expect(try await ids(town, filter(.arrival)) == numbers(1, 2, 3, 4, 5))
        #expect(try await ids(town, filter(.lastArrivedFirst)) == numbers(5, 4, 3, 2, 1))
        #expect(try await ids(town, filter(.earliestFirst)) == numbers(5, 2, 3, 4, 1))
        #expect(try await ids(town, filter(.latestFirst)) == numbers(1, 4, 3, 2, 5))
        var days = RecordFilter(collection: "log-entry", from: 100, before: 300, order: .latestFirst)
        #expect(try await ids(town, days) == numbers(4, 3, 2))
        #expect(try await town.store.count(days) == 3)
        (days.from, days.before) = (nil, 300)
        #expect(try await ids(town, days) == numbers(4, 3, 2), "what has no time falls on no day")
        #expect(try await town.store.count(RecordFilter(collection: "log-entry")) == 5)
        #expect(try await town.store.count(RecordFilter(collection: "report")) == 0)
    }

    @Test func pagesMeetWithoutAGapWhateverIsWrittenBetween() async throws {
        let town = try await County(schema: Self.timed).towns[0]
        var random = Seeded(seed: 7)
        for number in 1...40 {
            try await town.write(record(UInt64(number)), [at(Int64.random(in: 1...9, using: &random))])
        }
        let all = try await ids(town, RecordFilter(collection: "log-entry", order: .latestFirst))
        var walked: [RecordID] = []
        var filter = RecordFilter(collection: "log-entry", limit: 7, order: .latestFirst)
        while case let page = try await ids(town, filter), !page.isEmpty {
            walked += page
            filter.after = page.last
            try await town.write(record(UInt64(1_000 + walked.count)), [at(10)])
        }
        #expect(walked == all)
        filter = RecordFilter(collection: "log-entry", limit: 7, order: .earliestFirst, after: all[20])
        #expect(try await ids(town, filter) == Array(all[13..<20].reversed()))
        filter.after = record(999)
        #expect(try await ids(town, filter).isEmpty, "a place that is not there")
    }

    @Test func anEditMovesARecordAndAConflictStandsWhereItShows() async throws {
        let county = try await County(units: ["LC", "LC"], schema: Self.timed)
        let (town, other) = (county.towns[0], county.towns[1])
        try await town.write(record(1), [at(100)])
        try await town.write(record(2), [at(200)])
        try await Exchange.settle(county.towns, county.hub)
        try await town.write(record(1), [at(300)])
        let filter = RecordFilter(collection: "log-entry", order: .earliestFirst)
        #expect(try await ids(town, filter) == numbers(2, 1))
        county.clock.advance(1_000)
        try await other.write(record(1), [at(150)])
        try await Exchange.settle(county.towns, county.hub)
        for station in county.towns + [county.hub] {
            let view = try #require(try await station.view(record(1)))
            #expect(view.conflicts == ["at"] && view.fields["at"] == .integer(150), "the later write shows")
            #expect(try await ids(station, filter) == numbers(1, 2))
        }
    }

    @Test func aConditionIsCountedByWhatPassedIt() async throws {
        let town = try await County(schema: Self.timed).towns[0]
        for number in 1...9 { try await town.write(record(UInt64(number)), [at(Int64(number))]) }
        let odd = RecordFilter(collection: "log-entry", limit: 2, order: .latestFirst) { view in
            if case .integer(let number)? = view.fields["at"] { number % 2 == 1 } else { false }
        }
        #expect(try await ids(town, odd) == numbers(9, 7))
        #expect(try await town.store.count(odd) == 5)
    }

    @Test func aListOfAnEarlierTimeIsCutByWhatStoodThen() async throws {
        let county = try await County(schema: Self.timed)
        let town = county.towns[0]
        try await town.write(record(1), [at(100)])
        let then = county.clock.now
        county.clock.advance(60_000)
        try await town.write(record(1), [at(900)])
        let filter = RecordFilter(collection: "log-entry", asOf: then, from: 50, before: 150, order: .earliestFirst)
        #expect(try await ids(town, filter) == numbers(1))
        #expect(try await ids(town, RecordFilter(collection: "log-entry", from: 50, before: 150)).isEmpty)
    }

    @Test func aCutOfAnEarlierTimeIsThatOfTheWholeList() async throws {
        for seed in UInt64(1)...6 {
            let county = try await County(units: ["LC", "LC"], schema: Self.timed)
            var random = Seeded(seed: seed)
            var dots: [Dot] = []
            var moments: [Int64] = []
            for _ in 0..<50 {
                county.clock.advance(Int64.random(in: 1...5_000, using: &random))
                let town = county.towns[Int.random(in: 0..<2, using: &random)]
                switch Int.random(in: 0..<6, using: &random) {
                case 0...3:
                    let time = at(Int64.random(in: 1...50, using: &random))
                    if let dot = try? await town.write(record(UInt64.random(in: 1...20, using: &random)), [time]) {
                        dots.append(dot)
                    }
                case 4:
                    try await Exchange.settle(county.towns, county.hub)
                    if let dot = dots.randomElement(using: &random) {
                        try await county.hub.verdict(on: dot, holds: Bool.random(using: &random))
                    }
                default: moments.append(county.clock.now)
                }
            }
            try await Exchange.settle(county.towns, county.hub)
            for moment in moments {
                var filter = RecordFilter(collection: "log-entry", unit: "LC", asOf: moment, order: .earliestFirst)
                let whole = try await county.hub.store.records(filter, deliveredTo: nil).filter { view in
                    if case .integer(let time)? = view.fields["at"] { (10..<40).contains(time) } else { false }
                }
                (filter.from, filter.before) = (10, 40)
                #expect(try await ids(county.hub, filter) == whole.map(\.id), "seed \(seed)")
            }
        }
    }

    @Test func keptRecordsAreWhatAWholeReadShows() async throws {
        for seed in UInt64(1)...6 {
            let county = try await County(units: ["LC", "LC", "YT"], schema: Self.timed)
            let stations = county.towns + [county.hub]
            let kept = stations.map { station in
                KeptRecords(
                    ["log-entry"], unit: "LC", withReceipts: ["log-entry"], in: station.store, make: Kept.init)
            }
            var random = Seeded(seed: seed)
            var dots: [Dot] = []
            for step in 0..<60 {
                let place = Int.random(in: 0..<county.towns.count, using: &random)
                let town = county.towns[place]
                switch Int.random(in: 0..<8, using: &random) {
                case 0...4:
                    let dot = try? await town.write(
                        record(UInt64.random(in: 1...12, using: &random)),
                        [at(Int64.random(in: 1...50, using: &random)), set("matter", "第 \(step) 步")])
                    if let dot, town.member.unit == "LC" { dots.append(dot) }
                case 5: try await Exchange.settle([town], county.hub)
                case 6:
                    // A held set leaves the records that it touched, and comes back when it is released.
                    try await Exchange.settle(county.towns, county.hub)
                    if let dot = dots.randomElement(using: &random) {
                        try await county.hub.verdict(on: dot, holds: Bool.random(using: &random))
                    }
                default: county.clock.advance(Int64.random(in: 0...5_000, using: &random))
                }
                for index in stations.indices where index == place || Int.random(in: 0..<3, using: &random) == 0 {
                    let filter = RecordFilter(collection: "log-entry", unit: "LC", withReceipts: true)
                    let whole = try await stations[index].store.records(filter, deliveredTo: nil).map(Kept.init)
                    let snapshot = try await kept[index].current(["log-entry"])
                    #expect(snapshot.records["log-entry"] == whole, "seed \(seed), step \(step), station \(index)")
                    #expect(try await kept[index].current(["log-entry"]).version == snapshot.version)
                }
            }
        }
    }

    @Test func aReceiptMakesAnewWhatItCoversAlone() async throws {
        let county = try await County(units: ["LC", "YT"], schema: Self.timed)
        for (index, town) in county.towns.enumerated() {
            for number in 1...40 {
                try await town.write(record(UInt64(index * 1_000 + number)), [set("matter", "第 \(number) 件")])
            }
        }
        try await Exchange.settle(county.towns, county.hub)
        let made = Tally()
        let kept = KeptRecords(["log-entry"], unit: nil, withReceipts: ["log-entry"], in: county.hub.store) { view in
            made.add()
            return Kept(view)
        }
        _ = try await kept.current(["log-entry"])
        #expect(made.count == 80)
        try await county.towns[0].write(record(77), [set("matter", "又一件")])
        try await Exchange.settle(county.towns, county.hub)
        let receipts = try await kept.current(["log-entry"]).records["log-entry"]?.compactMap(\.receivedAt)
        #expect(receipts?.count == 81, "the hub's receipt is seen at once")
        #expect(made.count == 81, "the other 80 were left alone")
    }

    @Test func whoeverWroteReadsItAtOnceWhileOthersReadAndWrite() async throws {
        let county = try await County(schema: Self.timed)
        let store = county.towns[0].store
        let kept = KeptRecords(["log-entry"], unit: "LC", in: store, make: Kept.init)
        let ledger = LedgerID(unit: "LC", name: .routine)
        let missing = try await withThrowingTaskGroup(of: [UInt64].self) { group in
            for writer in UInt64(0)..<4 {
                group.addTask {
                    var missing: [UInt64] = []
                    for number in 1...UInt64(60) {
                        let id = record(writer * 1_000 + number)
                        let change = RecordChange(
                            collection: "log-entry", record: id, writes: [set("matter", "事项")])
                        try await store.commit(
                            [Draft(ledger: ledger, body: SetBody(changes: [change]))], author: "值班员")
                        let isKept = try await kept.current(["log-entry"]).records["log-entry"]?.contains {
                            $0.id == id
                        }
                        if isKept != true { missing.append(writer * 1_000 + number) }
                    }
                    return missing
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(missing.isEmpty)
        let whole = try await store.records(RecordFilter(collection: "log-entry"), deliveredTo: nil).map(Kept.init)
        #expect(try await kept.current(["log-entry"]).records["log-entry"] == whole && whole.count == 240)
    }

    private final class Tally: Sendable {
        private let stored = Mutex(0)
        var count: Int { stored.withLock { $0 } }
        func add() { stored.withLock { $0 += 1 } }
    }

    private struct Kept: Equatable, Sendable {
        let id: RecordID
        let fields: [String: FieldValue]
        let receivedAt: Int64?

        init(_ view: RecordView) { (id, fields, receivedAt) = (view.id, view.fields, view.receivedAt) }
    }
}
