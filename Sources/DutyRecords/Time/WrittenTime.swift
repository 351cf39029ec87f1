/// Times and dates as people and programs write them: ISO 8601 in the profile of RFC 3339, seconds optional.
/// They are judged here and never rewritten.
package enum WrittenTime {
    /// `YYYY-MM-DDTHH:MM[:SS[.fraction]]` with `Z` or an offset such as `+08:00`.
    package static func isTime(_ text: String) -> Bool { milliseconds(text) != nil }

    /// `YYYY-MM-DD` that stands in the calendar.
    package static func isDate(_ text: String) -> Bool {
        scan(text) { scanner in scanner.day() != nil && scanner.isAtEnd ? true : nil } ?? false
    }

    /// Unix milliseconds, finer digits cut off; nil for what is no time with an offset.
    package static func milliseconds(_ text: String) -> Int64? {
        scan(text) { scanner in
            guard let day = scanner.day(), scanner.take("T"), let milliseconds = scanner.timeOfDay(),
                let offset = scanner.offset(), scanner.isAtEnd
            else { return nil }
            return day * 86_400_000 + milliseconds - offset * 60_000
        }
    }

    static func isHexadecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }

    /// Over the text's own bytes: it runs for every time that arrives, and copies nothing.
    private static func scan<Found>(_ text: String, _ read: (inout TimeScanner) -> Found?) -> Found? {
        guard text.utf8.count <= 40 else { return nil }
        var text = text
        return text.withUTF8 { bytes in
            var scanner = TimeScanner(bytes: bytes)
            return read(&scanner)
        }
    }
}

private struct TimeScanner {
    let bytes: UnsafeBufferPointer<UInt8>
    var place = 0

    init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    var isAtEnd: Bool { place == bytes.count }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard place < bytes.count, bytes[place] == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    mutating func number(digits: Int) -> Int64? {
        guard place + digits <= bytes.count else { return nil }
        var value: Int64 = 0
        for _ in 0..<digits {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    private mutating func digit() -> Int64? {
        guard place < bytes.count, (0x30...0x39).contains(bytes[place]) else { return nil }
        place += 1
        return Int64(bytes[place - 1]) - 0x30
    }

    /// The day's number since 1970-01-01.
    mutating func day() -> Int64? {
        // Before 1900 it is a slip of the hand.
        guard let year = number(digits: 4), year >= 1900, take("-"), let month = number(digits: 2),
            (1...12).contains(month), take("-"), let day = number(digits: 2), day >= 1,
            day <= Day.length(Int(year), Int(month))
        else { return nil }
        return Int64(Day.number(Int(year), Int(month), Int(day)))
    }

    /// Milliseconds since midnight.
    mutating func timeOfDay() -> Int64? {
        guard let hour = number(digits: 2), hour < 24, take(":"), let minute = number(digits: 2), minute < 60 else {
            return nil
        }
        var milliseconds = (hour * 60 + minute) * 60_000
        guard take(":") else { return milliseconds }
        // A leap second is written 60.
        guard let second = number(digits: 2), second <= 60 else { return nil }
        milliseconds += second * 1000
        guard take(".") else { return milliseconds }
        var weight: Int64 = 100
        guard let first = digit() else { return nil }
        milliseconds += first * weight
        while let next = digit() {
            weight /= 10
            milliseconds += next * weight
        }
        return milliseconds
    }

    /// Minutes east of Greenwich.
    mutating func offset() -> Int64? {
        if take("Z") { return 0 }
        let isEast = take("+")
        guard isEast || take("-"), let hours = number(digits: 2), hours <= 14, take(":"),
            let minutes = number(digits: 2), minutes < 60
        else { return nil }
        return (hours * 60 + minutes) * (isEast ? 1 : -1)
    }
}
