/// Why bytes are not the JSON that may be entered.
package struct JSONError: Error, Hashable, Sendable {
    package enum Reason: String, Sendable, CaseIterable {
        case syntax
        case byteOrderMark
        case duplicateName
        case loneSurrogate
        case controlCharacter
        case invalidUTF8
        case tooDeep
        case numberRange
    }

    package let reason: Reason
    /// The byte at which it was found, from 0.
    package let offset: Int
    /// The member of the outermost object in whose value it was found.
    package let member: String?
}

/// A strict reader of JSON (RFC 8259). What a more lenient one would silently change or drop is refused: the second
/// of two members of one name, half a surrogate pair, NUL, a number that does not fit.
package struct JSONReader {
    private let bytes: [UInt8]
    private var place = 0
    private var member: String?

    /// Arrays and objects within each other.
    package static let depthMax = 16

    package static func read(_ bytes: some Sequence<UInt8>) throws(JSONError) -> JSONValue {
        var reader = JSONReader(bytes: Array(bytes))
        if reader.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { throw reader.error(.byteOrderMark) }
        let value = try reader.value(depth: 0)
        reader.skipSpace()
        guard reader.place == reader.bytes.count else { throw reader.error(.syntax) }
        return value
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private func error(_ reason: JSONError.Reason, at place: Int? = nil) -> JSONError {
        JSONError(reason: reason, offset: place ?? self.place, member: member)
    }

    private var current: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func skipSpace() {
        while let byte = current, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { place += 1 }
    }

    private mutating func take(_ character: Unicode.Scalar) throws(JSONError) {
        guard current == UInt8(ascii: character) else { throw error(.syntax) }
        place += 1
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        for index in 0..<word.utf8CodeUnitCount {
            guard current == word.utf8Start[index] else { throw error(.syntax) }
            place += 1
        }
        return value
    }

    private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        skipSpace()
        switch current {
        case UInt8(ascii: "{"): return try object(depth: depth + 1)
        case UInt8(ascii: "["): return try array(depth: depth + 1)
        case UInt8(ascii: "\""): return .text(try string())
        case UInt8(ascii: "t"): return try word("true", .boolean(true))
        case UInt8(ascii: "f"): return try word("false", .boolean(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSONValue {
        guard depth <= Self.depthMax else { throw error(.tooDeep) }
        place += 1
        var members: [(String, JSONValue)] = []
        // Canonically equal names count as one: a dictionary further on would lose one of them.
        var names: Set<String> = []
        skipSpace()
        if current == UInt8(ascii: "}") {
            place += 1
            return .object([])
        }
        while true {
            skipSpace()
            guard current == UInt8(ascii: "\"") else { throw error(.syntax) }
            let start = place
            let name = try string()
            guard names.insert(name).inserted else { throw error(.duplicateName, at: start) }
            skipSpace()
            try take(":")
            if depth == 1 { member = name }
            members.append((name, try value(depth: depth)))
            if depth == 1 { member = nil }
            skipSpace()
            if current == UInt8(ascii: ",") {
                place += 1
                continue
            }
            try take("}")
            return .object(members)
        }
    }

    private mutating func array(depth: Int) throws(JSONError) -> JSONValue {
        guard depth <= Self.depthMax else { throw error(.tooDeep) }
        place += 1
        var values: [JSONValue] = []
        skipSpace()
        if current == UInt8(ascii: "]") {
            place += 1
            return .array([])
        }
        while true {
            values.append(try value(depth: depth))
            skipSpace()
            if current == UInt8(ascii: ",") {
                place += 1
                continue
            }
            try take("]")
            return .array(values)
        }
    }
}

// Texts.
extension JSONReader {
    private mutating func string() throws(JSONError) -> String {
        place += 1
        var read: [UInt8] = []
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                place += 1
                return String(decoding: read, as: UTF8.self)
            case UInt8(ascii: "\\"): try escape(into: &read)
            case 0x20..<0x7F:
                read.append(byte)
                place += 1
            case 0x00..<0x20, 0x7F: throw error(.controlCharacter)
            default: try multibyte(into: &read)
            }
        }
        throw error(.syntax)
    }

    /// One scalar of several bytes: shortest form, no surrogate, not past U+10FFFF.
    private mutating func multibyte(into read: inout [UInt8]) throws(JSONError) {
        let lead = bytes[place]
        let count = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
        guard (0xC2...0xF4).contains(lead), place + count <= bytes.count else { throw error(.invalidUTF8) }
        var value = UInt32(lead) & (0xFF >> UInt32(count + 1))
        for index in 1..<count {
            let byte = bytes[place + index]
            guard byte & 0xC0 == 0x80 else { throw error(.invalidUTF8) }
            value = value << 6 | UInt32(byte & 0x3F)
        }
        let least: UInt32 = count == 4 ? 0x10000 : count == 3 ? 0x800 : 0x80
        guard value >= least, let scalar = Unicode.Scalar(value) else { throw error(.invalidUTF8) }
        guard !scalar.isRefusedControl else { throw error(.controlCharacter) }
        read.append(contentsOf: bytes[place..<place + count])
        place += count
    }

    private mutating func escape(into read: inout [UInt8]) throws(JSONError) {
        let start = place
        place += 1
        guard let byte = current else { throw error(.syntax) }
        place += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): read.append(byte)
        case UInt8(ascii: "n"): read.append(0x0A)
        case UInt8(ascii: "t"): read.append(0x09)
        case UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "r"): throw error(.controlCharacter, at: start)
        case UInt8(ascii: "u"):
            let scalar = try escapedScalar(start)
            guard !scalar.isRefusedControl else { throw error(.controlCharacter, at: start) }
            read.append(contentsOf: Array(String(scalar).utf8))
        default: throw error(.syntax, at: start)
        }
    }

    /// What follows `\u`: four digits, or a whole surrogate pair.
    private mutating func escapedScalar(_ start: Int) throws(JSONError) -> Unicode.Scalar {
        let unit = try fourDigits()
        if let scalar = Unicode.Scalar(unit) { return scalar }
        guard (0xD800...0xDBFF).contains(unit), current == UInt8(ascii: "\\"), place + 1 < bytes.count,
            bytes[place + 1] == UInt8(ascii: "u")
        else { throw error(.loneSurrogate, at: start) }
        place += 2
        let low = try fourDigits()
        guard (0xDC00...0xDFFF).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
        else { throw error(.loneSurrogate, at: start) }
        return scalar
    }

    private mutating func fourDigits() throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw error(.syntax)
            }
            value = value << 4 | UInt32(digit)
            place += 1
        }
        return value
    }
}

// Numbers.
extension JSONReader {
    private mutating func number() throws(JSONError) -> JSONValue {
        let start = place
        if current == UInt8(ascii: "-") { place += 1 }
        let digits = place
        try skipDigits()
        if bytes[digits] == UInt8(ascii: "0") && place - digits > 1 { throw error(.syntax, at: digits) }
        var isInteger = true
        if current == UInt8(ascii: ".") {
            isInteger = false
            place += 1
            try skipDigits()
        }
        let mantissa = bytes[digits..<place]
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            isInteger = false
            place += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { place += 1 }
            try skipDigits()
        }
        let text = String(decoding: bytes[start..<place], as: UTF8.self)
        // -0 is no integer: its sign would be lost.
        if isInteger && text != "-0" {
            guard let number = Int64(text) else { throw error(.numberRange, at: start) }
            return .integer(number)
        }
        // Neither to infinity nor, being none, to zero.
        guard let number = Double(text), number.isFinite,
            number != 0 || !mantissa.contains(where: { (0x31...0x39).contains($0) })
        else { throw error(.numberRange, at: start) }
        return .real(number)
    }

    private mutating func skipDigits() throws(JSONError) {
        let start = place
        while let byte = current, (0x30...0x39).contains(byte) { place += 1 }
        guard place > start else { throw error(.syntax) }
    }
}

extension Unicode.Scalar {
    /// Control characters but the line feed and the tabulator, NUL among them: no officer typed one.
    var isRefusedControl: Bool {
        switch value {
        case 0x09, 0x0A: false
        case 0x00...0x1F, 0x7F...0x9F: true
        default: false
        }
    }
}
