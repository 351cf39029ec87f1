import Foundation
import Seeded
import Testing

@testable import SyncKit

/// A search finds every part of every text that stands, at once, and nothing else.
@Suite struct TextIndexTests {
    private static let schema = PlainSchema(timeFields: ["log-entry": "at"])

    private func find(_ station: Station, _ words: String...) async throws -> Set<RecordID> {
        try await find(station, TextQuery(all: words.map { [.phrase($0)] }))
    }

    private func find(_ station: Station, _ query: TextQuery) async throws -> Set<RecordID> {
        let found = try await station.store.search(query, deliveredTo: nil)
        #expect(found.total >= found.records.count)
        return Set(found.records.map(\.id))
    }

    private func index(of town: Station) -> String {
        town.file.deletingPathExtension().path + "-search.sqlite"
    }

    /// The text of a record, what is typed, whether it is found.
    @Test(arguments: [
        ("淮河大堤渗水", "堤", true), ("淮河大堤渗水", "大堤", true), ("淮河大堤渗水", "淮河大堤渗水", true),
        ("淮河大堤渗水", "大渗", false), ("高邮湖积水", "积水", true), ("𠮷祥街 3 号", "𠮷", true), ("𠮷祥街 3 号", "𠮷祥", true),
        ("吉祥街", "𠮷", false), ("ＡＢＣ－１２３", "abc-123", true), ("Abc-123", "ａｂｃ－１２３", true), ("ﾃｽﾄ", "テスト", true),
        ("降雨 50% 以上", "50%", true), ("降雨 501 毫米", "50%", false), ("a_b", "_", true), ("ab", "_", false),
        ("电话 13805230806", "523080", true), ("电话 13805230806", "5230807", false), ("🚒🚑 出动", "🚑", true),
        ("他说\"OR\"", "\"OR\"", true), ("平安", "\" OR *", false), ("平安", "*", false), ("平安", "平*", false),
        ("平安", "NEAR(平 安)", false), ("平安", "words:平", false), ("平 安", "平安", false), ("平\n安", "平安", false),
        ("École", "école", true), ("Straße", "STRASSE", false), ("㎡", "m2", true), ("k61", "k61", true),
        ("ab", "6162", false),
    ])
    func everyPartOfATextIsFound(_ text: String, _ typed: String, _ isFound: Bool) async throws {
        let county = try await County(schema: Self.schema)
        defer { withExtendedLifetime(county) {} }
        let town = county.towns[0]
        try await town.write(record(1), [set("matter", text)])
        #expect(try await find(town, typed) == (isFound ? [record(1)] : []))
    }

    @Test func allWordsHaveToBeThereAndNoneRunsOverTwoFields() async throws {
        let county = try await County(schema: Self.schema)
        defer { withExtendedLifetime(county) {} }
        let town = county.towns[0]
        try await town.write(record(1), [set("matter", "大堤"), set("handling", "渗水")])
        try await town.write(record(2), [set("matter", "大堤平安")])
        #expect(try await find(town, "大堤", "渗水") == [record(1)])
        #expect(try await find(town, "堤渗").isEmpty)
        #expect(try await find(town, TextQuery(all: [[.phrase("渗水"), .phrase("平安")]])) == [record(1), record(2)])
        #expect(try await find(town, TextQuery(all: [])).isEmpty)
        #expect(try await find(town, "").isEmpty)
    }

    @Test func whatNamesARecordIsFoundByItAndInTimeAndByPage() async throws {
        let county = try await County(schema: Self.schema)
        defer { withExtendedLifetime(county) {} }
        let town = county.towns[0]
        for number in 1...9 {
            try await town.write(
                record(UInt64(number)),
                [
                    set("matter", "巡堤"), FieldWrite("at", .set(.integer(Int64(number)))),
                    set("incident", record(number < 4 ? 100 : 200).description),
                ])
        }
        let named = TextQuery(all: [[.key(record(100).description)]])
        #expect(try await find(town, named) == [record(1), record(2), record(3)])
        #expect(try await find(town, record(100).description).isEmpty, "an id is no text")
        var query = TextQuery(all: [[.phrase("巡堤")]], collection: "log-entry", from: 3, before: 8, limit: 2)
        let first = try await town.store.search(query, deliveredTo: nil)
        #expect(first.total == 5 && first.records.map(\.id) == [record(7), record(6)])
        query.offset = 4
        #expect(try await town.store.search(query, deliveredTo: nil).records.map(\.id) == [record(3)])
        query.collection = "report"
        #expect(try await find(town, query).isEmpty)
    }

    @Test func accountsAreNeverFoundAndAUnitIsFoundWithTheNotices() async throws {
        let county = try await County(units: ["LC", "YT"], schema: Self.schema)
        defer { withExtendedLifetime(county) {} }
        let account = RecordChange(collection: "account", record: record(1), writes: [set("person", "王晓东")])
        try await county.towns[0].store.commit(
            [Draft(ledger: LedgerID(unit: "LC", name: .routine), body: SetBody(changes: [account]))], author: "")
        try await county.towns[0].write(record(2), [set("matter", "王晓东来电")])
        try await county.towns[1].write(record(3), [set("matter", "王晓东来电")])
        try await county.hub.write(record(4), [set("matter", "王晓东节")], in: .notice)
        try await Exchange.settle(county.towns, county.hub)
        #expect(try await find(county.towns[0], "晓东") == [record(2), record(4)])
        #expect(try await find(county.hub, "晓东") == [record(2), record(3), record(4)])
        #expect(try await find(county.hub, TextQuery(all: [[.phrase("晓东")]], unit: "YT")) == [record(3), record(4)])
    }

    @Test func anEditIsFoundAndOfAConflictEveryValue() async throws {
        let county = try await County(units: ["LC", "LC"], schema: Self.schema)
        defer { withExtendedLifetime(county) {} }
        let (town, other) = (county.towns[0], county.towns[1])
        try await town.write(record(1), [set("matter", "水位上涨")])
        #expect(try await find(town, "上涨") == [record(1)])
        try await town.write(record(1), [set("matter", "水位回落")])
        #expect(try await find(town, "上涨").isEmpty)
        try await Exchange.settle(county.towns, county.hub)
        try await town.write(record(1), [set("matter", "甲处管涌")])
        try await other.write(record(1), [set("matter", "乙处滑坡")])
        try await Exchange.settle(county.towns, county.hub)
        for station in county.towns + [county.hub] {
            #expect(try await find(station, "管涌") == [record(1)])
            #expect(try await find(station, "滑坡") == [record(1)])
        }
        try await town.write(record(1), [FieldWrite("matter", .set(.absent))], settles: true)
        #expect(try await find(town, "滑坡").isEmpty)
    }

    @Test func theIndexIsMadeAnewWhereItIsGoneDamagedOrOfAnotherEdition() async throws {
        let county = try await County(schema: Self.schema)
        defer { withExtendedLifetime(county) {} }
        let town = county.towns[0]
        try await town.write(record(1), [set("matter", "第一件")])
        #expect(try await find(town, "一件") == [record(1)])
        try town.store.close()
        for ending in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: index(of: town) + ending) }
        try town.restart()
        #expect(try await find(town, "一件") == [record(1)])
        try town.store.close()
        try Data(repeating: 0x5A, count: 20_000).write(to: URL(fileURLWithPath: index(of: town)))
        try town.restart()
        try await town.write(record(2), [set("matter", "第二件")])
        #expect(try await find(town, "件") == [record(1), record(2)])
        try town.store.close()
        var schema = Self.schema
        schema.edition = "2"
        let later = try Station(
            member: town.member, key: town.key, hub: town.hub, file: town.file, schema: schema, clock: county.clock)
        #expect(try await find(later, "件") == [record(1), record(2)])
        try later.store.close()
    }

    @Test func whatWasWrittenWithoutTheIndexIsFoundAndAStoreThatWasPutBackForgets() async throws {
        let county = try await County(schema: Self.schema)
        defer { withExtendedLifetime(county) {} }
        let town = county.towns[0]
        try await town.write(record(1), [set("matter", "第一件")])
        #expect(try await find(town, "件") == [record(1)])
        let copy = try await town.copy()
        try town.restart()
        try await town.write(record(2), [set("matter", "第二件")])
        try town.restart()
        #expect(try await find(town, "件") == [record(1), record(2)])
        try town.putBack(copy)
        #expect(try await find(town, "件") == [record(1)])
    }

    @Test func aSearchIsWhatAWalkOverAllTextsFinds() async throws {
        let letters = ["水", "堤", "巡", "𠮷", "１", "A", " "]
        for seed in UInt64(1)...4 {
            let county = try await County(units: ["LC", "LC"], schema: Self.schema)
            defer { withExtendedLifetime(county) {} }
            var random = Seeded(seed: seed)
            func text(_ most: Int) -> String {
                (0..<Int.random(in: 1...most, using: &random)).map { _ in letters.randomElement(using: &random) ?? "" }
                    .joined()
            }
            var dots: [Dot] = []
            for _ in 0..<25 {
                let town = county.towns[Int.random(in: 0..<2, using: &random)]
                switch Int.random(in: 0..<8, using: &random) {
                case 0...4:
                    let number = UInt64.random(in: 1...8, using: &random)
                    if let dot = try? await town.write(record(number), [set("matter", text(6))]) { dots.append(dot) }
                case 5: try await Exchange.settle(county.towns, county.hub)
                case 6:
                    try await Exchange.settle(county.towns, county.hub)
                    if let dot = dots.randomElement(using: &random) {
                        try await county.hub.verdict(on: dot, holds: Bool.random(using: &random))
                    }
                default: try town.restart()
                }
                let typed = text(2)
                for station in county.towns + [county.hub] {
                    let word = FoldedText(typed)
                    let views = try await station.store.records(RecordFilter(), deliveredTo: nil)
                    let walked = views.filter { view in
                        (view.state.fields["matter"] ?? []).contains { sibling in
                            guard case .value(.text(let text)) = sibling.content else { return false }
                            return !FoldedText(text).ranges(of: word).isEmpty
                        }
                    }
                    #expect(try await find(station, typed) == Set(walked.map(\.id)), "seed \(seed), \(typed)")
                }
            }
        }
    }
}
