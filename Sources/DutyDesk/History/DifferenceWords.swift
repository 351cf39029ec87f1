import DutyRecords

/// A change of a text with its removed and added stretches marked.
enum DifferenceWords {
    /// What a template draws: each part with its kind; nothing where little of the text is left, and the two are better
    /// read whole.
    /// - Parameter isShort: whether long stretches that stayed the same are left out.
    static func view(from before: String, to after: String, isShort: Bool = false) -> [[String: Any]] {
        let difference = TextDifference(from: before, to: after)
        guard difference.isPartial else { return [] }
        return difference.parts.map { part in
            switch part {
            case .same(let text): ["same": [isShort ? shortened(text) : text]]
            case .removed(let text): ["removed": [text]]
            case .added(let text): ["added": [text]]
            }
        }
    }

    private static let contextMost = 80

    private static func shortened(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard scalars.count > 3 * contextMost else { return text }
        return String(scalars.prefix(contextMost)) + " … " + String(scalars.suffix(contextMost))
    }

    static let html =
        "{{#parts}}{{#same}}{{.}}{{/same}}{{#removed}}<del>{{.}}</del>{{/removed}}{{#added}}<ins>{{.}}</ins>{{/added}}{{/parts}}"
}
