package import DutyRecords
import Seeded
import SyncKit

/// A made-up year of a county of 72 units, at the rates of the size model: some 0.5 M records. Each unit is drawn by
/// itself, so that a test need not hold them all, and counts what it draws as it draws it.
package struct CountyYear: Sendable {
    package enum Kind: Sendable {
        case county
        case town
        case department

        package var word: String {
            switch self {
            case .county: "county"
            case .town: "town"
            case .department: "department"
            }
        }
    }

    /// Records a day and unit.
    package struct Rates: Sendable {
        package let calls: Double
        package let log: Double
        package let documents: Double
        package let handovers: Double
        /// Roster rows: duty shifts and leaders' shifts.
        package let roster: Int

        package static func of(_ kind: Kind) -> Rates {
            switch kind {
            case .county: Rates(calls: 40, log: 25, documents: 25, handovers: 3, roster: 8)
            case .town: Rates(calls: 8, log: 8, documents: 6, handovers: 1.2, roster: 3)
            case .department: Rates(calls: 3.5, log: 4, documents: 4, handovers: 1.2, roster: 3)
            }
        }
    }

    package static let towns = 11
    package static let departments = 60
    package static let unitCount = 1 + towns + departments
    package static let countyCode = "JH"
    /// Of the county a year.
    package static let incidents = (ordinary: 120, larger: 4, sensitive: 60)

    package let seed: UInt64
    package let first: Day
    package let dayCount: Int

    package init(seed: UInt64, year: Int = 2026) {
        let first = Day(number: 0).moved(toYear: year)
        self.init(seed: seed, days: first...(Day(number: 0).moved(toYear: year + 1) + -1))
    }

    /// Other days than a year's, at the same rates; incidents are as many as in a year.
    package init(seed: UInt64, days: ClosedRange<Day>) {
        self.seed = seed
        first = days.lowerBound
        dayCount = days.upperBound.since(days.lowerBound) + 1
    }

    package var days: ClosedRange<Day> { first...first + (dayCount - 1) }

    package func kind(_ unit: Int) -> Kind { unit == 0 ? .county : unit <= Self.towns ? .town : .department }

    package func code(_ unit: Int) -> String {
        switch kind(unit) {
        case .county: Self.countyCode
        case .town: "T\(unit)"
        case .department: "D\(unit)"
        }
    }

    package var unitRecords: [RecordFacts] {
        (0..<Self.unitCount).map { unit in
            record(
                unit, -1,
                [
                    "code": .text(code(unit)), "name": .text("单位\(unit)"), "class": .text(kind(unit).word),
                ])
        }
    }

    func record(_ unit: Int, _ serial: Int, _ fields: [String: FieldValue]) -> RecordFacts {
        RecordFacts(id: id(unit, serial), unit: code(unit), fields: fields)
    }

    func id(_ unit: Int, _ serial: Int) -> RecordID {
        RecordID(high: UInt64(unit + 1) << 32 | 0x7000, low: 1 << 63 | UInt64(serial + 2))
    }
}

extension Day {
    fileprivate func moved(toYear year: Int) -> Day {
        guard let day = Day(year, 1, 1) else { preconditionFailure("\(year)") }
        return day
    }
}
