/// The present state of one record: each field a multi-value register whose siblings are the values
/// that no later write has seen (Shapiro et al., A comprehensive study of CRDTs, 2011, section 3.2).
package struct RecordState: Hashable, Sendable {
    package struct Sibling: Hashable, Sendable {
        package let dot: Dot
        package let content: Content

        package init(dot: Dot, content: Content) {
            self.dot = dot
            self.content = content
        }
    }

    package enum Content: Hashable, Sendable {
        case value(FieldValue)
        /// One element of a union.
        case element(FieldValue)
        /// An operation of a newer version, as it came; it covers nothing here and is covered by later writes.
        case unknown([UInt8])
    }

    /// By field name; a field without siblings is not listed. Siblings are sorted by dot, then by their place in the write.
    package private(set) var fields: [String: [Sibling]]

    package init(fields: [String: [Sibling]] = [:]) { self.fields = fields }

    package var isEmpty: Bool { fields.isEmpty }

    /// Applies one change of one set.
    ///
    /// Sets come in causal order, each once, so what the context covers is here already or was overwritten:
    /// the outcome does not depend on the order of concurrent sets.
    /// - Parameter sees: whether the change's context covers a dot.
    package mutating func apply(_ writes: [FieldWrite], dot: Dot, sees: (Dot) -> Bool) {
        if fields.isEmpty { fields.reserveCapacity(writes.count) }
        for write in writes {
            var siblings = fields[write.field] ?? []
            var added: [Content] = []
            switch write.operation {
            case .set(let value):
                siblings.removeAll { $0.dot != dot && sees($0.dot) }
                added = [.value(value)]
            case .elements(let add, let remove):
                let gone = Set(remove).union(add)
                siblings.removeAll { $0.dot != dot && sees($0.dot) && $0.isReplaced(by: gone) }
                var met: Set<FieldValue> = []
                added = add.filter { met.insert($0).inserted }.map(Content.element)
            case .unknown(let bytes):
                added = [.unknown(bytes)]
            }
            let place = siblings.firstIndex { dot < $0.dot } ?? siblings.endIndex
            siblings.insert(contentsOf: added.map { Sibling(dot: dot, content: $0) }, at: place)
            fields[write.field] = siblings.isEmpty ? nil : siblings
        }
    }
}

extension RecordState.Sibling {
    /// Whether a write of union elements that has seen this sibling takes its place.
    fileprivate func isReplaced(by elements: Set<FieldValue>) -> Bool {
        switch content {
        case .element(let value): elements.contains(value)
        case .value(.absent): true
        case .value, .unknown: false
        }
    }
}
