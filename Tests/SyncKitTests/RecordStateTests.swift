import Seeded
import Testing

@testable import SyncKit

/// A field is a set of siblings: a write removes what its context covers and adds its own.
@Suite struct RecordStateTests {
    private static func dot(_ epoch: UInt64, _ counter: UInt64 = 1) -> Dot { Dot(Epoch(bits: epoch), counter) }

    private static func values(_ state: RecordState, _ field: String = "matter") -> [String] {
        (state.fields[field] ?? []).map { sibling in
            switch sibling.content {
            case .value(.text(let text)): text
            case .value: "–"
            case .element(.text(let text)): "+\(text)"
            case .element, .unknown: "?"
            }
        }
    }

    @Test func aWriteReplacesWhatItHasSeen() {
        var state = RecordState()
        state.apply([set("matter", "一")], dot: Self.dot(1)) { _ in false }
        state.apply([set("matter", "二")], dot: Self.dot(1, 2)) { $0 == Self.dot(1) }
        #expect(Self.values(state) == ["二"])
    }

    @Test func whatItHasNotSeenStaysBesideIt() {
        var state = RecordState()
        state.apply([set("matter", "二")], dot: Self.dot(2)) { _ in false }
        state.apply([set("matter", "一")], dot: Self.dot(1)) { _ in false }
        #expect(Self.values(state) == ["一", "二"], "sorted by dot, not by arrival")
    }

    @Test func otherFieldsAreLeftAlone() {
        var state = RecordState()
        state.apply([set("matter", "一"), set("place", "河边")], dot: Self.dot(1)) { _ in false }
        state.apply([set("matter", "二")], dot: Self.dot(2)) { _ in true }
        #expect(Self.values(state, "place") == ["河边"])
    }

    @Test func emptyingIsAValueToo() {
        var state = RecordState()
        state.apply([set("matter", "一")], dot: Self.dot(1)) { _ in false }
        state.apply([FieldWrite("matter", .set(.absent))], dot: Self.dot(2)) { _ in false }
        #expect(Self.values(state) == ["一", "–"])
    }

    @Test func anAdditionWinsOverARemovalThatHasNotSeenIt() {
        let add = FieldWrite("sentTo", .elements(add: [.text("甲")], remove: []))
        let remove = FieldWrite("sentTo", .elements(add: [], remove: [.text("甲")]))
        var state = RecordState()
        state.apply([add], dot: Self.dot(1)) { _ in false }
        state.apply([add], dot: Self.dot(2)) { _ in false }
        state.apply([remove], dot: Self.dot(3)) { $0 == Self.dot(1) }
        #expect(Self.values(state, "sentTo") == ["+甲"])
        state.apply([remove], dot: Self.dot(3, 2)) { _ in true }
        #expect(state.isEmpty)
    }

    @Test func anUnknownOperationCoversNothingAndIsCoveredByLaterWrites() {
        var state = RecordState()
        state.apply([set("matter", "一")], dot: Self.dot(1)) { _ in false }
        state.apply([FieldWrite("matter", .unknown([9]))], dot: Self.dot(2)) { _ in true }
        #expect(Self.values(state) == ["一", "?"])
        state.apply([set("matter", "二")], dot: Self.dot(3)) { _ in true }
        #expect(Self.values(state) == ["二"])
    }

    /// Concurrent sets give one state in whatever order they come.
    @Test(arguments: 1...100) func concurrentSetsCommute(seed: UInt64) {
        var random = Seeded(seed: seed)
        let sets = (1...5).map { number -> (Dot, [FieldWrite]) in
            let text = FieldValue.text("\(Int.random(in: 0..<3, using: &random))")
            let write: FieldWrite =
                switch Int.random(in: 0..<3, using: &random) {
                case 0: FieldWrite("x", .set(text))
                case 1: FieldWrite("x", .elements(add: [text], remove: [.text("0")]))
                default: FieldWrite("x", .unknown([UInt8(number)]))
                }
            return (Self.dot(UInt64(number)), [write])
        }
        func state(_ order: [(Dot, [FieldWrite])]) -> RecordState {
            order.reduce(into: RecordState()) { $0.apply($1.1, dot: $1.0) { _ in false } }
        }
        let expected = state(sets)
        for _ in 0..<10 { #expect(state(sets.shuffled(using: &random)) == expected, "seed \(seed)") }
    }
}
