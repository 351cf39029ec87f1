import Foundation

/// Reads and writes the common body by hand: record changes whose parts this version knows all of.
///
/// It is the hottest code of a busy hub, and SwiftProtobuf's visitors take four times as long. Anything else, such as
/// a receipt or a field of a newer version, is left to it: then both functions answer nil. The bytes are the same.
enum QuickBody {
    // MARK: Writing

    static func encode(_ body: SetBody) -> Data? {
        guard !body.speaksAsHub, body.changes.allSatisfy(isKnown) else { return nil }
        var writer = ByteWriter()
        for change in body.changes { writer.message(1) { write(change, &$0) } }
        return Data(writer.bytes)
    }

    private static func isKnown(_ change: RecordChange) -> Bool {
        change.writes.allSatisfy { write in
            switch write.operation {
            case .set(let value): isKnown(value)
            case .elements(let add, let remove): add.allSatisfy(isKnown) && remove.allSatisfy(isKnown)
            case .unknown: false
            }
        }
    }

    private static func isKnown(_ value: FieldValue) -> Bool {
        switch value {
        case .absent, .text, .integer, .real, .boolean: true
        case .list(let values): values.allSatisfy(isKnown)
        case .composite, .unknown: false
        }
    }

    private static func write(_ change: RecordChange, _ writer: inout ByteWriter) {
        writer.string(1, change.collection)
        writer.field(2, change.record.bytes)
        for write in change.writes {
            if case .set(.text(let text)) = write.operation {
                self.write(text, to: write.field, &writer)
                continue
            }
            writer.message(3) { writer in
                writer.string(1, write.field)
                switch write.operation {
                case .set(let value): writer.message(2) { self.write(value, &$0) }
                case .elements(let add, let remove):
                    writer.message(3) { writer in
                        for value in add { writer.message(1) { self.write(value, &$0) } }
                        for value in remove { writer.message(2) { self.write(value, &$0) } }
                    }
                case .unknown: break
                }
            }
        }
        guard let context = change.context else { return }
        writer.message(4) { writer in
            for tip in context.vector.tips { writer.message(1) { self.write(tip, &$0) } }
            for dot in context.dots.sorted() { writer.message(2) { self.write(dot, &$0) } }
        }
    }

    /// The commonest write, each of its lengths known before it: nothing is moved to make room for one.
    private static func write(_ text: String, to field: String, _ writer: inout ByteWriter) {
        let value = 1 + ByteWriter.size(text.utf8.count) + text.utf8.count
        let set = 1 + ByteWriter.size(value) + value
        let name = field.isEmpty ? 0 : 1 + ByteWriter.size(field.utf8.count) + field.utf8.count
        writer.tag(3, .block)
        writer.number(UInt64(name + set))
        writer.string(1, field)
        writer.tag(2, .block)
        writer.number(UInt64(value))
        writer.tag(1, .block)
        writer.text(text)
    }

    private static func write(_ dot: Dot, _ writer: inout ByteWriter) {
        if dot.epoch.bits != 0 {
            writer.tag(1, .fixed64)
            writer.fixed(dot.epoch.bits)
        }
        if dot.counter != 0 {
            writer.tag(2, .varint)
            writer.number(dot.counter)
        }
    }

    private static func write(_ value: FieldValue, _ writer: inout ByteWriter) {
        switch value {
        case .text(let text):
            writer.tag(1, .block)
            writer.text(text)
        case .integer(let number):
            writer.tag(2, .varint)
            writer.number(UInt64(bitPattern: (number << 1) ^ (number >> 63)))
        case .real(let number):
            writer.tag(3, .fixed64)
            writer.fixed(number.bitPattern)
        case .boolean(let isTrue):
            writer.tag(4, .varint)
            writer.number(isTrue ? 1 : 0)
        case .list(let values):
            writer.message(5) { writer in
                for value in values { writer.message(1) { self.write(value, &$0) } }
            }
        case .absent:
            writer.tag(7, .varint)
            writer.number(1)
        case .composite, .unknown: break
        }
    }

    // MARK: Reading

    static func decode(_ bytes: Data) -> SetBody? {
        bytes.withUnsafeBytes { raw in
            var reader = ByteReader(raw)
            var changes: [RecordChange] = []
            do {
                while !reader.isAtEnd {
                    guard try reader.tag() == (1, .block) else { return nil }
                    var part = try reader.message()
                    changes.append(try change(&part))
                }
            } catch {
                return nil
            }
            return SetBody(changes: changes)
        }
    }

    private struct NotCommon: Error {}

    private static func change(_ reader: inout ByteReader) throws -> RecordChange {
        var collection = ""
        var record: RecordID?
        var writes: [FieldWrite] = []
        var context: Context?
        while !reader.isAtEnd {
            switch try reader.tag() {
            case (1, .block): collection = try reader.checkedText()
            case (2, .block): record = RecordID(bytes: Data(try reader.block()))
            case (3, .block):
                var part = try reader.message()
                writes.append(try write(&part))
            case (4, .block) where context == nil:
                var part = try reader.message()
                context = try self.context(&part)
            default: throw NotCommon()
            }
        }
        guard let record else { throw NotCommon() }
        return RecordChange(collection: collection, record: record, writes: writes, context: context)
    }

    private static func write(_ reader: inout ByteReader) throws -> FieldWrite {
        var field = ""
        var operation: FieldWrite.Operation?
        while !reader.isAtEnd {
            switch try reader.tag() {
            case (1, .block): field = try reader.checkedText()
            case (2, .block) where operation == nil:
                var part = try reader.message()
                operation = .set(try value(&part))
            case (3, .block) where operation == nil:
                var part = try reader.message()
                operation = try elements(&part)
            default: throw NotCommon()
            }
        }
        guard let operation else { throw NotCommon() }
        return FieldWrite(field, operation)
    }

    private static func elements(_ reader: inout ByteReader) throws -> FieldWrite.Operation {
        var (add, remove): ([FieldValue], [FieldValue]) = ([], [])
        while !reader.isAtEnd {
            let tag = try reader.tag()
            guard tag.kind == .block, tag.field == 1 || tag.field == 2 else { throw NotCommon() }
            var part = try reader.message()
            if tag.field == 1 { add.append(try value(&part)) } else { remove.append(try value(&part)) }
        }
        return .elements(add: add, remove: remove)
    }

    private static func context(_ reader: inout ByteReader) throws -> Context {
        var (tips, dots): ([Dot], Set<Dot>) = ([], [])
        while !reader.isAtEnd {
            let tag = try reader.tag()
            guard tag.kind == .block, tag.field == 1 || tag.field == 2 else { throw NotCommon() }
            var part = try reader.message()
            let dot = try dot(&part)
            if tag.field == 1 { tips.append(dot) } else { dots.insert(dot) }
        }
        return Context(vector: VersionVector(tips), dots: dots)
    }

    private static func dot(_ reader: inout ByteReader) throws -> Dot {
        var (epoch, counter): (UInt64, UInt64) = (0, 0)
        while !reader.isAtEnd {
            switch try reader.tag() {
            case (1, .fixed64): epoch = try reader.fixed()
            case (2, .varint): counter = try reader.number()
            default: throw NotCommon()
            }
        }
        return Dot(Epoch(bits: epoch), counter)
    }

    /// Lists within lists that are read here; deeper ones are left to the library, which has a bound of its own.
    private static let depthMax = 8

    private static func value(_ reader: inout ByteReader, depth: Int = 0) throws -> FieldValue {
        guard depth <= depthMax else { throw NotCommon() }
        let value: FieldValue
        switch try reader.tag() {
        case (1, .block): value = .text(try reader.checkedText())
        case (2, .varint):
            let zigzag = try reader.number()
            value = .integer(Int64(bitPattern: zigzag >> 1) ^ -Int64(bitPattern: zigzag & 1))
        case (3, .fixed64): value = .real(Double(bitPattern: try reader.fixed()))
        case (4, .varint): value = .boolean(try reader.number() != 0)
        case (5, .block):
            var part = try reader.message()
            var values: [FieldValue] = []
            while !part.isAtEnd {
                guard try part.tag() == (1, .block) else { throw NotCommon() }
                var item = try part.message()
                values.append(try self.value(&item, depth: depth + 1))
            }
            value = .list(values)
        case (7, .varint):
            guard try reader.number() != 0 else { throw NotCommon() }
            value = .absent
        default: throw NotCommon()
        }
        // Of two kinds the later one holds; that is not written here.
        guard reader.isAtEnd else { throw NotCommon() }
        return value
    }
}

/// How a field of a message stands on the wire (protobuf's encoding).
enum WireKind: UInt64 {
    case varint = 0
    case fixed64 = 1
    case block = 2
}

extension ByteWriter {
    fileprivate mutating func tag(_ field: UInt64, _ kind: WireKind) { number(field << 3 | kind.rawValue) }

    /// A text field; an empty one is left out, as proto3 has it.
    fileprivate mutating func string(_ field: UInt64, _ text: String) {
        guard !text.isEmpty else { return }
        tag(field, .block)
        self.text(text)
    }

    fileprivate mutating func field(_ field: UInt64, _ bytes: [UInt8]) {
        tag(field, .block)
        block(bytes)
    }

    /// A message within this one. Its length stands before it, mostly in one byte.
    fileprivate mutating func message(_ field: UInt64, _ body: (inout ByteWriter) -> Void) {
        tag(field, .block)
        let start = bytes.count
        byte(0)
        body(&self)
        setLength(at: start)
    }
}

extension ByteReader {
    fileprivate mutating func tag() throws -> (field: UInt64, kind: WireKind?) {
        let tag = try number()
        return (tag >> 3, WireKind(rawValue: tag & 7))
    }
}
