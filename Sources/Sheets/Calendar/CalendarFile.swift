/// A shift as a calendar shows it. Times are Unix milliseconds.
package struct CalendarEvent: Sendable, Hashable {
    /// The same for ever: another one would double the event in people's calendars.
    package var uid: String
    /// How often it was changed.
    package var sequence: Int
    package var changedAt: Int64
    package var start: Int64
    package var end: Int64
    package var summary: String
    package var description: String
    package var location: String
    package var isCancelled: Bool

    package init(
        uid: String, sequence: Int, changedAt: Int64, start: Int64, end: Int64, summary: String,
        description: String = "", location: String = "", isCancelled: Bool = false
    ) {
        self.uid = uid
        self.sequence = sequence
        self.changedAt = changedAt
        self.start = start
        self.end = end
        self.summary = summary
        self.description = description
        self.location = location
        self.isCancelled = isCancelled
    }
}

/// Writes iCalendar (RFC 5545), its times in Asia/Shanghai.
package enum CalendarFile {
    private static let zone = "Asia/Shanghai"
    private static let zoneOffset: Int64 = 8 * 3_600_000

    package static func bytes(name: String, _ events: [CalendarEvent]) -> [UInt8] {
        var lines = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Zhishou//Duty roster//ZH", "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH", "X-WR-CALNAME:" + escaped(name), "X-WR-TIMEZONE:\(zone)",
            // There has been no summer time since 1991.
            "BEGIN:VTIMEZONE", "TZID:\(zone)", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0800",
            "TZOFFSETTO:+0800", "TZNAME:CST", "END:STANDARD", "END:VTIMEZONE",
        ]
        for event in events { lines += self.lines(event) }
        lines.append("END:VCALENDAR")
        return lines.flatMap(folded)
    }

    private static func lines(_ event: CalendarEvent) -> [String] {
        var lines = [
            "BEGIN:VEVENT", "UID:" + escaped(event.uid), "DTSTAMP:" + time(event.changedAt) + "Z",
            "LAST-MODIFIED:" + time(event.changedAt) + "Z", "SEQUENCE:\(event.sequence)",
            "DTSTART;TZID=\(zone):" + time(event.start + zoneOffset),
            "DTEND;TZID=\(zone):" + time(event.end + zoneOffset), "SUMMARY:" + escaped(event.summary),
            "STATUS:" + (event.isCancelled ? "CANCELLED" : "CONFIRMED"),
        ]
        if !event.description.isEmpty { lines.append("DESCRIPTION:" + escaped(event.description)) }
        if !event.location.isEmpty { lines.append("LOCATION:" + escaped(event.location)) }
        return lines + ["END:VEVENT"]
    }

    /// `20261001T083000`.
    private static func time(_ milliseconds: Int64) -> String {
        let day = Int((Double(milliseconds) / 86_400_000).rounded(.down))
        let seconds = Int(milliseconds - Int64(day) * 86_400_000) / 1000
        let date = CivilDate(daysSince1970: day).text.replacing("-", with: "")
        return "\(date)T\(twoDigits(seconds / 3600))\(twoDigits(seconds / 60 % 60))\(twoDigits(seconds % 60))"
    }

    /// A text's value (3.3.11). Other control characters may not stand in it at all.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case ";": result += "\\;"
            case ",": result += "\\,"
            case "\n": result += "\\n"
            case "\u{00}"..."\u{08}", "\u{0B}"..."\u{1F}", "\u{7F}": continue
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Lines of at most 75 octets, no character cut (3.1).
    private static func folded(_ line: String) -> [UInt8] {
        var bytes: [UInt8] = []
        var length = 0
        for scalar in line.unicodeScalars {
            let octets = Array(String(scalar).utf8)
            if length + octets.count > 75 {
                bytes += [0x0D, 0x0A, 0x20]
                length = 1
            }
            bytes += octets
            length += octets.count
        }
        return bytes + [0x0D, 0x0A]
    }
}
