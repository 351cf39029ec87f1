/// A duty that is settled before the plan is made: a 代班, a 串班, or what has been stood already.
package struct FixedDuty: Hashable, Sendable {
    package enum Place: Hashable, Sendable {
        /// By its index among the slots.
        case slot(Int)
        /// One seat of every shift that lies in this time; for shifts that it only touches the person is busy.
        case time(Range<Instant>)
    }

    package let place: Place
    package let person: String

    package init(_ place: Place, person: String) {
        self.place = place
        self.person = person
    }

    /// Why a plan could not keep one: the seat is then planned like any other.
    package enum Refusal: Hashable, Sendable {
        case unknownPerson
        case offStrength
        case away
        /// The person has another duty at the same time.
        case doubled
        /// All seats of the shift are settled otherwise.
        case taken
        case noSuchSlot

        package func sentence(in language: Language) -> String {
            switch (self, language) {
            case (.unknownPerson, .chinese): "人员不在可排名单内"
            case (.unknownPerson, .english): "not among the persons who may stand a duty"
            case (.offStrength, .chinese): "当时不在编"
            case (.offStrength, .english): "not on strength then"
            case (.away, .chinese): "当时外出"
            case (.away, .english): "away then"
            case (.doubled, .chinese): "同一时间已有班次"
            case (.doubled, .english): "on another duty at the same time"
            case (.taken, .chinese): "该班次已排满"
            case (.taken, .english): "the shift is full"
            case (.noSuchSlot, .chinese): "没有这个班次"
            case (.noSuchSlot, .english): "no such slot"
            }
        }
    }
}
