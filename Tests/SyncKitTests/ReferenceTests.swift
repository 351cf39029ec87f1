import Seeded
import Testing

@testable import SyncKit

/// What names a record is found, whatever became of the sets that name it: exactly what a look at every record finds.
@Suite struct ReferenceTests {
    private func name(_ target: UInt64) -> FieldValue { .text(record(target).description) }

    private func found(_ station: Station, _ target: UInt64) async throws -> [RecordID] {
        try await station.store.records(
            RecordFilter(collection: "log-entry", naming: record(target)), deliveredTo: nil
        ).map(\.id)
    }

    /// Through the text of every value that stands.
    private func sought(_ station: Station, _ target: UInt64) async throws -> [RecordID] {
        try await station.store.records(RecordFilter(collection: "log-entry"), deliveredTo: nil).filter { view in
            view.state.fields.values.joined().contains { "\($0.content)".contains(record(target).description) }
        }.map(\.id)
    }

    @Test func aNameIsFoundInsideAnyValue() async throws {
        let town = try await County().towns[0]
        try await town.write(record(1), [FieldWrite("incident", .set(name(9)))])
        try await town.write(record(2), [FieldWrite("sources", .set(.list([.text("无"), name(9)])))])
        try await town.write(record(3), [FieldWrite("person", .set(.composite(["name": .text("李"), "id": name(9)])))])
        try await town.write(record(4), [FieldWrite("sentTo", .elements(add: [name(9)], remove: []))])
        try await town.write(record(5), [set("matter", "见 \(record(9))"), FieldWrite("incident", .set(name(8)))])
        #expect(
            try await found(town, 9) == [1, 2, 3, 4].map { record($0) }, "a sentence that quotes an id names nothing")
        #expect(try await found(town, 8) == [record(5)])
        #expect(try await found(town, 7).isEmpty)
    }

    @Test func aCollectionAndAUnitAreTakenAlone() async throws {
        let county = try await County(units: ["LC", "YT"])
        for town in county.towns { try await town.write(record(1), [FieldWrite("incident", .set(name(9)))]) }
        try await county.towns[0].write(record(2), [FieldWrite("incident", .set(name(9)))])
        try await Exchange.settle(county.towns, county.hub)
        func count(_ collection: String?, _ unit: String?) async throws -> Int {
            try await county.hub.store.count(RecordFilter(collection: collection, unit: unit, naming: record(9)))
        }
        #expect(try await count("log-entry", nil) == 3)
        #expect(try await count("log-entry", "LC") == 2)
        #expect(try await count(nil, "YT") == 1)
        #expect(try await count("report", nil) == 0)
    }

    @Test func whatIsFoundIsWhatStandsInEveryOrder() async throws {
        for seed in UInt64(1)...8 {
            let county = try await County(units: ["LC", "LC", "YT"])
            let stations = county.towns + [county.hub]
            var random = Seeded(seed: seed)
            var dots: [Dot] = []
            for step in 0..<80 {
                let town = county.towns[Int.random(in: 0..<county.towns.count, using: &random)]
                switch Int.random(in: 0..<8, using: &random) {
                case 0...4:
                    let target = name(UInt64.random(in: 20...23, using: &random))
                    let value: FieldValue =
                        switch Int.random(in: 0..<4, using: &random) {
                        case 0: .absent
                        case 1: .text("第 \(step) 步")
                        case 2: .list([target])
                        default: target
                        }
                    let field = ["incident", "sourceOf"].randomElement(using: &random) ?? "incident"
                    let dot = try? await town.write(
                        record(UInt64.random(in: 1...12, using: &random)), [FieldWrite(field, .set(value))])
                    if let dot, town.member.unit == "LC" { dots.append(dot) }
                case 5, 6: try await Exchange.settle([town], county.hub)
                default:
                    try await Exchange.settle(county.towns, county.hub)
                    if let dot = dots.randomElement(using: &random) {
                        try await county.hub.verdict(on: dot, holds: Bool.random(using: &random))
                    }
                }
                for (index, station) in stations.enumerated() where Int.random(in: 0..<4, using: &random) == 0 {
                    for target in UInt64(20)...23 {
                        #expect(
                            try await found(station, target) == sought(station, target),
                            "seed \(seed), step \(step), station \(index)")
                    }
                }
            }
        }
    }
}
