import DutyRecords

// The relay in one line of a list: the legs that have a limit, one under the other over one axis, each told in a word.
extension RelayBar {
    /// For ``compactHTML``.
    package var compact: [String: Any] {
        let legs = relay.legs.filter { $0.dueAt != nil && $0.kind != .cityFromLevel }
        let axis = relay.axis(from: incident.occurredAt, at: now)
        return [
            "barHeight": String(max(1, legs.count) * Self.pitch),
            "drawn": legs.enumerated().flatMap { index, leg in
                bars(leg, leg.state(at: now), axis).filter { $0["w"] != "0" }.map { bar -> [String: String] in
                    let isLimit = bar["barKind"] == "limit"
                    return bar.merging([
                        "barKind": isLimit ? "limit" : bar["barKind"] == "over" ? "over" : "used",
                        "y": String(index * Self.pitch + 2),
                    ]) { $1 }
                }
            },
            "told": legs.map { leg -> [String: String] in
                let state = leg.state(at: now)
                let (mark, word, style) = shape(state, leg)
                let figures: String =
                    switch state {
                    case .open, .overdue: figuresNow(leg)
                    case .late: words("迟 ", "by ") + words.minutes(leg.lateMinutes(at: now))
                    case .met, .unknown: ""
                    }
                return [
                    "legTold": "\(mark) \(shortName(leg.kind)) \(state == .open ? "" : word) \(figures)",
                    "legClass": style == "late" ? "bad" : style == "met" ? "good" : "",
                ]
            },
        ]
    }

    private static var pitch: Int { 12 }

    private func shortName(_ kind: Relay.Kind) -> String {
        switch kind {
        case .county: words("报县", "County")
        case .immediate: words("立即", "At once")
        case .sameTime: words("同时", "Same time")
        case .written: words("书面", "In writing")
        case .city: words("报市", "City")
        case .learned, .received, .cityFromLevel: name(kind)
        }
    }

    package static let compactHTML = """
        <svg class="wall-bar" viewBox="0 0 1000 {{barHeight}}" height="{{barHeight}}" preserveAspectRatio="none" aria-hidden="true">{{#drawn}}<rect class="{{barKind}}" x="{{x}}" y="{{y}}" width="{{w}}" height="8"/>{{/drawn}}</svg>{{#told}}<span class="{{legClass}}">{{legTold}}</span> {{/told}}
        """
}
