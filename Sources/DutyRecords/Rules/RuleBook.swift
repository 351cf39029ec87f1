package import SyncKit

/// A profile of rules: its figures from one day to another, for the county or for one unit.
package struct RuleProfile: Sendable {
    package let title: String
    package let documentNumber: String?
    package let validFrom: Instant
    package let validTo: Instant?
    /// nil: the county's.
    package let unit: String?
    /// What it sets of the figures, by name.
    package let figures: [String: FieldValue]

    package init(
        title: String, documentNumber: String? = nil, validFrom: Instant, validTo: Instant? = nil,
        unit: String? = nil, figures: [String: FieldValue] = [:]
    ) {
        self.title = title
        self.documentNumber = documentNumber
        self.validFrom = validFrom
        self.validTo = validTo
        self.unit = unit
        self.figures = figures
    }

    package init?(_ record: RecordFacts) {
        guard let validFrom = record.start("validFrom"), case .composite(let figures)? = record.fields["figures"] else {
            return nil
        }
        self.init(
            title: record.text("title") ?? "", documentNumber: record.text("documentNumber"), validFrom: validFrom,
            validTo: record.end("validTo"), unit: record.text("unit"), figures: figures)
    }

    package func isInForce(at moment: Instant) -> Bool {
        validFrom <= moment && (validTo.map { moment < $0 } ?? true)
    }
}

/// Which figures are in force when, and for whom: a record is judged by those of the moment at which it happened.
package struct RuleBook: Sendable {
    /// The figures of a moment, and what they rest on.
    package struct Basis: Sendable {
        package var figures: RuleFigures
        package var title: String
        /// A profile of the county or of the unit ran out and none followed.
        package var hasExpired = false
    }

    private let county: [RuleProfile]
    private let units: [String: [RuleProfile]]

    package init(_ profiles: [RuleProfile] = []) {
        let sorted = profiles.sorted { $0.validFrom < $1.validFrom }
        county = sorted.filter { $0.unit == nil }
        units = Dictionary(grouping: sorted.filter { $0.unit != nil }) { $0.unit ?? "" }
    }

    /// What the county entered: `rule-profile`.
    package init(_ facts: [String: [RecordFacts]]) {
        self.init((facts["rule-profile"] ?? []).compactMap { RuleProfile($0) })
    }

    /// 中华人民共和国突发事件应对法 as revised, in force since 2024-11-01.
    package static let lawOf2024 = Day(number: Day.number(2024, 11, 1)).start

    package func basis(for unit: String, at moment: Instant) -> Basis {
        var basis =
            moment < Self.lawOf2024
            ? Basis(figures: .of2015, title: "金政办〔2015〕17号")
            : Basis(figures: .of2024, title: "金政办〔2015〕17号；突发事件应对法（2024）")
        if let profile = county.last(where: { $0.isInForce(at: moment) }) {
            basis.figures.set(profile.figures)
            basis.title = profile.documentNumber ?? profile.title
        } else if let last = county.last(where: { $0.validFrom <= moment }), last.validTo != nil {
            basis.hasExpired = true
        }
        if let own = units[unit] {
            if let profile = own.last(where: { $0.isInForce(at: moment) }) {
                basis.figures.tighten(profile.figures)
                basis.title += "；\(profile.title)"
            } else if own.contains(where: { $0.validFrom <= moment }) {
                basis.hasExpired = true
            }
        }
        return basis
    }

    package func figures(for unit: String, at moment: Instant) -> RuleFigures { basis(for: unit, at: moment).figures }
}
