/// What a day is for a duty roster: the six kinds of the regulation (Art. 2, 5, 13).
package enum DayType: String, Hashable, Sendable, CaseIterable {
    case workday
    case weekend
    case holiday
    case adjustedRest = "adjusted-rest"
    case makeupWorkday = "makeup-workday"
    case sensitive

    package var chinese: String {
        switch self {
        case .workday: "工作日"
        case .weekend: "双休日"
        case .holiday: "法定节假日"
        case .adjustedRest: "调休后的公休日"
        case .makeupWorkday: "调休上班日"
        case .sensitive: "特殊敏感时间"
        }
    }

    package var english: String {
        switch self {
        case .workday: "workday"
        case .weekend: "weekend"
        case .holiday: "statutory holiday"
        case .adjustedRest: "adjusted day off"
        case .makeupWorkday: "make-up workday"
        case .sensitive: "sensitive time"
        }
    }

    /// A day off that the State Council's notice names.
    var isRest: Bool { self == .holiday || self == .adjustedRest }
}
