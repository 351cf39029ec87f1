import Foundation
import SwiftProtobuf

/// A record's state as one blob: each dot once, the fields by name, values as the wire writes them.
enum PackedState {
    static func encode(_ state: RecordState) throws -> Data {
        var places: [Dot: UInt32] = [:]
        let packed = StorePackedRecord.with { packed in
            for (name, siblings) in state.fields.sorted(by: { $0.key < $1.key }) {
                let field = StorePackedField.with { field in
                    field.name = name
                    for sibling in siblings {
                        let place = places[sibling.dot] ?? UInt32(packed.dots.count)
                        if places.updateValue(place, forKey: sibling.dot) == nil {
                            packed.dots.append(sibling.dot.wire)
                        }
                        field.siblings.append(encode(sibling.content, place))
                    }
                }
                packed.fields.append(field)
            }
        }
        return try packed.serializedBytes()
    }

    private static func encode(_ content: RecordState.Content, _ place: UInt32) -> StorePackedSibling {
        StorePackedSibling.with {
            $0.dot = place
            switch content {
            case .value(let value): $0.value = value.wire
            case .element(let value):
                $0.value = value.wire
                $0.element = true
            case .unknown(let bytes): $0.operation = Data(bytes)
            }
        }
    }

    static func decode(_ bytes: Data) throws -> RecordState {
        if bytes.isEmpty { return RecordState() }
        let packed = try StorePackedRecord(serializedBytes: bytes)
        let dots = packed.dots.map(Dot.init)
        var fields: [String: [RecordState.Sibling]] = Dictionary(minimumCapacity: packed.fields.count)
        for field in packed.fields {
            fields[field.name] = try field.siblings.map { sibling in
                guard Int(sibling.dot) < dots.count else { throw SyncError.malformed("packed state") }
                let content: RecordState.Content =
                    if sibling.hasValue {
                        sibling.element ? .element(FieldValue(sibling.value)) : .value(FieldValue(sibling.value))
                    } else {
                        .unknown(Array(sibling.operation))
                    }
                return RecordState.Sibling(dot: dots[Int(sibling.dot)], content: content)
            }
        }
        return RecordState(fields: fields)
    }
}
