import DutyDesk
import DutyRecords
import SyncKit

/// A year's days with what each is, by a sign and in words.
struct YearGrid {
    private(set) var months: [[String: Any]] = []
    let isAnnounced: Bool
    let weekdays: [String]
    let legend: [[String: String]]

    /// - Parameter entries: the county's own days.
    init(_ year: Int, _ calendar: DutyCalendar, _ entries: [RecordFacts], now: Instant, _ words: Words) {
        weekdays = (0..<7).map { words.weekday(Day(number: 4) + $0, short: true) }
        legend = [
            ("day-off", words("休", "H"), words("法定节假日、调休公休", "holiday, adjusted day off")),
            ("day-made", words("班", "W"), words("调休上班日", "make-up workday")),
            ("day-tense", words("敏", "S"), words("特殊敏感时间", "special period")),
            ("day-own", words("县", "C"), words("县里录入的日子", "entered by the county")),
        ].map { ["style": $0.0, "mark": $0.1, "text": $0.2] }
        let own = Set(entries.compactMap { $0.day("date")?.number })
        isAnnounced = Day(year, 1, 1).map { calendar.day($0, asOf: now).dayType != nil } ?? false
        for month in 1...12 {
            guard let first = Day(year, month, 1) else { continue }
            var cells = Array(repeating: Self.blank, count: first.weekday - 1)
            var day = first
            while day.parts.month == month {
                cells.append(Self.cell(day, calendar.day(day, asOf: now), isOwn: own.contains(day.number), words))
                day = day + 1
            }
            while cells.count % 7 > 0 { cells.append(Self.blank) }
            months.append([
                "name": words("\(month) 月", "\(year)-\(month < 10 ? "0" : "")\(month)"),
                "weeks": stride(from: 0, to: cells.count, by: 7).map { ["days": Array(cells[$0..<$0 + 7])] },
            ])
        }
    }

    private static var blank: [String: Any] { ["style": "", "number": "", "mark": "", "said": [String]()] }

    private static func cell(_ day: Day, _ known: CalendarDay, isOwn: Bool, _ words: Words) -> [String: Any] {
        let (mark, style): (String, String) =
            switch known.dayType {
            case .holiday?, .adjustedRest?: (words("休", "H"), "day-off")
            case .makeupWorkday?: (words("班", "W"), "day-made")
            case .sensitive?: (words("敏", "S"), "day-tense")
            case .weekend?: ("", "day-weekend")
            case .workday?: ("", "")
            case nil: ("", "day-unknown")
            }
        let isTense = !known.periods.isEmpty && style == "day-off"
        let isPlain = mark.isEmpty && !isOwn
        let said =
            isPlain
            ? []
            : [
                ([known.dayType.map { words($0.chinese, $0.english) }, known.name] + known.periods.map(\.reason))
                    .compactMap(\.self).filter { !$0.isEmpty }.joined(separator: words("，", ", "))
            ]
        return [
            "number": day.parts.day, "style": style, "said": said,
            "mark": mark + (isTense ? words("敏", "S") : "") + (isOwn ? words("县", "C") : ""),
        ]
    }
}
