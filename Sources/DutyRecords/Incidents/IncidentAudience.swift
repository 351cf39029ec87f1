import SyncKit

/// Who has to hear of an incident, by its level and marks, each with its ground.
package struct Audience: Sendable, Hashable {
    package enum Addressee: String, Sendable, CaseIterable {
        case county
        case city
        /// 上级对口部门.
        case superior
        /// 单位负责人和有关人员, each acknowledged by name.
        case acknowledgement
        /// 越级: allowed, not owed.
        case bypass
        /// 上级有关部门、当地驻军、可能受到危害的毗邻地区.
        case neighbours
    }

    package let addressee: Addressee
    package let article: String
    /// Whether it is owed, or only allowed.
    package let isOwed: Bool

    /// - Parameter kind: of the unit in whose ledger the incident lies.
    package static func of(_ incident: Incident, unit kind: Unit.Class) -> [Audience] {
        var all: [Audience] = []
        func add(_ addressee: Addressee, _ article: String, isOwed: Bool = true) {
            all.append(Audience(addressee: addressee, article: article, isOwed: isOwed))
        }
        let isUnderNewLaw = incident.occurredAt >= RuleBook.lawOf2024
        if kind != .county { add(.county, "第十二条") }
        if kind == .department && isUnderNewLaw { add(.superior, "突发事件应对法（2024）第六十一条") }
        if incident.isLargerOrAbove { add(.city, "第十二条") }
        if incident.isImmediate { add(.bypass, "第十二条", isOwed: false) }
        if incident.isSensitive || incident.isLargerOrAbove { add(.acknowledgement, "第三条") }
        // 即将发生或者可能发展为重大 and above.
        if (incident.level ?? .ordinary) >= .major || (incident.isLargerOrAbove && incident.mayEscalate),
            isUnderNewLaw
        {
            add(.neighbours, "突发事件应对法（2024）第六十二条")
        }
        return all
    }
}
