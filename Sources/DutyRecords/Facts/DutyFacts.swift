package import SyncKit

/// A unit of the county (Art. 2).
package struct Unit: Sendable {
    package enum Class: String, Sendable {
        case county
        case town
        case department

        /// The order in which units are listed.
        package var rank: Int {
            switch self {
            case .county: 0
            case .town: 1
            case .department: 2
            }
        }
    }

    package let code: String
    package let name: String
    package let kind: Class
    package let leadersRequired: Int
    package let establishedAt: Day?
    package let isRevoked: Bool

    package init?(_ record: RecordFacts) {
        guard let code = record.text("code") else { return nil }
        self.code = code
        name = record.text("name") ?? code
        kind = record.text("class").flatMap { Class(rawValue: $0) } ?? .department
        leadersRequired = record.number("leadersRequired") ?? (kind == .department ? 1 : 2)
        establishedAt = record.day("establishedAt")
        isRevoked = record.has("revokedAt")
    }

    package init(
        code: String, name: String, kind: Class, leadersRequired: Int? = nil, establishedAt: Day? = nil,
        isRevoked: Bool = false
    ) {
        self.code = code
        self.name = name
        self.kind = kind
        self.leadersRequired = leadersRequired ?? (kind == .department ? 1 : 2)
        self.establishedAt = establishedAt
        self.isRevoked = isRevoked
    }

    /// Those in force of the county's list, by their codes.
    package static func inForce(_ records: [RecordFacts]) -> [Unit] {
        records.compactMap { Unit($0) }.filter { !$0.isRevoked }.sorted { $0.code < $1.code }
    }
}

/// A person of a unit (Art. 2, 16, 20).
package struct Person: Sendable {
    package let record: RecordFacts
    package let name: String
    package let post: String?
    package let establishment: String?
    package let leaderRole: String?
    package let rank: String?
    package let joinedAt: Instant?
    package let leftAt: Instant?

    package var id: RecordID { record.id }
    package var unit: String { record.unit }

    package init?(_ record: RecordFacts) {
        guard let name = record.text("name") else { return nil }
        self.record = record
        self.name = name
        post = record.text("post")
        establishment = record.text("establishment")
        leaderRole = record.text("leaderRole").flatMap { $0 == "none" ? nil : $0 }
        rank = record.text("rank")
        joinedAt = record.start("joinedAt")
        leftAt = record.start("leftAt")
    }

    /// 非正式在编人员 stand no duty (Art. 2, 16). One of whom nothing is known is not judged.
    package var isOffEstablishment: Bool { establishment == "非在编" }

    package func isOnStrength(at moment: Instant) -> Bool {
        (joinedAt.map { $0 <= moment } ?? true) && (leftAt.map { moment < $0 } ?? true)
    }
}

/// A stretch of duty: of an officer in the room, or of a leader.
package struct Shift: Sendable {
    package let record: RecordFacts
    package let person: RecordID
    package let span: Range<Instant>

    package var id: RecordID { record.id }
    package var unit: String { record.unit }
    package var substituteFor: RecordID? { record.reference("substituteFor") }
    package var swappedWith: RecordID? { record.reference("swappedWith") }
    /// 代班 or 串班: somebody agreed to it, and a new plan leaves it alone.
    package var isAgreedChange: Bool { substituteFor != nil || swappedWith != nil }

    private init?(_ record: RecordFacts, person field: String) {
        guard !record.isVoided, let start = record.time("start"), let end = record.time("end"), start < end,
            let person = record.reference(field)
        else { return nil }
        self.record = record
        self.person = person
        span = start..<end
    }

    package static func duty(_ record: RecordFacts) -> Shift? { Shift(record, person: "officer") }
    package static func leader(_ record: RecordFacts) -> Shift? { Shift(record, person: "leader") }

    /// 应急值班岗 is a second post; it does not stand for the first (Art. 13).
    package var isMainPost: Bool { (record.text("post") ?? "值班") == "值班" }
    package var role: String? { record.text("role") }
    package var isOnCall: Bool { record.text("tier") == "总带班" }
}

/// 外出报备 (Art. 5(4), 6(6), 7(5)).
package struct Absence: Sendable {
    package let record: RecordFacts
    package let person: RecordID
    package let leaveAt: Instant
    /// When the person is back: by 销假, else by the plan; nil where neither is known.
    package let backAt: Instant?

    package var id: RecordID { record.id }
    package var unit: String { record.unit }

    package init?(_ record: RecordFacts) {
        guard !record.isVoided, let person = record.reference("person"), let leaveAt = record.time("leaveAt") else {
            return nil
        }
        self.record = record
        self.person = person
        self.leaveAt = leaveAt
        backAt = record.time("cancelledAt") ?? record.time("returnAt")
    }

    package func overlaps(_ span: Range<Instant>) -> Bool {
        leaveAt < span.upperBound && (backAt.map { $0 > span.lowerBound } ?? true)
    }

    package func covers(_ moment: Instant) -> Bool { leaveAt <= moment && (backAt.map { moment < $0 } ?? true) }
}
