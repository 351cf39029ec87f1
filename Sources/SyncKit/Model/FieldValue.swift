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
