import Foundation
import SwiftProtobuf

extension FieldValue {
    init(_ wire: WireValue) {
        switch wire.kind {
        case .text(let text): self = .text(text)
        case .integer(let number): self = .integer(number)
        case .real(let number): self = .real(number)
        case .boolean(let flag): self = .boolean(flag)
        case .list(let list): self = .list(list.values.map(FieldValue.init))
        case .composite(let composite):
            self = .composite(
                Dictionary(composite.members.map { ($0.name, FieldValue($0.value)) }, uniquingKeysWith: { $1 }))
        case .absent: self = .absent
        case nil:
            // A kind that this version does not know stands in the unknown fields, which serialise as they came.
            self = .unknown((try? wire.serializedBytes()) ?? [])
        }
    }

    var wire: WireValue {
        var wire = WireValue()
        switch self {
        case .absent: wire.absent = true
        case .text(let text): wire.text = text
        case .integer(let number): wire.integer = number
        case .real(let number): wire.real = number
        case .boolean(let flag): wire.boolean = flag
        case .list(let values): wire.list = WireValueList.with { $0.values = values.map(\.wire) }
        case .composite(let members):
            wire.composite = WireComposite.with {
                $0.members = members.sorted { $0.key.unicodeScalars.lexicographicallyPrecedes($1.key.unicodeScalars) }
                    .map { member in
                        WireComposite.Entry.with {
                            $0.name = member.key
                            $0.value = member.value.wire
                        }
                    }
            }
        case .unknown(let bytes): return (try? WireValue(serializedBytes: bytes)) ?? wire
        }
        return wire
    }
}
