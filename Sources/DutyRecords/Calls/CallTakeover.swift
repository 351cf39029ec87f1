package import SyncKit

/// What a call already tells of a log entry, an incident or its 初报: by rules alone, each element with the one of the
/// call that it came from. A person confirms each before anything is written.
package enum CallTakeover {
    /// One element that is taken over.
    package struct Element: Sendable, Hashable {
        /// Of the record that is made.
        package let field: String
        package let value: FieldValue
        /// Those of the call.
        package let from: [String]
    }

    /// The collections that a call can become.
    package static let targets = ["log-entry", "incident"]

    /// - Parameter collection: one of ``targets``.
    package static func elements(of call: RecordFacts, for collection: String) -> [Element] {
        switch collection {
        case "log-entry": logEntry(call)
        case "incident": incident(call)
        default: []
        }
    }

    private static func logEntry(_ call: RecordFacts) -> [Element] {
        // A log entry is of the minute at which the thing happened; where the caller named none, of the call's.
        [
            taken("occurredAt", call, "occurredAt") ?? taken("occurredAt", call, "receivedAt"),
            taken("receivedAt", call, "receivedAt"), joined("matter", call, ["matter", "place", "course"]),
            caller(call), joined("handling", call, ["measures", "answer", "result"]),
            taken("incident", call, "incident"),
        ].compactMap { $0 }
    }

    private static func incident(_ call: RecordFacts) -> [Element] {
        // The minute of the call is no minute of the event: Art. 12 counts from the latter, so it stays missing.
        [
            taken("occurredAt", call, "occurredAt"), taken("place", call, "place"),
            joined("summary", call, ["matter", "course"]), caller(call), taken("receivedAt", call, "receivedAt"),
            taken("cause", call, "cause"), taken("measures", call, "measures"), taken("trend", call, "trend"),
            taken("scope", call, "effect"),
        ].compactMap { $0 } + SpokenCasualties.read(call.text("matter") ?? "", call.text("course") ?? "")
    }

    private static func taken(_ field: String, _ call: RecordFacts, _ source: String) -> Element? {
        guard call.has(source), let value = call.fields[source] else { return nil }
        return Element(field: field, value: value, from: [source])
    }

    private static func joined(_ field: String, _ call: RecordFacts, _ sources: [String]) -> Element? {
        let parts = sources.filter { call.has($0) }
        guard !parts.isEmpty else { return nil }
        return Element(
            field: field, value: .text(parts.compactMap { call.text($0) }.joined(separator: "\n")), from: parts)
    }

    private static func caller(_ call: RecordFacts) -> Element? {
        let parts = ["callerUnit", "callerPost", "callerName", "callerPhone"].filter { call.has($0) }
        guard !parts.isEmpty else { return nil }
        return Element(
            field: "source", value: .text("电话：" + parts.compactMap { call.text($0) }.joined(separator: " ")),
            from: parts)
    }

    /// What a 初报 says of an incident as it stands.
    package static func report(of incident: RecordFacts) -> [Element] {
        let same = [
            "scope", "trend", "measures", "proposals", "siteLead", "siteLeadPhone", "leadersOnSite", "nature", "deaths",
            "missing", "injured", "seriouslyInjured", "relocated", "directLossYuan",
        ]
        return [text(of: incident)].compactMap { $0 } + same.compactMap { taken($0, incident, $0) }
    }

    private static func text(of incident: RecordFacts) -> Element? {
        guard let summary = incident.text("summary") else { return nil }
        var start: [String] = []
        if let time = incident.time("occurredAt") {
            let (_, month, day) = time.day.parts
            start.append("\(month)月\(day)日\(time.minuteOfDay / 60)时\(time.minuteOfDay % 60)分")
        }
        if let place = incident.text("place") { start.append(place) }
        let parts = ["occurredAt", "place", "summary"].filter { incident.has($0) }
        return Element(field: "text", value: .text((start + [summary]).joined(separator: "，")), from: parts)
    }
}
