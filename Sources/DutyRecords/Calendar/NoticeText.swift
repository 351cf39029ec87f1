/// The State Council's notice on the holidays of a year, as its text says it:
/// `二、春节：2月15日（周日）至23日（周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。`
///
/// What the text says of itself is checked: the weekday beside a day, and how many days a holiday has. Sentences of
/// neither 放假 nor 上班, and those that encourage (鼓励), name no day. Source: 国务院办公厅关于部分节假日安排的通知, every
/// year's since 2014.
package struct NoticeText: Sendable {
    /// What does not fit, in both languages, with the words that it is of.
    package struct Fault: Error, Sendable, Hashable {
        package let chinese: String
        package let english: String
    }

    package let days: [HolidayArrangement.NamedDay]

    /// - Parameter year: of the holidays. A December day without a year belongs to the year before.
    package init(_ text: String, year: Int) throws(Fault) {
        var days: [HolidayArrangement.NamedDay] = []
        var name: String?
        for line in text.split(whereSeparator: \.isNewline) {
            let (head, rest) = Self.parts(of: line)
            if let head { name = head }
            for sentence in rest.split(separator: "。") {
                let isOff = sentence.contains("放假")
                guard isOff || sentence.contains("上班"), !sentence.contains("鼓励"), Self.namesADay(sentence) else {
                    continue
                }
                guard let name else {
                    throw Fault(
                        chinese: "“\(sentence)”前没有节日名称，应写成“元旦：1月1日放假”。",
                        english: "\"\(sentence)\" has no holiday's name before it")
                }
                var scanner = NoticeScanner(sentence, year: year)
                let named = try scanner.days()
                try Self.check(named, sentence, isOff: isOff)
                days += named.map { HolidayArrangement.NamedDay(day: $0, isOff: isOff, name: name) }
            }
        }
        guard !days.isEmpty else {
            throw Fault(
                chinese: "没有读到放假或上班的日子。请粘贴通知正文，如“元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。”",
                english: "no day off and no make-up workday was found; paste the notice's own text")
        }
        var seen: Set<Day> = []
        for named in days where !seen.insert(named.day).inserted {
            throw Fault(chinese: "\(named.day) 写了两次，请核对。", english: "\(named.day) stands there twice")
        }
        self.days = days.sorted { $0.day < $1.day }
    }

    /// Whether a number stands before a 日.
    private static func namesADay(_ sentence: Substring) -> Bool {
        zip(sentence, sentence.dropFirst()).contains { $0.isNumber && $1 == "日" }
    }

    /// The holiday's name before the colon, without its number, and what is said of it.
    private static func parts(of line: Substring) -> (head: String?, rest: Substring) {
        guard let colon = line.firstIndex(where: { $0 == "：" || $0 == ":" }) else { return (nil, line) }
        let head = line[..<colon].split(separator: "、")
        let isNumbered = head.count > 1 && head[0].allSatisfy { "一二三四五六七八九十0123456789 \t".contains($0) }
        let name = (isNumbered ? head.dropFirst().joined(separator: "、") : head.joined(separator: "、"))
            .filter { !$0.isWhitespace }
        let isName = !name.isEmpty && name.count <= 12 && !name.contains("日安排")
        return (isName ? name : nil, line[line.index(after: colon)...])
    }

    /// 共3天, 放假1天: as many days as are named.
    private static func check(_ days: [Day], _ sentence: Substring, isOff: Bool) throws(Fault) {
        guard isOff, let unit = sentence.lastIndex(of: "天") else { return }
        let digits = sentence[..<unit].reversed().prefix { $0.isASCII && $0.isNumber }.reversed()
        guard let count = Int(String(digits)), count != days.count else { return }
        throw Fault(
            chinese: "“\(sentence)”写明 \(count) 天，读到的是 \(days.count) 天，请核对。",
            english: "\"\(sentence)\" says \(count) days, and names \(days.count)")
    }
}

/// Reads the days of one sentence.
private struct NoticeScanner {
    private let sentence: Substring
    private var rest: Substring
    private let yearOfNotice: Int
    private var year: Int?
    private var month: Int?

    init(_ sentence: Substring, year: Int) {
        self.sentence = sentence
        rest = sentence
        yearOfNotice = year
    }

    mutating func days() throws(NoticeText.Fault) -> [Day] {
        var days: [Day] = []
        var isRange = false
        while !rest.isEmpty {
            if let day = try date() {
                if isRange, let first = days.last {
                    guard first < day, day.since(first) < 30 else {
                        throw fault("“\(first)至\(day)”的先后不对", "\(first) to \(day) is no stretch of days")
                    }
                    days += (first.number + 1...day.number).map { Day(number: $0) }
                } else {
                    days.append(day)
                }
                isRange = false
            } else {
                let next = rest.removeFirst()
                if next == "至" || next == "~" || next == "—" || next == "－" || next == "-" { isRange = true }
            }
        }
        guard !days.isEmpty else { throw fault("没有读到日期", "no date was found") }
        return days
    }

    /// `2026年2月15日（周日）`; year and month may have been said before.
    private mutating func date() throws(NoticeText.Fault) -> Day? {
        guard rest.first?.isWholeNumber == true else { return nil }
        let number = digits()
        switch rest.first {
        case "年":
            (year, month) = (number, nil)
            rest.removeFirst()
            return try date()
        case "月":
            month = number
            rest.removeFirst()
            return try date()
        case "日": rest.removeFirst()
        default: return nil
        }
        guard let month else { throw fault("\(number)日没有月份", "day \(number) has no month") }
        let year = year ?? (month == 12 ? yearOfNotice - 1 : yearOfNotice)
        guard let day = Day(year, month, number) else {
            throw fault("没有 \(year)年\(month)月\(number)日 这一天", "\(year)-\(month)-\(number) stands in no calendar")
        }
        try checkWeekday(day)
        return day
    }

    private mutating func digits() -> Int {
        var number = 0
        while let digit = rest.first?.wholeNumberValue, number < 100_000 {
            number = number * 10 + digit
            rest.removeFirst()
        }
        return number
    }

    /// What stands in the parentheses behind a day names its weekday: 周日, 星期日, 农历正月初七、周一.
    private mutating func checkWeekday(_ day: Day) throws(NoticeText.Fault) {
        guard let open = rest.first, open == "（" || open == "(" else { return }
        let inside = rest.dropFirst().prefix { $0 != "）" && $0 != ")" }
        rest = rest[inside.endIndex...].dropFirst()
        guard let mark = inside.lastIndex(where: { $0 == "周" || $0 == "期" }) else { return }
        let said = inside[inside.index(after: mark)...].first
        let names: [Character] = ["一", "二", "三", "四", "五", "六", "日"]
        let name = names[day.weekday - 1]
        guard said == name || said == "天" && name == "日" else {
            throw fault("\(day) 是周\(name)，不是“\(inside)”", "\(day) is weekday \(day.weekday), not \"\(inside)\"")
        }
    }

    private func fault(_ chinese: String, _ english: String) -> NoticeText.Fault {
        NoticeText.Fault(chinese: "“\(sentence)”：\(chinese)。", english: "\"\(sentence)\": \(english)")
    }
}
