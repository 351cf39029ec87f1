/// What was taken from a text and what was added, as a reader sees it: character by character in Chinese, whole words
/// and numbers in Latin script.
package struct TextDifference: Sendable, Hashable {
    package enum Part: Sendable, Hashable {
        case same(String)
        case removed(String)
        case added(String)
    }

    package let parts: [Part]

    /// Whether something of the first text is left: else the two are better shown whole.
    package var isPartial: Bool { parts.contains { if case .same = $0 { true } else { false } } }

    package init(from before: String, to after: String) {
        let (old, new) = (Self.tokens(before), Self.tokens(after))
        let start = zip(old, new).prefix { $0 == $1 }.count
        let end = zip(old.dropFirst(start).reversed(), new.dropFirst(start).reversed()).prefix { $0 == $1 }.count
        var builder = Builder()
        for token in old.prefix(start) { builder.add(token, .same) }
        Self.middle(Array(old[start..<old.count - end]), Array(new[start..<new.count - end]), into: &builder)
        for token in old.suffix(end) { builder.add(token, .same) }
        parts = builder.parts()
    }

    /// Scalars that stand or go together. Texts are compared by scalars: what Unicode holds for equivalent is not alike.
    private typealias Token = [Unicode.Scalar]

    private static func tokens(_ text: String) -> [Token] {
        var tokens: [Token] = []
        var isWord = false
        for scalar in text.unicodeScalars {
            let continues = scalar.isASCII && scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
            if continues && isWord { tokens[tokens.count - 1].append(scalar) } else { tokens.append([scalar]) }
            isWord = continues
        }
        return tokens
    }

    /// Beyond this many pairs of tokens the middle counts as replaced whole: a page is not kept waiting for it.
    private static let pairsMax = 1_000_000

    /// The longest common subsequence of what lies between the equal ends.
    private static func middle(_ old: [Token], _ new: [Token], into builder: inout Builder) {
        guard !old.isEmpty, !new.isEmpty, old.count * new.count <= pairsMax else {
            for token in old { builder.add(token, .removed) }
            for token in new { builder.add(token, .added) }
            return
        }
        let width = new.count + 1
        var lengths = [Int32](repeating: 0, count: (old.count + 1) * width)
        for left in old.indices.reversed() {
            for right in new.indices.reversed() {
                lengths[left * width + right] =
                    old[left] == new[right]
                    ? lengths[(left + 1) * width + right + 1] + 1
                    : max(lengths[(left + 1) * width + right], lengths[left * width + right + 1])
            }
        }
        var (left, right) = (0, 0)
        while left < old.count || right < new.count {
            if left < old.count, right < new.count, old[left] == new[right] {
                builder.add(old[left], .same)
                (left, right) = (left + 1, right + 1)
            } else if left < old.count,
                right == new.count || lengths[(left + 1) * width + right] >= lengths[left * width + right + 1]
            {
                builder.add(old[left], .removed)
                left += 1
            } else {
                builder.add(new[right], .added)
                right += 1
            }
        }
    }

    private enum Kind { case same, removed, added }

    /// Joins what belongs together: of a stretch of changes first all that was removed, then all that was added.
    private struct Builder {
        private var stretches: [(same: String, removed: String, added: String)] = [("", "", "")]

        mutating func add(_ token: Token, _ kind: Kind) {
            var text = String.UnicodeScalarView()
            text.append(contentsOf: token)
            let last = stretches.count - 1
            switch kind {
            case .same where stretches[last].removed.isEmpty && stretches[last].added.isEmpty:
                stretches[last].same += String(text)
            case .same: stretches.append((String(text), "", ""))
            case .removed: stretches[last].removed += String(text)
            case .added: stretches[last].added += String(text)
            }
        }

        /// One character that happens to be alike between two changes is part of the change.
        func parts() -> [Part] {
            var parts: [(same: String, removed: String, added: String)] = []
            for (place, stretch) in stretches.enumerated() {
                let isBetween = place > 0 && !(stretch.removed + stretch.added).isEmpty
                if isBetween, stretch.same.unicodeScalars.count == 1, let last = parts.indices.last,
                    !(parts[last].removed + parts[last].added).isEmpty
                {
                    parts[last].removed += stretch.same + stretch.removed
                    parts[last].added += stretch.same + stretch.added
                } else {
                    parts.append(stretch)
                }
            }
            return parts.flatMap { stretch -> [Part] in
                [.same(stretch.same), .removed(stretch.removed), .added(stretch.added)].filter {
                    switch $0 {
                    case .same(let text), .removed(let text), .added(let text): !text.isEmpty
                    }
                }
            }
        }
    }
}
