/// What a roll call or a spot check found out, before anybody judges it (Art. 8, 15).
package struct CheckAnswer: Sendable {
    /// nil where nobody answered.
    package var answeredBy: String?
    package var rings: Int?
    package var seconds: Int?
    package var isForwarded = false

    package init(answeredBy: String?, rings: Int? = nil, seconds: Int? = nil, isForwarded: Bool = false) {
        self.answeredBy = answeredBy
        self.rings = rings
        self.seconds = seconds
        self.isForwarded = isForwarded
    }

    /// Whether the one who answered stands on the roster of that minute; nil where nobody answered.
    package func isOnRoster(_ roster: [String]) -> Bool? { answeredBy.map { roster.contains($0) } }

    /// The finding that the rules propose; a person decides.
    /// - Parameter roster: the names of those who have the duty at that minute.
    package func proposal(roster: [String], _ figures: RuleFigures) -> CheckFinding {
        guard let answeredBy else { return roster.isEmpty ? .unmanned : .noAnswer }
        if isForwarded { return .forwarded }
        if !roster.contains(answeredBy) { return .standIn }
        if isSlow(figures) { return .other }
        return .normal
    }

    /// More than three rings, or more seconds than they take.
    package func isSlow(_ figures: RuleFigures) -> Bool {
        rings.map { $0 > figures.ringsMax } ?? seconds.map { $0 > figures.answerSeconds } ?? false
    }
}

/// The findings of the collection's own choice.
package enum CheckFinding: String, Sendable, CaseIterable {
    case normal = "正常"
    case unmanned = "漏岗"
    case left = "脱岗"
    case standIn = "顶岗"
    case noAnswer = "无人接听"
    case forwarded = "转移"
    case other = "其他"

    /// The kind of 通报 that it calls for; nil where a person has to choose.
    package var circularKind: String? {
        switch self {
        case .unmanned: "漏岗"
        case .left, .noAnswer, .forwarded: "脱岗"
        case .normal, .standIn, .other: nil
        }
    }
}
