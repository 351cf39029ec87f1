import SyncKit

/// The figures that the county tells the city, set against the sum of what each unit itself said last (Art. 12).
package struct CityFigures: Sendable {
    /// The last word of one unit.
    package struct UnitWord: Sendable {
        package let unit: String
        /// Its last report; nil where its incident's own record alone says something.
        package let report: Report?
        /// What it told last of each figure: a report that is silent on one takes nothing back.
        package let figures: [String: Int]
    }

    /// A figure in which the county's report and the units' sum are not the same.
    package struct Difference: Sendable, Hashable {
        package let field: String
        /// nil where the report says nothing of it.
        package let told: Int?
        /// nil where no unit says anything of it.
        package let sum: Int?

        package var more: Int { (told ?? 0) - (sum ?? 0) }
    }

    /// In the order of the units' codes.
    package let words: [UnitWord]
    /// Of the figures that some unit has told.
    package let sum: [String: Int]

    /// - Parameters:
    ///   - incidents: the event's record and those that are its sources, with the hub's receipts.
    ///   - reports: of all of them, of every unit.
    package init(_ incidents: [Incident], reports: [Report], countyUnit: String) {
        // What the county heard of itself lies in the unit's ledger, and is not the unit's word.
        let own = incidents.filter { $0.unit == countyUnit || $0.record.receivedAt != nil }
        let told = reports.filter { $0.unit != countyUnit && $0.kind != .correction }
        let units = Set(own.map(\.unit) + told.map(\.unit)).sorted()
        words = units.map { unit in
            let theirs = told.filter { $0.unit == unit }.sorted { Self.time($0) < Self.time($1) }
            // Two records of one unit speak of one event: they are not added up.
            let records = own.filter { $0.unit == unit }.map(\.casualties) + theirs.map(\.casualties)
            var figures: [String: Int] = [:]
            for name in Casualties.names { figures[name] = records.compactMap { $0[name] }.last }
            return UnitWord(unit: unit, report: theirs.last, figures: figures)
        }
        var sum: [String: Int] = [:]
        for word in words { sum.merge(word.figures, uniquingKeysWith: +) }
        self.sum = sum
    }

    private static func time(_ report: Report) -> (Instant, RecordID) {
        (report.sentAt ?? report.record.enteredAt, report.id)
    }

    /// Where a report's figures are not the units' sum. A figure that is not told is the same as nought.
    package func differences(from figures: [String: Int]) -> [Difference] {
        Casualties.names.compactMap { name in
            let (told, sum) = (figures[name], self.sum[name])
            return (told ?? 0) == (sum ?? 0) ? nil : Difference(field: name, told: told, sum: sum)
        }
    }

    /// The units' figures in words, to be kept with the report that was set against them: 死亡人数 3＝黎城镇 2＋前锋镇 1.
    /// - Parameter name: of a unit, by its code.
    package func text(_ name: (String) -> String) -> String {
        Casualties.names.compactMap { figure -> String? in
            guard let total = sum[figure], let field = Collection.report.field(figure) else { return nil }
            let parts = words.compactMap { word in word.figures[figure].map { "\(name(word.unit)) \($0)" } }
            return "\(field.chinese) \(total)＝\(parts.joined(separator: "＋"))"
        }.joined(separator: "\n")
    }
}

extension Casualties {
    /// The figures that are told, by their names.
    package var told: [String: Int] {
        var told: [String: Int] = [:]
        for name in Self.names { told[name] = self[name] }
        return told
    }
}
