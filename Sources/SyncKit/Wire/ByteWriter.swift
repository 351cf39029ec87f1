/// Writes numbers, texts and blocks one after the other.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    init(capacity: Int = 1024) { bytes.reserveCapacity(capacity) }

    mutating func byte(_ byte: UInt8) { bytes.append(byte) }

    /// Seven bits a byte, the lowest first (LEB128).
    mutating func number(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// How many bytes a length takes.
    static func size(_ length: Int) -> Int { max(1, (Int.bitWidth - length.leadingZeroBitCount + 6) / 7) }

    /// Eight bytes, the lowest first.
    mutating func fixed(_ number: UInt64) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func text(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            number(UInt64(utf8.count))
            bytes.append(contentsOf: utf8)
        }
    }

    /// Puts the length of what was written after a byte in that byte's place.
    mutating func setLength(at place: Int) {
        var length = ByteWriter(capacity: 10)
        length.number(UInt64(bytes.count - place - 1))
        bytes[place] = length.bytes[0]
        if length.bytes.count > 1 { bytes.insert(contentsOf: length.bytes.dropFirst(), at: place + 1) }
    }

    mutating func block(_ block: [UInt8]) {
        number(UInt64(block.count))
        bytes.append(contentsOf: block)
    }
}

/// Reads what ``ByteWriter`` wrote, and never beyond its end.
struct ByteReader {
    static let malformed = SyncError.malformed("bytes")

    private let bytes: UnsafeRawBufferPointer
    private var place = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    mutating func byte() throws -> UInt8 {
        guard place < bytes.count else { throw Self.malformed }
        defer { place += 1 }
        return bytes[place]
    }

    mutating func number() throws -> UInt64 {
        var number: UInt64 = 0
        for shift in stride(from: 0, to: 64, by: 7) {
            let byte = try byte()
            guard shift < 63 || byte <= 1 else { throw Self.malformed }
            number |= UInt64(byte & 0x7F) << UInt64(shift)
            if byte < 0x80 { return number }
        }
        throw Self.malformed
    }

    mutating func fixed() throws -> UInt64 {
        try slice(8).loadUnaligned(as: UInt64.self).littleEndian
    }

    mutating func text() throws -> String { String(decoding: try slice(), as: UTF8.self) }

    /// A text that has to be UTF-8.
    mutating func checkedText() throws -> String {
        // Repairing is the standard library's fastest way, and leaves what is sound as it is.
        let bytes = try slice()
        var text = String(decoding: bytes, as: UTF8.self)
        let isSound = text.withUTF8 { $0.elementsEqual(bytes) }
        guard isSound else { throw Self.malformed }
        return text
    }

    /// A reader of the block that stands here.
    mutating func message() throws -> ByteReader { ByteReader(try slice()) }

    var isAtEnd: Bool { place == bytes.count }

    mutating func block() throws -> [UInt8] { Array(try slice()) }

    /// As many as are announced before them.
    mutating func list<T>(_ element: (inout ByteReader) throws -> T) throws -> [T] {
        let count = try number()
        guard count <= bytes.count - place else { throw Self.malformed }
        var list: [T] = []
        list.reserveCapacity(Int(count))
        for _ in 0..<count { list.append(try element(&self)) }
        return list
    }

    private mutating func slice() throws -> UnsafeRawBufferPointer {
        let count = try number()
        guard count <= UInt64(bytes.count) else { throw Self.malformed }
        return try slice(Int(count))
    }

    private mutating func slice(_ count: Int) throws -> UnsafeRawBufferPointer {
        guard count <= bytes.count - place else { throw Self.malformed }
        defer { place += count }
        return UnsafeRawBufferPointer(rebasing: bytes[place..<place + count])
    }
}
