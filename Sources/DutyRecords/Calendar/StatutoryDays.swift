/// The statutory days of a year by the 全国年节及纪念日放假办法 in force in it.
package enum StatutoryDays {
    package struct Entry: Hashable, Sendable {
        package let day: Day
        package let name: String
    }

    /// Years whose law and lunar days are known here.
    package static let years = 2014...LunarCalendar.years.upperBound

    /// Every statutory day with its name in the order of days: 11 by the revision in force since 2014-01-01 (国务院令
    /// 第644号), 13 by the one of 2024-11-10 (国务院令第795号, applied from 2025), none outside ``years``.
    ///
    /// Two entries share a day where 中秋 falls on 国庆, as in 2020.
    package static func of(_ year: Int) -> [Entry] {
        guard years.contains(year) else { return [] }
        let hasEveAndSecondOfMay = year >= 2025
        let found: [(Day?, String)] =
            [(Day(year, 1, 1), "元旦")]
            + (hasEveAndSecondOfMay ? [(LunarCalendar.newYearsEve(year), "春节")] : [])
            + (1...3).map { (LunarCalendar.day(year: year, month: 1, day: $0), "春节") }
            + [(LunarCalendar.qingming(year), "清明节"), (Day(year, 5, 1), "劳动节")]
            + (hasEveAndSecondOfMay ? [(Day(year, 5, 2), "劳动节")] : [])
            + [(LunarCalendar.day(year: year, month: 5, day: 5), "端午节")]
            + [(LunarCalendar.day(year: year, month: 8, day: 15), "中秋节")]
            + (1...3).map { (Day(year, 10, $0), "国庆节") }
        return found.compactMap { day, name in day.map { Entry(day: $0, name: name) } }.sorted { $0.day < $1.day }
    }
}
