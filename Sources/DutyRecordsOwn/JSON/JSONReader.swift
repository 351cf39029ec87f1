/// Why a text is not the JSON that may be entered.
package struct JSONError: Error, Hashable, Sendable {
    package enum Reason: String, Sendable {
        case syntax, duplicateName, loneSurrogate, controlCharacter, invalidUTF8, tooDeep, numberRange
    }

    package let reason: Reason
    /// The byte at which it was found, from 0.
    package let offset: Int
}

/// A strict reader of JSON: what a more lenient one would silently change or drop is refused here.
package struct JSONReader {
    private let bytes: [UInt8]
    private var place = 0
    private static let depthMax = 16

    /// - Throws: ``JSONError`` for anything but one JSON value.
    package static func read(_ bytes: some Sequence<UInt8>) throws(JSONError) -> JSONValue {
        var reader = JSONReader(bytes: Array(bytes))
        let value = try reader.value(depth: 0)
        reader.skipSpace()
        guard reader.place == reader.bytes.count else { throw reader.error(.syntax) }
        return value
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private func error(_ reason: JSONError.Reason) -> JSONError { JSONError(reason: reason, offset: place) }

    private var current: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func skipSpace() {
        while let byte = current, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { place += 1 }
    }

    private mutating func take(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        for index in 0..<word.utf8CodeUnitCount {
            guard current == word.utf8Start[index] else { throw error(.syntax) }
            place += 1
        }
        return value
    }

    private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        guard depth <= Self.depthMax else { throw error(.tooDeep) }
        skipSpace()
        switch current {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .text(try string())
        case UInt8(ascii: "t"): return try take("true", .boolean(true))
        case UInt8(ascii: "f"): return try take("false", .boolean(false))
        case UInt8(ascii: "n"): return try take("null", .null)
        default: return try number()
        }
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSONValue {
        place += 1
        var members: [(String, JSONValue)] = []
        var names: Set<String> = []
        skipSpace()
        if current == UInt8(ascii: "}") {
            place += 1
            return .object([])
        }
        while true {
            skipSpace()
            guard current == UInt8(ascii: "\"") else { throw error(.syntax) }
            let name = try string()
            guard names.insert(name).inserted else { throw error(.duplicateName) }
            skipSpace()
            guard current == UInt8(ascii: ":") else { throw error(.syntax) }
            place += 1
            members.append((name, try value(depth: depth + 1)))
            skipSpace()
            switch current {
            case UInt8(ascii: ","): place += 1
            case UInt8(ascii: "}"):
                place += 1
                return .object(members)
            default: throw error(.syntax)
            }
        }
    }

    private mutating func array(depth: Int) throws(JSONError) -> JSONValue {
        place += 1
        var values: [JSONValue] = []
        skipSpace()
        if current == UInt8(ascii: "]") {
            place += 1
            return .array([])
        }
        while true {
            values.append(try value(depth: depth + 1))
            skipSpace()
            switch current {
            case UInt8(ascii: ","): place += 1
            case UInt8(ascii: "]"):
                place += 1
                return .array(values)
            default: throw error(.syntax)
            }
        }
    }

    private mutating func string() throws(JSONError) -> String {
        let start = place
        place += 1
        var scalars = String.UnicodeScalarView()
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                place += 1
                return String(scalars)
            case UInt8(ascii: "\\"): scalars.append(try escape())
            case 0x00...0x1F: throw error(.controlCharacter)
            case 0x20...0x7F:
                scalars.append(Unicode.Scalar(byte))
                place += 1
            default: scalars.append(try multibyte())
            }
        }
        place = start
        throw error(.syntax)
    }

    private mutating func multibyte() throws(JSONError) -> Unicode.Scalar {
        let lead = bytes[place]
        let count = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
        guard lead >= 0xC2, lead <= 0xF4, place + count <= bytes.count else { throw error(.invalidUTF8) }
        var value = UInt32(lead) & (count == 4 ? 0x07 : count == 3 ? 0x0F : 0x1F)
        for index in 1..<count {
            let byte = bytes[place + index]
            guard byte & 0xC0 == 0x80 else { throw error(.invalidUTF8) }
            value = value << 6 | UInt32(byte & 0x3F)
        }
        let least: UInt32 = count == 4 ? 0x10000 : count == 3 ? 0x800 : 0x80
        guard value >= least, let scalar = Unicode.Scalar(value) else { throw error(.invalidUTF8) }
        place += count
        return scalar
    }

    private mutating func escape() throws(JSONError) -> Unicode.Scalar {
        let start = place
        place += 1
        guard let byte = current else { throw error(.syntax) }
        place += 1
        switch byte {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "u"): break
        default:
            place = start
            throw error(byte == UInt8(ascii: "b") || byte == UInt8(ascii: "f") ? .controlCharacter : .syntax)
        }
        let unit = try fourDigits()
        if let scalar = Unicode.Scalar(unit) {
            guard unit >= 0x20 || unit == 0x0A || unit == 0x09 || unit == 0x0D else {
                place = start
                throw error(.controlCharacter)
            }
            return scalar
        }
        guard (0xD800...0xDBFF).contains(unit), current == UInt8(ascii: "\\"), place + 1 < bytes.count,
            bytes[place + 1] == UInt8(ascii: "u")
        else {
            place = start
            throw error(.loneSurrogate)
        }
        place += 2
        let low = try fourDigits()
        guard (0xDC00...0xDFFF).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
        else {
            place = start
            throw error(.loneSurrogate)
        }
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

    private mutating func number() throws(JSONError) -> JSONValue {
        let start = place
        if current == UInt8(ascii: "-") { place += 1 }
        let digits = place
        try skipDigits()
        if bytes[digits] == UInt8(ascii: "0") && place - digits > 1 { throw error(.syntax) }
        var isInteger = true
        if current == UInt8(ascii: ".") {
            isInteger = false
            place += 1
            try skipDigits()
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            isInteger = false
            place += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { place += 1 }
            try skipDigits()
        }
        let text = String(decoding: bytes[start..<place], as: UTF8.self)
        if isInteger {
            guard let number = Int64(text) else { throw error(.numberRange) }
            return .integer(number)
        }
        guard let number = Double(text), number.isFinite else { throw error(.numberRange) }
        return .real(number)
    }

    private mutating func skipDigits() throws(JSONError) {
        let start = place
        while let byte = current, (0x30...0x39).contains(byte) { place += 1 }
        guard place > start else { throw error(.syntax) }
    }
}
