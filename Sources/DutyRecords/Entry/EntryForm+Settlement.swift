package import SyncKit

/// A value that settles a field.
package enum SettledValue: Sendable {
    /// One that stands in the record's history: it comes back as it was written, and was judged then. nil where the
    /// history has none, which is refused.
    case kept(FieldValue?)
    /// A new one.
    case entered(JSONValue)
}

extension EntryForm {
    /// Turns a decision on fields that have several values into writes.
    /// - Throws: all that is wrong.
    package func settlement(_ values: [(field: String, value: SettledValue)]) throws(EntryRefusal) -> [FieldWrite] {
        var writes: [FieldWrite] = []
        var entered: [FieldWrite] = []
        var errors: [EntryError] = []
        for (name, value) in values {
            do throws(EntryError) {
                let field = try field(name)
                let write = FieldWrite(name, .set(try read(value, field)))
                writes.append(write)
                if case .entered = value { entered.append(write) }
            } catch {
                errors.append(error)
            }
        }
        if let breach = breach(of: writes) { errors.append(.channel(breach)) }
        errors += verdict(on: entered).refusals
        if let first = errors.first { throw EntryRefusal(first, Array(errors.dropFirst())) }
        return writes
    }

    private func read(_ value: SettledValue, _ field: Field) throws(EntryError) -> FieldValue {
        let settled: FieldValue
        switch value {
        case .kept(let kept):
            guard let kept, field.takes(.set(kept)) else { throw .value(field, .wrongType) }
            settled = kept
        case .entered(let json): settled = try read(field, json)
        }
        guard !field.isRequired || field.isFilled(by: settled) else { throw .required(field, of: collection) }
        return settled
    }
}
