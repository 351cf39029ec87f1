import Foundation

/// A record's state as one blob, which never travels: each dot once, then the fields by name.
///
/// It is written at every change of a record, so it has a form of its own that is a third of the work of a general
/// one. Numbers are LEB128, signed ones in zigzag, texts and bytes with their length before them:
///
///     1, dots { epoch (8 bytes), counter }, fields { name, siblings { place of the dot, kind, value } }
enum PackedState {
    /// The first byte; another one is another form.
    private static let form: UInt8 = 1

    private enum Kind {
        static let absent: UInt8 = 0
        static let text: UInt8 = 1
        static let integer: UInt8 = 2
        static let real: UInt8 = 3
        static let no: UInt8 = 4
        static let yes: UInt8 = 5
        static let list: UInt8 = 6
        static let composite: UInt8 = 7
        static let unknown: UInt8 = 8
        /// An operation of a newer version: the write as it came.
        static let operation: UInt8 = 9
        /// Added to the kind of an element of a union.
        static let element: UInt8 = 0x10
    }

    /// - Returns: nothing for a record of which every set is held; it is not listed.
    static func encode(_ state: RecordState) -> Data {
        if state.isEmpty { return Data() }
        // A record's siblings come of few sets.
        var dots: [Dot] = []
        for siblings in state.fields.values {
            for sibling in siblings where !dots.contains(sibling.dot) { dots.append(sibling.dot) }
        }
        dots.sort()
        var writer = ByteWriter(capacity: 2048)
        writer.byte(form)
        writer.number(UInt64(dots.count))
        for dot in dots {
            writer.fixed(dot.epoch.bits)
            writer.number(dot.counter)
        }
        writer.number(UInt64(state.fields.count))
        for (name, siblings) in state.fields.sorted(by: { $0.key < $1.key }) {
            writer.text(name)
            writer.number(UInt64(siblings.count))
            for sibling in siblings {
                writer.number(UInt64(dots.firstIndex(of: sibling.dot) ?? 0))
                write(sibling.content, &writer)
            }
        }
        return Data(writer.bytes)
    }

    /// The state that a record's first set leaves, straight from its writes: most sets are of that kind.
    /// - Returns: nil where it is not one value for each field.
    static func encodeFirst(_ writes: [FieldWrite], dot: Dot) -> Data? {
        guard !writes.isEmpty else { return nil }
        let places = writes.indices.sorted { writes[$0].field < writes[$1].field }
        var writer = ByteWriter(capacity: 2048)
        writer.byte(form)
        writer.number(1)
        writer.fixed(dot.epoch.bits)
        writer.number(dot.counter)
        writer.number(UInt64(writes.count))
        for (number, place) in places.enumerated() {
            guard case .set(let value) = writes[place].operation,
                number == 0 || writes[places[number - 1]].field != writes[place].field
            else { return nil }
            writer.text(writes[place].field)
            writer.number(1)
            writer.number(0)
            write(value, flag: 0, &writer)
        }
        return Data(writer.bytes)
    }

    private static func write(_ content: RecordState.Content, _ writer: inout ByteWriter) {
        switch content {
        case .value(let value): write(value, flag: 0, &writer)
        case .element(let value): write(value, flag: Kind.element, &writer)
        case .unknown(let bytes):
            writer.byte(Kind.operation)
            writer.block(bytes)
        }
    }

    private static func write(_ value: FieldValue, flag: UInt8, _ writer: inout ByteWriter) {
        switch value {
        case .absent: writer.byte(Kind.absent | flag)
        case .text(let text):
            writer.byte(Kind.text | flag)
            writer.text(text)
        case .integer(let number):
            writer.byte(Kind.integer | flag)
            writer.number(UInt64(bitPattern: (number << 1) ^ (number >> 63)))
        case .real(let number):
            writer.byte(Kind.real | flag)
            writer.fixed(number.bitPattern)
        case .boolean(let isTrue): writer.byte((isTrue ? Kind.yes : Kind.no) | flag)
        case .list(let values):
            writer.byte(Kind.list | flag)
            writer.number(UInt64(values.count))
            for value in values { write(value, flag: 0, &writer) }
        case .composite(let members):
            writer.byte(Kind.composite | flag)
            writer.number(UInt64(members.count))
            for (name, value) in members.sorted(by: { $0.key < $1.key }) {
                writer.text(name)
                write(value, flag: 0, &writer)
            }
        case .unknown(let bytes):
            writer.byte(Kind.unknown | flag)
            writer.block(bytes)
        }
    }

    static func decode(_ bytes: Data) throws -> RecordState { try bytes.withUnsafeBytes { try decode($0) } }

    static func decode(_ bytes: UnsafeRawBufferPointer) throws -> RecordState {
        if bytes.isEmpty { return RecordState() }
        var reader = ByteReader(bytes)
        guard try reader.byte() == form else { throw ByteReader.malformed }
        let dots = try reader.list { reader in
            Dot(Epoch(bits: try reader.fixed()), try reader.number())
        }
        let count = try reader.number()
        var fields: [String: [RecordState.Sibling]] = Dictionary(minimumCapacity: Int(min(count, 256)))
        for _ in 0..<count {
            let name = try reader.text()
            fields[name] = try reader.list { reader in
                let place = Int(try reader.number())
                guard dots.indices.contains(place) else { throw ByteReader.malformed }
                return RecordState.Sibling(dot: dots[place], content: try content(&reader))
            }
        }
        return RecordState(fields: fields)
    }

    private static func content(_ reader: inout ByteReader) throws -> RecordState.Content {
        let kind = try reader.byte()
        if kind == Kind.operation { return .unknown(try reader.block()) }
        let value = try value(kind & ~Kind.element, &reader)
        return kind & Kind.element == 0 ? .value(value) : .element(value)
    }

    private static func value(_ kind: UInt8, _ reader: inout ByteReader) throws -> FieldValue {
        switch kind {
        case Kind.absent: return .absent
        case Kind.text: return .text(try reader.text())
        case Kind.integer:
            let zigzag = try reader.number()
            return .integer(Int64(bitPattern: zigzag >> 1) ^ -Int64(bitPattern: zigzag & 1))
        case Kind.real: return .real(Double(bitPattern: try reader.fixed()))
        case Kind.no: return .boolean(false)
        case Kind.yes: return .boolean(true)
        case Kind.list: return .list(try reader.list { try value($0.byte(), &$0) })
        case Kind.composite:
            let members = try reader.list { (try $0.text(), try value($0.byte(), &$0)) }
            return .composite(Dictionary(members, uniquingKeysWith: { $1 }))
        case Kind.unknown: return .unknown(try reader.block())
        default: throw ByteReader.malformed
        }
    }
}
