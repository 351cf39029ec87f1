/// Times and dates as people and programs write them (ISO 8601, the profile of RFC 3339).
package enum WrittenTime {
    /// `YYYY-MM-DDTHH:MM[:SS[.fraction]]` with `Z` or an offset.
    package static func isTime(_ text: String) -> Bool { milliseconds(text) != nil }

    /// `YYYY-MM-DD` that stands in the calendar.
    package static func isDate(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return bytes.count == 10 && day(bytes) != nil
    }

    /// Unix milliseconds; nil for what is no time with an offset.
    package static func milliseconds(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 17, let day = day(bytes), bytes[10] == UInt8(ascii: "T"),
            let hour = number(bytes, 11, 2), let minute = number(bytes, 14, 2), bytes[13] == UInt8(ascii: ":"),
            hour < 24, minute < 60
        else { return nil }
        var place = 16
        var second: Int64 = 0
        var thousandths: Int64 = 0
        if place < bytes.count, bytes[place] == UInt8(ascii: ":") {
            guard let found = number(bytes, place + 1, 2), found < 61 else { return nil }
            second = found
            place += 3
            if place < bytes.count, bytes[place] == UInt8(ascii: ".") {
                var digits = 0
                place += 1
                while place < bytes.count, let digit = digit(bytes[place]) {
                    if digits < 3 { thousandths = thousandths * 10 + digit }
                    digits += 1
                    place += 1
                }
                guard (1...9).contains(digits) else { return nil }
                for _ in min(digits, 3)..<3 { thousandths *= 10 }
            }
        }
        guard let offset = offset(bytes, place) else { return nil }
        let seconds = (day * 24 + hour) * 3600 + minute * 60 + second - offset * 60
        return seconds * 1000 + thousandths
    }

    /// Minutes east of Greenwich at the end of the text.
    private static func offset(_ bytes: [UInt8], _ place: Int) -> Int64? {
        guard place < bytes.count else { return nil }
        if bytes[place] == UInt8(ascii: "Z") { return place + 1 == bytes.count ? 0 : nil }
        guard bytes[place] == UInt8(ascii: "+") || bytes[place] == UInt8(ascii: "-"), bytes.count == place + 6,
            bytes[place + 3] == UInt8(ascii: ":"), let hours = number(bytes, place + 1, 2),
            let minutes = number(bytes, place + 4, 2), hours <= 14, minutes < 60
        else { return nil }
        let total = hours * 60 + minutes
        return bytes[place] == UInt8(ascii: "-") ? -total : total
    }

    /// The day's number since 1970-01-01 (Howard Hinnant, chrono-Compatible Low-Level Date Algorithms).
    private static func day(_ bytes: [UInt8]) -> Int64? {
        guard bytes.count >= 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = number(bytes, 0, 4), let month = number(bytes, 5, 2), let day = number(bytes, 8, 2),
            (1...12).contains(month), day >= 1, day <= length(year, month), year >= 1900
        else { return nil }
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func length(_ year: Int64, _ month: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func number(_ bytes: [UInt8], _ place: Int, _ count: Int) -> Int64? {
        guard place + count <= bytes.count else { return nil }
        var value: Int64 = 0
        for byte in bytes[place..<place + count] {
            guard let digit = digit(byte) else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    private static func digit(_ byte: UInt8) -> Int64? {
        (0x30...0x39).contains(byte) ? Int64(byte) - 0x30 : nil
    }
}
