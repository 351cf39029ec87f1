import DutyRecords

/// A change of a text with its removed and added stretches marked.
enum DifferenceWords {
    /// What a template draws: each part with its kind; nothing where little of the text is left, and the two are better
    /// read whole.
    static func view(from before: String, to after: String) -> [[String: Any]] {
        let difference = TextDifference(from: before, to: after)
        guard difference.isPartial else { return [] }
        return difference.parts.map { part in
            switch part {
            case .same(let text): ["same": [text]]
            case .removed(let text): ["removed": [text]]
            case .added(let text): ["added": [text]]
            }
        }
    }

    static let html =
        "{{#parts}}{{#same}}{{.}}{{/same}}{{#removed}}<del>{{.}}</del>{{/removed}}{{#added}}<ins>{{.}}</ins>{{/added}}{{/parts}}"
}
