/// What a field shows: a pure function of its siblings by the field's declared rule.
package struct FieldDisplay: Hashable, Sendable {
    package let value: FieldValue
    /// Siblings that are kept and not shown, and differ from what is: a conflict for a person under `oneValue`,
    /// a badge under the other rules.
    package let hiddenDiffer: Bool

    /// - Parameter time: the hybrid time of a sibling's set; asked only where the rule needs it.
    package init(siblings: [RecordState.Sibling], rule: FieldRule, time: (Dot) -> HybridTime) {
        var values: [(dot: Dot, value: FieldValue)] = []
        var elements: [FieldValue] = []
        for sibling in siblings {
            switch sibling.content {
            case .value(let value): values.append((sibling.dot, value))
            case .element(let value): elements.append(value)
            case .unknown(let bytes): values.append((sibling.dot, .unknown(bytes)))
            }
        }
        if rule == .union || !elements.isEmpty {
            // A whole list that some version set stands beside the elements that were added one by one.
            for case .list(let whole) in values.map(\.value) { elements.append(contentsOf: whole) }
            var seen: Set<FieldValue> = []
            value = .list(elements.filter { seen.insert($0).inserted }.sorted(by: FieldValue.precedes))
            hiddenDiffer = values.contains { value in
                if case .list = value.value { return false }
                return value.value != .absent
            }
            return
        }
        hiddenDiffer = Set(values.map(\.value)).count > 1
        guard hiddenDiffer else {
            value = values.first?.value ?? .absent
            return
        }
        switch rule {
        case .greatest(let order):
            value = values.max { Self.rank($0.value, order) < Self.rank($1.value, order) }?.value ?? .absent
        case .latest, .oneValue, .union:
            value = values.max { (time($0.dot), $0.dot) < (time($1.dot), $1.dot) }?.value ?? .absent
        }
    }

    /// An absent value ranks lowest, an unknown one highest; among unknown ones the order of values decides.
    private static func rank(_ value: FieldValue, _ order: [FieldValue]) -> RankedValue {
        if value == .absent { return RankedValue(place: -1, value: value) }
        return RankedValue(place: order.firstIndex(of: value) ?? order.count, value: value)
    }

    private struct RankedValue: Comparable {
        let place: Int
        let value: FieldValue

        static func < (left: Self, right: Self) -> Bool {
            left.place == right.place
                ? FieldValue.precedes(left.value, right.value) : left.place < right.place
        }
    }
}

extension FieldValue {
    /// A total order, the same at every replica: by kind, then by content, texts by Unicode scalar.
    package static func precedes(_ left: FieldValue, _ right: FieldValue) -> Bool {
        compare(left, right) < 0
    }

    private var kindRank: Int {
        switch self {
        case .absent: 0
        case .boolean: 1
        case .integer: 2
        case .real: 3
        case .text: 4
        case .list: 5
        case .composite: 6
        case .unknown: 7
        }
    }

    private static func compare(_ left: FieldValue, _ right: FieldValue) -> Int {
        switch (left, right) {
        case (.boolean(let a), .boolean(let b)): return a == b ? 0 : (b ? -1 : 1)
        case (.integer(let a), .integer(let b)): return a == b ? 0 : (a < b ? -1 : 1)
        case (.real(let a), .real(let b)): return order(a.bitPattern, b.bitPattern)
        case (.text(let a), .text(let b)): return lexical(Array(a.unicodeScalars), Array(b.unicodeScalars), order)
        case (.list(let a), .list(let b)): return lexical(a, b, compare)
        case (.composite(let a), .composite(let b)):
            let names = Set(a.keys).union(b.keys).sorted()
            for name in names {
                let result = compare(a[name] ?? .absent, b[name] ?? .absent)
                if result != 0 { return result }
            }
            return 0
        case (.unknown(let a), .unknown(let b)): return lexical(a, b, order)
        default: return left.kindRank - right.kindRank
        }
    }

    private static func order<T: Comparable>(_ left: T, _ right: T) -> Int {
        left == right ? 0 : (left < right ? -1 : 1)
    }

    private static func lexical<T>(_ left: [T], _ right: [T], _ compare: (T, T) -> Int) -> Int {
        for (a, b) in zip(left, right) {
            let result = compare(a, b)
            if result != 0 { return result }
        }
        return left.count - right.count
    }
}
