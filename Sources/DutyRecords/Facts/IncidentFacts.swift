package import SyncKit

/// Event levels (国家突发事件总体应急预案), lowest first.
package enum IncidentLevel: String, Sendable, CaseIterable, Comparable {
    case ordinary = "一般"
    case larger = "较大"
    case major = "重大"
    case extraordinary = "特别重大"

    package static func < (left: IncidentLevel, right: IncidentLevel) -> Bool {
        (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
    }
}

/// What a report or an incident says of those who came to harm.
package struct Casualties: Sendable, Hashable {
    package var deaths: Int?
    package var missing: Int?
    package var injured: Int?
    package var seriouslyInjured: Int?
    package var relocated: Int?
    package var directLossYuan: Int?

    package init(_ record: RecordFacts) {
        deaths = record.number("deaths")
        missing = record.number("missing")
        injured = record.number("injured")
        seriouslyInjured = record.number("seriouslyInjured")
        relocated = record.number("relocated")
        directLossYuan = record.number("directLossYuan")
    }

    package static let names = ["deaths", "missing", "injured", "seriouslyInjured", "relocated", "directLossYuan"]

    package subscript(name: String) -> Int? {
        switch name {
        case "deaths": deaths
        case "missing": missing
        case "injured": injured
        case "seriouslyInjured": seriouslyInjured
        case "relocated": relocated
        case "directLossYuan": directLossYuan
        default: nil
        }
    }

    package var hasHarm: Bool { [deaths, missing, injured, seriouslyInjured].contains { ($0 ?? 0) > 0 } }
}

/// 突发事件 (Art. 12).
package struct Incident: Sendable {
    package let record: RecordFacts
    package let occurredAt: Instant
    package let receivedAt: Instant?
    package let category: String?
    package let level: IncidentLevel?
    package let levelReachedAt: Instant?
    package let isSensitive: Bool
    package let mayEscalate: Bool
    package let isDrill: Bool
    package let superiorToldAt: Instant?
    package let closedAt: Instant?
    /// 误报: when it was found that nothing of the kind had happened.
    package let falseAlarmAt: Instant?
    package let casualties: Casualties

    package var id: RecordID { record.id }
    package var unit: String { record.unit }

    /// Whether the minute of the occurrence is known; until it is, the clocks run from when the unit learned of it.
    package let isOccurrenceKnown: Bool

    /// nil where it is voided.
    package init?(_ record: RecordFacts) {
        guard !record.isVoided else { return nil }
        self.record = record
        isOccurrenceKnown = record.has("occurredAt")
        occurredAt = record.time("occurredAt") ?? record.time("receivedAt") ?? record.enteredAt
        receivedAt = record.time("receivedAt")
        category = record.text("category")
        level = record.text("level").flatMap { IncidentLevel(rawValue: $0) }
        levelReachedAt = record.time("levelReachedAt")
        isSensitive = record.flag("sensitive")
        mayEscalate = record.flag("mayEscalate")
        isDrill = record.flag("drill")
        superiorToldAt = record.time("superiorToldAt")
        closedAt = record.time("closedAt")
        falseAlarmAt = record.time("falseAlarmAt")
        casualties = Casualties(record)
    }

    package var isLargerOrAbove: Bool { (level ?? .ordinary) >= .larger }

    /// The level at a moment: a level that was reached later did not bind before.
    package func isLargerOrAbove(at moment: Instant) -> Bool {
        isLargerOrAbove && (levelReachedAt.map { $0 <= moment } ?? true)
    }

    /// 敏感, or may become 较大 (Art. 12): at once, whatever its level.
    package var isImmediate: Bool { isSensitive || mayEscalate }

    /// Traffic and fire have a shorter watch (生产安全事故报告和调查处理条例 Art. 13).
    package var isTrafficOrFire: Bool {
        let words = (record.text("nature") ?? "") + (record.text("summary") ?? "")
        return ["交通", "车祸", "火灾", "起火", "着火"].contains { words.contains($0) }
    }
}

/// 初报, 续报, 终报, 先行预报, 误报更正 (Art. 12).
package struct Report: Sendable {
    package enum Kind: String, Sendable {
        case first = "初报"
        case following = "续报"
        case final = "终报"
        case advance = "先行预报"
        case correction = "误报更正"
    }

    package enum Way: String, Sendable {
        case phone
        case written
        case online
    }

    package enum Addressee: Sendable, Hashable {
        case county
        case city
        case other
    }

    package let record: RecordFacts
    package let incident: RecordID
    package let kind: Kind
    package let way: Way
    package let number: Int?
    package let addressee: Addressee
    package let casualties: Casualties
    /// What meets a clock: the minute that was written down, or for what was sent on line the hub's receipt.
    package let metAt: Instant?

    package var id: RecordID { record.id }
    package var unit: String { record.unit }
    package var sentAt: Instant? { record.time("sentAt") }

    package init?(_ record: RecordFacts, countyUnit: String) {
        guard !record.isVoided, let incident = record.reference("incident"),
            let kind = record.text("kind").flatMap({ Kind(rawValue: $0) }),
            let way = record.text("by").flatMap({ Way(rawValue: $0) })
        else { return nil }
        self.record = record
        self.incident = incident
        self.kind = kind
        self.way = way
        number = record.number("number")
        casualties = Casualties(record)
        addressee = Self.addressee(record.text("to"), isCounty: record.unit == countyUnit)
        switch way {
        case .phone, .written: metAt = record.time("sentAt")
        // The county's own report leaves this system for the city, which gives no receipt here.
        case .online: metAt = record.unit == countyUnit ? record.time("sentAt") : record.receivedAt
        }
    }

    /// Whom a report went to. A unit's report goes to the county and the county's to the city where it says nothing.
    private static func addressee(_ to: String?, isCounty: Bool) -> Addressee {
        guard let to else { return isCounty ? .city : .county }
        if to == "city" || to.contains("市政府") || to.contains("市委") || to.contains("市总值班室") { return .city }
        if isCounty { return to.contains("市") ? .city : .other }
        if to == "county" || to.contains("县政府") || to.contains("县委") || to.contains("县总值班室") || to.contains("县值班室")
            || to == "县"
        {
            return .county
        }
        return to.contains("局") || to.contains("厅") || to.contains("委员会") || to.contains("部") ? .other : .county
    }
}
