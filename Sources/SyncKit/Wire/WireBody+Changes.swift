import Foundation
import SwiftProtobuf

extension VersionVector {
    init(_ tips: [WireTip]) { self.init(tips.map(Dot.init)) }

    var wire: [WireTip] { tips.map(\.wire) }
}

extension Dot {
    init(_ tip: WireTip) { self.init(Epoch(bits: tip.epoch), tip.counter) }

    var wire: WireTip {
        WireTip.with {
            $0.epoch = epoch.bits
            $0.counter = counter
        }
    }
}

extension Context {
    init(_ wire: WireContext) {
        self.init(vector: VersionVector(wire.vector), dots: Set(wire.dots.map(Dot.init)))
    }

    var wire: WireContext {
        WireContext.with {
            $0.vector = vector.wire
            $0.dots = dots.sorted().map(\.wire)
        }
    }
}

extension FieldWrite {
    init(_ wire: WireWrite) {
        switch wire.operation {
        case .set(let value): self.init(wire.field, .set(FieldValue(value)))
        case .elements(let elements):
            self.init(
                wire.field,
                .elements(add: elements.add.map(FieldValue.init), remove: elements.remove.map(FieldValue.init)))
        case nil: self.init(wire.field, .unknown((try? wire.serializedBytes()) ?? []))
        }
    }

    var wire: WireWrite {
        if case .unknown(let bytes) = operation, let wire = try? WireWrite(serializedBytes: bytes) { return wire }
        return WireWrite.with {
            $0.field = field
            switch operation {
            case .set(let value): $0.set = value.wire
            case .elements(let add, let remove):
                $0.elements = WireElements.with {
                    $0.add = add.map(\.wire)
                    $0.remove = remove.map(\.wire)
                }
            case .unknown: break
            }
        }
    }
}

extension RecordChange {
    /// nil when the record's id is not 16 bytes.
    init?(_ wire: WireChange) {
        guard let record = RecordID(bytes: wire.record) else { return nil }
        self.init(
            collection: wire.collection, record: record, writes: wire.writes.map(FieldWrite.init),
            context: wire.hasContext ? Context(wire.context) : nil)
    }

    var wire: WireChange {
        WireChange.with {
            $0.collection = collection
            $0.record = Data(record.bytes)
            $0.writes = writes.map(\.wire)
            if let context { $0.context = context.wire }
        }
    }
}
