/// Who may stand a duty: the caller passes only persons on the establishment (Art. 2, 16).
package struct PlanPerson: Hashable, Sendable {
    package let id: String
    package let name: String
    /// When on strength: from here on, and before there; nil is open.
    package let from: Instant?
    package let to: Instant?
    package var absences: [Range<Instant>]
    /// What was stood before the slots that are planned.
    package let pastLoad: DutyLoad

    package init(
        id: String, name: String, from: Instant? = nil, to: Instant? = nil, absences: [Range<Instant>] = [],
        pastLoad: DutyLoad = .none
    ) {
        self.id = id
        self.name = name
        self.from = from
        self.to = to
        self.absences = absences
        self.pastLoad = pastLoad
    }

    /// Through the whole of a stretch.
    package func isOnStrength(during span: Range<Instant>) -> Bool {
        (from.map { $0 <= span.lowerBound } ?? true) && (to.map { span.upperBound <= $0 } ?? true)
    }

    /// In any minute of a stretch.
    package func isAway(during span: Range<Instant>) -> Bool { absences.contains { $0.overlaps(span) } }

    package func mayStand(_ span: Range<Instant>) -> Bool { isOnStrength(during: span) && !isAway(during: span) }
}
