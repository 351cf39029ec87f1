import DutyRecords
import SyncKit

/// A time of 2026-10-01, or of a day that is named.
func at(_ time: String, on day: String = "2026-10-01") -> Instant {
    guard let instant = Instant("\(day)T\(time)+08:00") else { preconditionFailure("\(day) \(time)") }
    return instant
}

func day(_ text: String) -> Day {
    guard let day = Day(text) else { preconditionFailure(text) }
    return day
}

/// A record of a unit, as the rules read it.
func facts(
    _ number: UInt64, _ fields: [String: FieldValue], unit: String = "LC", received: Instant? = nil
) -> RecordFacts {
    RecordFacts(id: id(number), unit: unit, fields: fields, receivedAt: received)
}

extension FieldValue {
    static func time(_ instant: Instant) -> FieldValue { .text(instant.description) }
    static func record(_ number: UInt64) -> FieldValue { .text(id(number).description) }
}

/// The county JH with the town LC and the department YJ.
let unitFacts = [
    facts(9001, ["code": .text("JH"), "name": .text("金湖县"), "class": .text("county")], unit: "*"),
    facts(9002, ["code": .text("LC"), "name": .text("黎城镇"), "class": .text("town")], unit: "*"),
    facts(9003, ["code": .text("YJ"), "name": .text("应急局"), "class": .text("department")], unit: "*"),
]

func book(_ facts: [String: [RecordFacts]]) -> DutyBook {
    DutyBook(countyUnit: "JH", facts.merging(["unit": unitFacts]) { given, _ in given })
}

/// All that is owed at a moment, of one rule where one is named.
func due(
    _ facts: [String: [RecordFacts]], now: Instant, _ rule: Obligation.Rule? = nil,
    calendar: DutyCalendar = DutyCalendar(), rules: RuleBook = RuleBook(), window: ClosedRange<Day>? = nil,
    unit: String? = nil
) -> [Obligation] {
    DueRules(
        duties: book(facts), calendar: calendar, book: rules, window: window ?? now.day...now.day, now: now, unit: unit
    ).all().filter { rule == nil || $0.rule == rule }
}
