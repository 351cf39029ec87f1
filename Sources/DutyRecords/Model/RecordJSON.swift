package import SyncKit

/// Values of fields as lists, exports and the wire's commands write them, and back, unchanged.
extension JSONValue {
    /// The single member that stands for a value of a kind that only a newer version knows: its bytes in hexadecimal.
    private static let unknownMember = "unknown"

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
        case .unknown(let bytes): self = .object([(Self.unknownMember, .text(hexadecimal(bytes)))])
        }
    }

    /// The value that a field keeps, exactly as it stands here.
    package var fieldValue: FieldValue {
        switch self {
        case .null: return .absent
        case .boolean(let flag): return .boolean(flag)
        case .integer(let number): return .integer(number)
        case .real(let number): return .real(number)
        case .text(let text): return .text(text)
        case .array(let values): return .list(values.map(\.fieldValue))
        case .object(let members):
            if members.count == 1, members[0].0 == Self.unknownMember, case .text(let digits) = members[0].1,
                let bytes = Self.bytes(digits)
            {
                return .unknown(bytes)
            }
            return .composite(Dictionary(members.map { ($0.0, $0.1.fieldValue) }) { first, _ in first })
        }
    }

    private static func bytes(_ digits: String) -> [UInt8]? {
        let digits = Array(digits.utf8)
        guard digits.count.isMultiple(of: 2), digits.allSatisfy(WrittenTime.isHexadecimal) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { index in
            UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16) ?? 0
        }
    }
}
