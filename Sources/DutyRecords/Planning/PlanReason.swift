/// Why a slot is as it is, as data; every claim in it is checked against the finished plan.
package indirect enum PlanReason: Hashable, Sendable {
    /// With whom somebody is compared.
    package enum Group: Hashable, Sendable {
        /// All who are on strength and not away then.
        case present
        /// Those of them who are free then, with all the rest that is due.
        case rested
    }

    /// It was settled before.
    case fixed
    /// It began before the plan, and nobody was entered.
    case past
    /// Nobody of the group has stood fewer days of this kind until then.
    case fewest(PlanSlot.Kind, count: Int, Group, sinceLast: Instant.Length?)
    /// 除夕 goes to whoever has stood it least and longest ago; nil is never.
    case eveTurn(last: Instant?, Group, sinceLast: Instant.Length?)
    /// Nobody of the group carries less than these points, which are without the slot.
    case lightest(cost: Int, Group, sinceLast: Instant.Length?)
    /// The only one who could take it with the rest that is due.
    case onlyOne(sinceLast: Instant.Length?)
    /// Taken for the evenness of the whole plan: own points, and the least and the most of anybody.
    case balance(cost: Int, least: Int, most: Int, sinceLast: Instant.Length?)
    /// The rest between two duties is shorter than is due: there are not enough persons.
    case shortRest(due: Instant.Length, had: Instant.Length)
    /// Nobody can take it: how many are not on strength, away, or on another duty then.
    case nobody(offStrength: Int, away: Int, onDuty: Int)
    /// Another one was to stand it and is away now; why this one takes it.
    case inPlaceOf(person: String, name: String, PlanReason)

    /// How long since the last duty, where the reason tells it.
    package var sinceLast: Instant.Length? {
        switch self {
        case .fewest(_, _, _, let length), .eveTurn(_, _, let length), .lightest(_, _, let length),
            .onlyOne(let length),
            .balance(_, _, _, let length):
            length
        case .shortRest(_, let had): had
        case .inPlaceOf(_, _, let reason): reason.sinceLast
        case .fixed, .past, .nobody: nil
        }
    }

    package func sentence(in language: Language) -> String {
        language == .chinese ? chinese : english
    }

    private var chinese: String {
        let since = sinceLast.map { "，距上次值班 \($0.chinese)" } ?? ""
        switch self {
        case .fixed: return "已排定"
        case .past: return "已过去，未登记值班人"
        case .fewest(let kind, let count, let group, _):
            return "\(group.chinese)\(kind.chinese)班次最少（\(count) 次）\(since)"
        case .eveTurn(let last?, let group, _):
            return "\(group.chinese)除夕轮到（上次 \((last - .days(1)).day.year) 年）\(since)"
        case .eveTurn(nil, let group, _): return "\(group.chinese)除夕轮到（未值过除夕）\(since)"
        case .lightest(let cost, let group, _): return "\(group.chinese)不计本班负担最轻（\(cost) 分）\(since)"
        case .onlyOne: return "休息足够的仅此一人\(since)"
        case .balance(let cost, let least, let most, _):
            return "全表统筹（本人 \(cost) 分，各人 \(least)–\(most) 分）\(since)"
        case .shortRest(let due, let had):
            return "休息不足 \(due.chinese)（实为 \(had.chinese)），人手不够"
        case .nobody(0, 0, 0): return "无人可排：名单为空"
        case .nobody(let off, let away, let duty):
            let parts = [(off, "不在编"), (away, "外出"), (duty, "已有班次")].filter { $0.0 > 0 }
            return "无人可排：" + parts.map { "\($0.1) \($0.0) 人" }.joined(separator: "，")
        case .inPlaceOf(_, let name, let reason): return "原排\(name)外出，改排：\(reason.chinese)"
        }
    }

    private var english: String {
        let since = sinceLast.map { ", \($0.english) since the last duty" } ?? ""
        switch self {
        case .fixed: return "settled before"
        case .past: return "past, nobody entered"
        case .fewest(let kind, let count, let group, _):
            return "fewest \(kind.english) duties\(group.english) (\(count))\(since)"
        case .eveTurn(let last?, let group, _):
            return "next in turn for New Year's Eve\(group.english) (last in \((last - .days(1)).day.year))\(since)"
        case .eveTurn(nil, let group, _):
            return "next in turn for New Year's Eve\(group.english) (never stood it)\(since)"
        case .lightest(let cost, let group, _):
            return "carries least without it\(group.english) (\(cost) points)\(since)"
        case .onlyOne: return "the only one with enough rest\(since)"
        case .balance(let cost, let least, let most, _):
            return "for an even plan (\(cost) points, everybody \(least)–\(most))\(since)"
        case .shortRest(let due, let had):
            return "less than \(due.english) of rest (\(had.english)): not enough persons"
        case .nobody(0, 0, 0): return "nobody can take it: no persons"
        case .nobody(let off, let away, let duty):
            let parts = [(off, "not on strength"), (away, "away"), (duty, "on another duty")].filter { $0.0 > 0 }
            return "nobody can take it: " + parts.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
        case .inPlaceOf(_, let name, let reason): return "\(name) is away; instead: \(reason.english)"
        }
    }
}

extension PlanReason.Group {
    fileprivate var chinese: String { self == .rested ? "休息足够者中" : "" }
    fileprivate var english: String { self == .rested ? " of those with enough rest" : "" }
}

extension PlanSlot.Kind {
    package var chinese: String {
        switch self {
        case .workday: "工作日"
        case .weekend: "双休日"
        case .holiday: "假日"
        case .eve: "除夕"
        }
    }

    package var english: String {
        switch self {
        case .workday: "workday"
        case .weekend: "weekend"
        case .holiday: "holiday"
        case .eve: "New Year's Eve"
        }
    }
}

extension Instant.Length {
    /// Whole days from three days on, else whole hours: 48 hours of rest are said as hours.
    private var rounded: (days: Int?, hours: Int) {
        let hours = minutesDown / 60
        return (hours >= 72 ? hours / 24 : nil, hours)
    }

    fileprivate var chinese: String { rounded.days.map { "\($0) 天" } ?? "\(rounded.hours) 小时" }
    fileprivate var english: String { rounded.days.map { "\($0) days" } ?? "\(rounded.hours) h" }
}
