package import SyncKit

/// Where in a record the words stand.
package struct SearchHit: Sendable {
    package struct Piece: Sendable, Equatable {
        package let text: String
        package let isHit: Bool
    }

    package let field: String
    /// What stands around the first hit, in pieces.
    package let pieces: [Piece]

    /// Unicode scalars before the first hit, and in all.
    private static let before = 24
    private static let length = 100

    /// One for each field in which a word stands, in the order of the form; of a field in conflict also where only a
    /// value has it that is not shown.
    package static func all(
        _ words: SearchWords, in view: RecordView, _ collection: Collection
    ) -> [SearchHit] {
        let folded = words.words.map { FoldedText($0) }
        let known = collection.fields.map(\.name)
        let names =
            known.filter { view.state.fields[$0] != nil }
            + view.state.fields.keys.filter { !known.contains($0) }
            .sorted()
        return names.filter { SearchedText.isRead(collection.field($0)) }.compactMap { name in
            for sibling in view.state.fields[name] ?? [] {
                let value: FieldValue
                switch sibling.content {
                case .value(let own), .element(let own): value = own
                case .unknown: continue
                }
                for text in SearchedText.texts(of: value) {
                    if let pieces = pieces(of: text, folded) { return SearchHit(field: name, pieces: pieces) }
                }
            }
            return nil
        }
    }

    /// nil where no word stands in it.
    static func pieces(of text: String, _ words: [FoldedText]) -> [Piece]? {
        let folded = FoldedText(text)
        var hits: [Range<Int>] = []
        for range in words.flatMap({ folded.ranges(of: $0) }).sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = hits.last, range.lowerBound <= last.upperBound {
                hits[hits.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                hits.append(range)
            }
        }
        guard let first = hits.first else { return nil }
        let scalars = Array(text.unicodeScalars)
        let start = max(0, first.lowerBound - before)
        let end = min(scalars.count, max(start + length, first.upperBound))
        var pieces: [Piece] = []
        func add(_ range: Range<Int>, isHit: Bool) {
            guard !range.isEmpty else { return }
            let part = scalars[range].map { $0.properties.isWhitespace ? " " : $0 }
            pieces.append(Piece(text: String(String.UnicodeScalarView(part)), isHit: isHit))
        }
        if start > 0 { pieces.append(Piece(text: "…", isHit: false)) }
        var place = start
        for hit in hits where hit.lowerBound < end {
            add(place..<hit.lowerBound, isHit: false)
            add(hit.lowerBound..<min(hit.upperBound, end), isHit: true)
            place = min(hit.upperBound, end)
        }
        add(place..<end, isHit: false)
        if end < scalars.count { pieces.append(Piece(text: "…", isHit: false)) }
        return pieces
    }
}
