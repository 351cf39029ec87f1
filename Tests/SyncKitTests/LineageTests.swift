import Testing

@testable import SyncKit

/// What a record's history alone tells: the value before a conflict, what authors had seen, decisions, a past state.
struct LineageTests {
    private static let replicas: [Epoch] = [Epoch(bits: 1), Epoch(bits: 2), Epoch(bits: 3)]

    private static func dot(_ replica: Int, _ counter: UInt64 = 1) -> Dot { Dot(replicas[replica], counter) }

    private static func entry(
        _ dot: Dot, at: Int64, _ writes: [FieldWrite], seen: Set<Dot> = [], isHeld: Bool = false
    ) -> HistoryEntry {
        HistoryEntry(
            authorship: Authorship(dot: dot, at: at, author: "甲", replica: ReplicaID(bits: 9), receivedAt: nil),
            writes: writes, removed: [], seen: seen, isHeld: isHeld)
    }

    /// 一, then 二 and 三 written apart, then 四 by one who had both before him.
    private static let settled: [HistoryEntry] = [
        entry(dot(0), at: 10, [set("matter", "一")]),
        entry(dot(1), at: 20, [set("matter", "二"), set("place", "大堤")], seen: [dot(0)]),
        entry(dot(2), at: 30, [set("matter", "三")], seen: [dot(0)]),
        entry(dot(0, 2), at: 40, [set("matter", "四")], seen: [dot(0), dot(1), dot(2)]),
    ]

    @Test func theEarlierValueIsTheOneThatAllHadSeen() {
        let lineage = Lineage(Array(Self.settled.prefix(3)))
        let earlier = lineage.earlier("matter", than: [Self.dot(1), Self.dot(2)])
        #expect(earlier == [RecordState.Sibling(dot: Self.dot(0), content: .value(.text("一")))])
        #expect(lineage.unseen(by: Self.dot(1), of: [Self.dot(1), Self.dot(2)]) == [Self.dot(2)])
        #expect(lineage.earlier("place", than: [Self.dot(1)]).isEmpty)
    }

    /// One went on twice from the shared value: what the other had not seen is not common.
    @Test func aFurtherEditOfOneSideIsNotCommon() {
        let lineage = Lineage([
            Self.entry(Self.dot(0), at: 10, [set("matter", "一")]),
            Self.entry(Self.dot(1), at: 20, [set("matter", "二")], seen: [Self.dot(0)]),
            Self.entry(Self.dot(1, 2), at: 25, [set("matter", "二之二")], seen: [Self.dot(0), Self.dot(1)]),
            Self.entry(Self.dot(2), at: 30, [set("matter", "三")], seen: [Self.dot(0)]),
        ])
        let earlier = lineage.earlier("matter", than: [Self.dot(1, 2), Self.dot(2)])
        #expect(earlier.map(\.content) == [.value(.text("一"))])
        #expect(lineage.before(Self.dot(1, 2)).fields["matter"]?.map(\.content) == [.value(.text("二"))])
        #expect(lineage.before(Self.dot(2)).fields["matter"]?.map(\.content) == [.value(.text("一"))])
    }

    @Test func twoFirstValuesHaveNothingInCommon() {
        let lineage = Lineage([
            Self.entry(Self.dot(1), at: 20, [set("matter", "二")]),
            Self.entry(Self.dot(2), at: 30, [set("matter", "三")]),
        ])
        #expect(lineage.earlier("matter", than: [Self.dot(1), Self.dot(2)]).isEmpty)
        #expect(lineage.earlier("matter", than: [Dot]()).isEmpty)
    }

    @Test func aDecisionIsAWriteOverSeveralValuesAndNamesThemAll() {
        let lineage = Lineage(Self.settled)
        #expect(lineage.settles("matter", Self.dot(0, 2)))
        #expect(!lineage.settles("matter", Self.dot(1)) && !lineage.settles("place", Self.dot(0, 2)))
        let before = lineage.alternatives(of: "matter", before: Self.dot(0, 2))
        #expect(before.map(\.value) == [.text("二"), .text("三")] && before.map(\.dot) == [Self.dot(1), Self.dot(2)])
        #expect(lineage.value(of: "matter", from: Self.dot(2)) == .text("三"))
        #expect(lineage.value(of: "place", from: Self.dot(2)) == nil)
    }

    /// What was taken away is a value of its own beside one that was changed.
    @Test func anEmptiedFieldIsOneOfTheValues() {
        let history = [
            Self.entry(Self.dot(0), at: 10, [FieldWrite("flag", .set(.boolean(true)))]),
            Self.entry(Self.dot(1), at: 20, [FieldWrite("flag", .set(.absent))], seen: [Self.dot(0)]),
            Self.entry(Self.dot(2), at: 30, [FieldWrite("flag", .set(.boolean(false)))], seen: [Self.dot(0)]),
        ]
        let decision = Self.entry(
            Self.dot(0, 2), at: 40, [FieldWrite("flag", .set(.boolean(true)))],
            seen: [Self.dot(0), Self.dot(1), Self.dot(2)])
        let lineage = Lineage(history + [decision])
        #expect(lineage.alternatives(of: "flag", before: Self.dot(0, 2)).map(\.value) == [.absent, .boolean(false)])
        #expect(lineage.earlier("flag", than: [Self.dot(1), Self.dot(2)]).map(\.content) == [.value(.boolean(true))])
    }

    @Test func aPastStateIsOfThatMinuteAndAHeldSetHasNoPartInIt() {
        let held = Self.entry(
            Self.dot(1, 2), at: 35, [set("matter", "暂扣")], seen: [Self.dot(0), Self.dot(1)], isHeld: true)
        let lineage = Lineage(Self.settled + [held])
        #expect(lineage.state(at: 9).isEmpty)
        func matter(_ time: Int64) -> FieldValue? {
            lineage.shown(lineage.state(at: time)) { _ in .oneValue }["matter"]
        }
        #expect(matter(10) == .text("一") && matter(25) == .text("二") && matter(30) == .text("三"))
        #expect(matter(39) == .text("三") && matter(40) == .text("四"))
        #expect(lineage.state(at: 30).fields["matter"]?.count == 2)
    }

    /// The store's own history says what its author had seen: two replicas of a unit, apart and together again.
    @Test func theStoreTellsWhatEachAuthorHadSeen() async throws {
        let county = try await County(units: ["LC", "LC"])
        let (first, second) = (county.towns[0], county.towns[1])
        let id = record(1)
        let start = try await first.write(id, [set("matter", "一")])
        try await Exchange.settle(county.towns, county.hub)
        let left = try await first.write(id, [set("matter", "二")])
        let right = try await second.write(id, [set("matter", "三")])
        try await Exchange.settle(county.towns, county.hub)
        for station in [first, second, county.hub] {
            let detail = try await station.store.detail(collection: "log-entry", id: id, deliveredTo: nil)
            let seen = Dictionary(uniqueKeysWithValues: detail.history.map { ($0.authorship.dot, $0.seen) })
            #expect(seen == [start: [], left: [start], right: [start]])
            let lineage = Lineage(detail.history)
            #expect(lineage.earlier("matter", than: [left, right]).map(\.dot) == [start])
        }
    }
}
