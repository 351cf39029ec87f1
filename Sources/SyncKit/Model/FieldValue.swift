/// A value that a person typed or a program measured, as a field holds it.
///
/// Times are ISO 8601 texts with their offset, kept as they were written: what an officer typed is never changed.
package indirect enum FieldValue: Hashable, Sendable {
    /// No value: the field was emptied, or never filled.
    case absent
    case text(String)
    case integer(Int64)
    case real(Double)
    case boolean(Bool)
    case list([FieldValue])
    /// Members that mean something only together. An editor carries over members that it does not know.
    case composite([String: FieldValue])
    /// A kind of value that a newer version writes: its bytes as they came, passed on and never reinterpreted.
    case unknown([UInt8])
}

extension FieldValue {
    /// Texts are equal when they were typed alike: 金 and its compatibility form U+F90A, which Unicode holds for
    /// equivalent, are two values.
    package static func == (left: FieldValue, right: FieldValue) -> Bool {
        switch (left, right) {
        case (.absent, .absent): true
        case (.text(let a), .text(let b)): a == b && a.utf8.elementsEqual(b.utf8)
        case (.integer(let a), .integer(let b)): a == b
        case (.real(let a), .real(let b)): a.bitPattern == b.bitPattern
        case (.boolean(let a), .boolean(let b)): a == b
        case (.list(let a), .list(let b)): a == b
        case (.composite(let a), .composite(let b)): a == b
        case (.unknown(let a), .unknown(let b)): a == b
        default: false
        }
    }
}
