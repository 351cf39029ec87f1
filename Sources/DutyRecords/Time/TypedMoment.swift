/// A time or a day as a person types it at night: `0830`, `8:30`, `昨天 2350`, `10-1 8:30`, `2026-10-01 08:30`.
///
/// By the clock of 24 hours in Asia/Shanghai. What could mean two moments is refused with what to type instead: a time
/// is never guessed.
package enum TypedMoment {
    /// Where a field's moments lie, seen from the minute at which they are typed.
    package enum Lean: Sendable, CaseIterable {
        /// It has happened: 23:50 typed at 00:10 is not today's.
        case past
        /// It is still to come: 08:30 typed at 22:00 is not today's.
        case future
        case either
    }

    package enum Fault: Error, Sendable, Hashable, CaseIterable {
        case unreadable
        /// A day alone, where a minute is asked for.
        case noTimeOfDay
        /// A time of the day, where a day is asked for.
        case noDay
        /// 30 February, or 25:00.
        case notThere
        /// Today that minute has not come yet.
        case notYet
        /// Today that minute has passed.
        case gone
        /// Far from today, and no year was typed.
        case yearOpen
    }

    /// A clock that runs a little behind makes nobody wrong.
    private static let tolerance = Instant.Length.minutes(5)

    /// - Returns: ISO 8601 with an offset; what has one already stays as it was typed.
    package static func time(_ typed: String, now: Instant, _ lean: Lean) throws(Fault) -> String {
        let parts = try read(typed, now: now)
        switch parts {
        case .written(let text): return text
        case .day: throw .noTimeOfDay
        case .moment(let day, let clock): return clock.text(on: day)
        case .clock(let clock):
            let moment = now.day.start + .minutes(clock.minutes)
            if lean == .past, moment > now + tolerance { throw .notYet }
            if lean == .future, moment < now - tolerance { throw .gone }
            return clock.text(on: now.day)
        }
    }

    /// - Returns: `YYYY-MM-DD`.
    package static func day(_ typed: String, now: Instant) throws(Fault) -> String {
        let text = TypedDigits.folded(typed)
        if text.utf8.count == 4, let number = TypedDigits.number(text) {
            return try TypedDay.near(number / 100, number % 100, now).description
        }
        switch try read(typed, now: now) {
        case .day(let day): return day.description
        case .written, .moment, .clock: throw .noDay
        }
    }

    /// Either of the two: a day where no minute was typed.
    package static func timeOrDay(_ typed: String, now: Instant) throws(Fault) -> String {
        switch try read(typed, now: now) {
        case .written(let text): text
        case .day(let day): day.description
        case .moment(let day, let clock): clock.text(on: day)
        case .clock(let clock): clock.text(on: now.day)
        }
    }

    private enum Parts {
        case written(String)
        case day(Day)
        case clock(TypedClock)
        case moment(Day, TypedClock)
    }

    private static func read(_ typed: String, now: Instant) throws(Fault) -> Parts {
        guard typed.utf8.count <= 60 else { throw .unreadable }
        if WrittenTime.isTime(typed) { return .written(typed) }
        // As a browser's own input writes it.
        if WrittenTime.isTime(typed + "+08:00") { return .written(typed + "+08:00") }
        var text = TypedDigits.folded(typed)
        if ["现在", "此刻", "now"].contains(text) { return .moment(now.day, TypedClock(now)) }
        var day: Day?
        if let (word, offset) = dayWords.first(where: { text.hasPrefix($0.0) }) {
            day = now.day + offset
            text = String(text.dropFirst(word.count)).trimmed
        }
        let words = text.split(separator: " ").map(String.init)
        switch (words.count, day) {
        case (0, let day?): return .day(day)
        case (1, let day?): return .moment(day, try TypedClock.read(words[0]))
        case (1, nil):
            if words[0].utf8.count == 12, TypedDigits.number(words[0]) != nil {
                let day = try TypedDay.read(String(words[0].prefix(8)), now)
                return .moment(day, try TypedClock.read(String(words[0].suffix(4))))
            }
            if TypedClock.isOne(words[0]) { return .clock(try TypedClock.read(words[0])) }
            return .day(try TypedDay.read(words[0], now))
        case (2, nil): return .moment(try TypedDay.read(words[0], now), try TypedClock.read(words[1]))
        default: throw .unreadable
        }
    }

    /// Longer words first, so that none is taken for the start of another.
    private static let dayWords: [(String, Int)] = [
        ("yesterday", -1), ("tomorrow", 1), ("today", 0), ("大前天", -3), ("前天", -2), ("昨天", -1), ("昨日", -1),
        ("今天", 0), ("今日", 0), ("明天", 1), ("明日", 1), ("后天", 2),
    ]
}

/// Minutes and seconds of a day, as they were typed.
struct TypedClock {
    let minutes: Int
    var seconds: Int?

    init(minutes: Int, seconds: Int? = nil) {
        self.minutes = minutes
        self.seconds = seconds
    }

    init(_ instant: Instant) { self.init(minutes: instant.minuteOfDay) }

    /// Whether it is meant as a time of the day rather than as a date.
    static func isOne(_ word: String) -> Bool {
        word.contains(":") || ((3...4).contains(word.utf8.count) && TypedDigits.number(word) != nil)
    }

    static func read(_ word: String) throws(TypedMoment.Fault) -> TypedClock {
        var parts = word.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        if parts.count == 1 {
            guard isOne(word) else { throw .unreadable }
            parts = [String(word.dropLast(2)), String(word.suffix(2))]
        }
        // 8点 has no minutes.
        if parts.count == 2, parts[1].isEmpty { parts[1] = "00" }
        let numbers = parts.compactMap { (1...2).contains($0.utf8.count) ? TypedDigits.number($0) : nil }
        guard (2...3).contains(parts.count), numbers.count == parts.count else { throw .unreadable }
        let isEndOfDay = numbers[0] == 24 && numbers.dropFirst().allSatisfy { $0 == 0 }
        guard numbers[0] < 24 || isEndOfDay, numbers[1] < 60, numbers.count == 2 || numbers[2] < 60 else {
            throw .notThere
        }
        return TypedClock(minutes: numbers[0] * 60 + numbers[1], seconds: numbers.count == 3 ? numbers[2] : nil)
    }

    /// 24:00 is the next day's start.
    func text(on day: Day) -> String {
        let (day, minutes) = minutes == 1440 ? (day + 1, 0) : (day, minutes)
        return "\(day)T\(ClockTime.text(minutes))" + (seconds.map { ":\(twoDigits($0))" } ?? "") + "+08:00"
    }
}

/// A day as it was typed, with its year or without.
private enum TypedDay {
    static func read(_ word: String, _ now: Instant) throws(TypedMoment.Fault) -> Day {
        if word.utf8.count == 8, let number = TypedDigits.number(word) {
            return try there(number / 10_000, number / 100 % 100, number % 100)
        }
        let parts = word.split(omittingEmptySubsequences: false) { "-/.".contains($0) }.map(String.init)
        let numbers = parts.compactMap { TypedDigits.number($0) }
        guard numbers.count == parts.count, parts.suffix(2).allSatisfy({ $0.utf8.count <= 2 }) else {
            throw .unreadable
        }
        switch parts.count {
        case 3 where parts[0].utf8.count == 4: return try there(numbers[0], numbers[1], numbers[2])
        // 10.1 may be a time as well.
        case 2 where !word.contains("."): return try near(numbers[0], numbers[1], now)
        default: throw .unreadable
        }
    }

    private static func there(_ year: Int, _ month: Int, _ day: Int) throws(TypedMoment.Fault) -> Day {
        guard year >= 1900, let day = Day(year, month, day) else { throw .notThere }
        return day
    }

    /// How far a day of another year may lie where no year was typed.
    private static let farthest = 92
    private static let halfAYear = 183

    /// This year's, where it lies within half a year; else that of another year which is near.
    static func near(_ month: Int, _ day: Int, _ now: Instant) throws(TypedMoment.Fault) -> Day {
        let today = now.day
        if let found = Day(today.year, month, day), abs(found.since(today)) <= halfAYear { return found }
        let others = [today.year - 1, today.year + 1].compactMap { Day($0, month, day) }
        if let found = others.first(where: { abs($0.since(today)) <= farthest }) { return found }
        // A leap day stands in the calendar of some year.
        guard Day(2024, month, day) != nil else { throw .notThere }
        throw .yearOpen
    }
}

enum TypedDigits {
    /// Full-width digits and marks as narrow ones, 年月日时分 as marks.
    static func folded(_ text: String) -> String {
        var folded = ""
        for scalar in text.lowercased().replacing("点半", with: ":30").replacing("时半", with: ":30").unicodeScalars {
            switch scalar {
            case "\u{FF01}"..."\u{FF5E}":
                folded.unicodeScalars.append(Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar)
            case "年", "月", "—", "－", "–": folded += "-"
            case "日", "号", "\u{3000}", ",", "，", "、", "\t": folded += " "
            case "点", "时": folded += ":"
            case "分": continue
            default: folded.unicodeScalars.append(scalar)
            }
        }
        // 今日 is a word, and its 日 stands for no mark.
        for (mark, word) in [("今 ", "今日 "), ("昨 ", "昨日 "), ("明 ", "明日 ")] where folded.hasPrefix(mark) {
            folded = word + folded.dropFirst(mark.count)
        }
        if let last = folded.split(separator: " ").first(where: { $0.contains("t") }), last.first?.isNumber == true {
            folded = folded.replacing("t", with: " ")
        }
        return folded.trimmed
    }

    static func number(_ text: String) -> Int? {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
    }
}

extension String {
    fileprivate var trimmed: String {
        var scalars = Substring(self).unicodeScalars
        while scalars.first?.properties.isWhitespace == true { scalars.removeFirst() }
        while scalars.last?.properties.isWhitespace == true { scalars.removeLast() }
        return String(scalars)
    }
}
