import SyncKit

/// A report's title by rule: 县+事件+初报, 续报一, 续报二…, 终报.
package enum ReportName {
    /// - Parameters:
    ///   - county: the county's name, such as 金湖县.
    ///   - incident: nil where its record is not here.
    ///   - number: of a 续报, from 1.
    package static func text(county: String, _ incident: RecordFacts?, _ kind: String, number: Int?) -> String {
        county + (incident.map(event) ?? "突发事件") + counted(kind, number)
    }

    /// 初报, 续报二.
    package static func counted(_ kind: String, _ number: Int?) -> String {
        kind == Report.Kind.following.rawValue ? kind + (number.map(ChineseNumeral.text) ?? "") : kind
    }

    /// Of a 续报 its number; where it says none, which of its unit's it is.
    /// - Parameter reports: of the same incident.
    package static func number(of report: RecordFacts, among reports: [RecordFacts]) -> Int? {
        guard report.text("kind") == Report.Kind.following.rawValue else { return nil }
        if let number = report.number("number") { return number }
        let own = reports.filter {
            $0.unit == report.unit && $0.text("kind") == report.text("kind") && (!$0.isVoided || $0.id == report.id)
        }.sorted { $0.id < $1.id }
        return own.firstIndex { $0.id == report.id }.map { $0 + 1 }
    }

    /// The event in few words: its nature where that is given, else the first clause of what is said of it.
    package static func event(_ incident: RecordFacts) -> String {
        let place = incident.text("place") ?? ""
        if let nature = incident.text("nature") { return place + nature }
        let summary = incident.text("summary") ?? ""
        let clause = summary.unicodeScalars.prefix { !"，。；！？,;!?\n".unicodeScalars.contains($0) }
        return joined(place, String(String.UnicodeScalarView(clause.prefix(30))))
    }

    /// A place and what happened there; words that end the one and begin the other stand once.
    static func joined(_ place: String, _ told: String) -> String {
        let (first, second) = (Array(place.unicodeScalars), Array(told.unicodeScalars))
        let common = (0...min(first.count, second.count)).last { first.suffix($0) == second.prefix($0) } ?? 0
        return place + String(String.UnicodeScalarView(second.dropFirst(common)))
    }

    /// The number that the next 续报 of a unit takes.
    package static func nextNumber(after reports: [Report]) -> Int {
        let following = reports.filter { $0.kind == .following }
        return max(following.compactMap(\.number).max() ?? 0, following.count) + 1
    }
}

/// 一 to 九十九; beyond, and below, in figures.
enum ChineseNumeral {
    private static let digits = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"]

    static func text(_ number: Int) -> String {
        guard (1...99).contains(number) else { return String(number) }
        let (tens, ones) = (number / 10, number % 10)
        return (tens == 0 ? "" : (tens == 1 ? "" : digits[tens]) + "十") + digits[ones]
    }
}
