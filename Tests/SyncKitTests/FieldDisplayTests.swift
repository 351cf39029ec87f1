import Seeded
import Testing

@testable import SyncKit

/// What a field shows is a pure function of its siblings by its rule; what differs and is hidden is badged.
@Suite struct FieldDisplayTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var name: String
        var rule: FieldRule
        /// The epoch of each sibling, which is also its time, and its value.
        var siblings: [(UInt64, FieldValue)]
        var shows: FieldValue
        var differs: Bool

        var testDescription: String { name }
    }

    private static let levels = FieldRule.greatest([.text("一般"), .text("较大"), .text("重大")])

    static let cases: [Case] = [
        Case(name: "nothing", rule: .oneValue, siblings: [], shows: .absent, differs: false),
        Case(name: "one value", rule: .oneValue, siblings: [(1, .text("一"))], shows: .text("一"), differs: false),
        Case(
            name: "equal values are no conflict", rule: .oneValue, siblings: [(1, .text("一")), (2, .text("一"))],
            shows: .text("一"), differs: false),
        Case(
            name: "texts that Unicode holds for equivalent are two values", rule: .oneValue,
            siblings: [(1, .text("\u{F90A}湖")), (2, .text("金湖"))], shows: .text("金湖"), differs: true),
        Case(
            name: "a conflict shows the newest until it is settled", rule: .oneValue,
            siblings: [(1, .text("一")), (2, .text("二"))], shows: .text("二"), differs: true),
        Case(
            name: "emptied beside a value is a conflict", rule: .oneValue, siblings: [(1, .text("一")), (2, .absent)],
            shows: .absent, differs: true),
        Case(
            name: "latest by time, not by place", rule: .latest, siblings: [(9, .text("新")), (2, .text("旧"))],
            shows: .text("新"), differs: true),
        Case(
            name: "greatest by its order, not by time", rule: levels,
            siblings: [(1, .text("重大")), (2, .text("一般"))], shows: .text("重大"), differs: true),
        Case(
            name: "an unknown value ranks highest", rule: levels,
            siblings: [(1, .text("特别重大")), (2, .text("重大"))], shows: .text("特别重大"), differs: true),
        Case(
            name: "an absent value ranks lowest", rule: levels, siblings: [(1, .text("一般")), (2, .absent)],
            shows: .text("一般"), differs: true),
        Case(
            name: "a union shows a whole list beside elements", rule: .union,
            siblings: [(1, .list([.text("乙"), .text("丙")]))], shows: .list([.text("丙"), .text("乙")]), differs: false),
    ]

    private static func siblings(_ values: [(UInt64, FieldValue)]) -> [RecordState.Sibling] {
        values.map { RecordState.Sibling(dot: Dot(Epoch(bits: $0.0), 1), content: .value($0.1)) }
    }

    private static func display(_ siblings: [RecordState.Sibling], _ rule: FieldRule) -> FieldDisplay {
        FieldDisplay(siblings: siblings, rule: rule) { HybridTime(milliseconds: Int64($0.epoch.bits)) }
    }

    @Test(arguments: cases) func shows(_ one: Case) {
        let display = Self.display(Self.siblings(one.siblings), one.rule)
        #expect(display.value == one.shows)
        #expect(display.hiddenDiffer == one.differs)
    }

    @Test(arguments: cases) func doesNotDependOnTheOrderOfSiblings(_ one: Case) {
        let siblings = Self.siblings(one.siblings)
        #expect(Self.display(siblings.reversed(), one.rule) == Self.display(siblings, one.rule))
    }

    @Test func aUnionListsEachElementOnceInOneOrder() {
        let elements = [(3, "乙"), (1, "甲"), (2, "乙")].map {
            RecordState.Sibling(dot: Dot(Epoch(bits: $0.0), 1), content: .element(.text($0.1)))
        }
        #expect(Self.display(elements, .union).value == .list([.text("乙"), .text("甲")]))
    }

    @Test func equalTimesAreDecidedByTheDot() {
        let siblings = Self.siblings([(1, .text("一")), (2, .text("二"))])
        for rule in [FieldRule.latest, .oneValue] {
            let display = FieldDisplay(siblings: siblings, rule: rule) { _ in HybridTime(bits: 0) }
            #expect(display.value == .text("二"))
        }
    }

    /// From low to high; the order is the same at every replica.
    static let ordered: [FieldValue] = [
        .absent, .boolean(false), .boolean(true), .integer(-1), .integer(2), .real(0), .real(1.5), .text(""),
        .text("a"), .text("aa"), .text("b"), .text("一"), .list([]), .list([.integer(1)]),
        .list([.integer(1), .integer(0)]), .composite(["a": .integer(1)]), .composite(["a": .integer(2)]),
        .unknown([1]), .unknown([2]),
    ]

    @Test func valuesHaveOneTotalOrder() {
        var random = Seeded(seed: 1)
        for _ in 0..<20 {
            #expect(Self.ordered.shuffled(using: &random).sorted(by: FieldValue.precedes) == Self.ordered)
        }
        for value in Self.ordered { #expect(!FieldValue.precedes(value, value)) }
    }
}
