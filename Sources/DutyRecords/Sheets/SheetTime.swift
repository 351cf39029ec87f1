/// Days and times as they stand in people's tables: `2026-10-01`, `2026/10/1 8:30`, `2026年10月1日8时30分`, `10.1`, `1日`.
struct SheetTime: Hashable {
    /// What a cell leaves out is nil.
    var year: Int?
    var month: Int?
    var day: Int
    /// Since midnight; 24:00 is 1440.
    var minute: Int?

    /// nil where the cell says anything else.
    static func read(_ text: String) -> SheetTime? {
        var scanner = CellScanner(text)
        guard var time = date(&scanner) else { return nil }
        scanner.skipSpaces()
        _ = scanner.take("T")
        if !scanner.isAtEnd {
            guard let minute = clock(&scanner) else { return nil }
            time.minute = minute
        }
        scanner.skipSpaces()
        return scanner.isAtEnd ? time : nil
    }

    /// ISO 8601 as the records keep it; nil where year or minute are not said, or the day does not exist.
    var written: String? {
        guard let year, let month, let minute, let day = Day(year, month, day) else { return nil }
        return "\(minute == 1440 ? day + 1 : day)T\(ClockTime.text(minute % 1440))+08:00"
    }

    var writtenDay: String? {
        guard let year, let month, minute ?? 0 == 0 else { return nil }
        return Day(year, month, day)?.description
    }

    static func date(_ scanner: inout CellScanner) -> SheetTime? {
        scanner.attempt { scanner in
            guard let first = scanner.number(digits: 8) else { return nil }
            if first.digits == 8 {
                return SheetTime(year: first.value / 10_000, month: first.value / 100 % 100, day: first.value % 100)
            }
            if first.digits == 4 {
                guard scanner.take("-/.年"), let month = scanner.number(digits: 2), scanner.take("-/.月"),
                    let day = scanner.number(digits: 2)
                else { return nil }
                _ = scanner.take("日号")
                return SheetTime(year: first.value, month: month.value, day: day.value)
            }
            guard first.digits <= 2 else { return nil }
            if scanner.take("日号") { return SheetTime(day: first.value) }
            let inMonth = scanner.attempt { scanner in
                scanner.take("-/.月") ? scanner.number(digits: 2)?.value : nil
            }
            guard let inMonth else { return SheetTime(day: first.value) }
            _ = scanner.take("日号")
            return SheetTime(month: first.value, day: inMonth)
        }
    }

    /// `8:30`, `08:30:00`, `8时30分`, `8点`.
    static func clock(_ scanner: inout CellScanner) -> Int? {
        scanner.attempt { scanner in
            guard let hour = scanner.number(digits: 2), hour.value <= 24 else { return nil }
            let isColon = scanner.take(":")
            guard isColon || scanner.take("时点") else { return nil }
            let minute = scanner.number(digits: 2)
            guard minute != nil || !isColon, (minute?.value ?? 0) < 60 else { return nil }
            if isColon {
                if scanner.take(":"), scanner.number(digits: 2) == nil { return nil }
            } else {
                _ = scanner.take("分整")
            }
            let total = hour.value * 60 + (minute?.value ?? 0)
            return total <= 1440 ? total : nil
        }
    }

    /// `8:30-17:30`, `17:30至次日8:30`. An end that is not later than the start lies on the next day.
    static func span(_ scanner: inout CellScanner) -> (start: Int, end: Int)? {
        scanner.attempt { scanner in
            scanner.skipSpaces()
            guard let start = clock(&scanner) else { return nil }
            guard range(&scanner) else { return nil }
            let isNextDay = scanner.take(word: "次日") || scanner.take(word: "翌日") || scanner.take(word: "第二天")
            guard let end = clock(&scanner) else { return nil }
            return (start, isNextDay || end <= start ? end + 1440 : end)
        }
    }

    /// A sign between two ends, with blanks around it.
    static func range(_ scanner: inout CellScanner) -> Bool {
        scanner.attempt { scanner in
            scanner.skipSpaces()
            guard scanner.take("-—–－~～至到") else { return nil }
            _ = scanner.take("-—")
            scanner.skipSpaces()
            return true
        } ?? false
    }

    /// 1 is Monday, 7 is Sunday: `星期四`, `周四`, `四`.
    static func weekday(_ text: String) -> Int? {
        var scanner = CellScanner(text)
        return weekday(&scanner).flatMap { scanner.isAtEnd ? $0 : nil }
    }

    static func weekday(_ scanner: inout CellScanner) -> Int? {
        scanner.attempt { scanner in
            _ = scanner.take(word: "星期") || scanner.take(word: "礼拜") || scanner.take(word: "周")
            for (number, signs) in ["一1", "二2", "三3", "四4", "五5", "六6", "日天7"].enumerated()
            where scanner.take(signs) {
                return number + 1
            }
            return nil
        }
    }
}
