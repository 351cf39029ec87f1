package import SyncKit

extension JSONValue {
    /// A field's value as the commands print it. What a newer version wrote stands as `{"unknown": HEX}`.
    package init(_ value: FieldValue) {
        switch value {
        case .absent: self = .null
        case .text(let text): self = .text(text)
        case .integer(let number): self = .integer(number)
        case .real(let number): self = .real(number)
        case .boolean(let flag): self = .boolean(flag)
        case .list(let values): self = .array(values.map { JSONValue($0) })
        case .composite(let members):
            self = .object(members.sorted { $0.key < $1.key }.map { ($0.key, JSONValue($0.value)) })
        case .unknown(let bytes): self = .object([("unknown", .text(hexadecimal(bytes)))])
        }
    }

    /// The value that a field keeps, exactly as it was read.
    package var fieldValue: FieldValue {
        switch self {
        case .null: .absent
        case .boolean(let flag): .boolean(flag)
        case .integer(let number): .integer(number)
        case .real(let number): .real(number)
        case .text(let text): .text(text)
        case .array(let values): .list(values.map(\.fieldValue))
        case .object(let members): .composite(Dictionary(members.map { ($0.0, $0.1.fieldValue) }) { $1 })
        }
    }
}
