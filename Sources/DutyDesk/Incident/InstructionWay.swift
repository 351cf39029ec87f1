package import DutyRecords
import ProgramShell
package import SyncKit

/// An instruction to a unit as the county sees it: its text as it was given, and each station of its way. That it came
/// to the unit's machine stands there only as the unit told.
package struct InstructionWay {
    let followUp: FollowUp
    let book: RuleBook
    let unitName: String
    let places: [RecordID: InstructionPlace]
    /// Under which path the two acts are taken.
    let actsPath: String
    let now: Instant
    let words: Words
    let token: String
    /// A follow-up that was refused, with all that was typed.
    let typed: Typed?

    /// - Parameter actsPath: the two acts are taken under it, at `/followup` and `/accept`.
    package init(
        _ followUp: FollowUp, book: RuleBook, unitName: String, places: [RecordID: InstructionPlace], actsPath: String,
        now: Instant, words: Words, token: String, typed: Typed?
    ) {
        self.followUp = followUp
        self.book = book
        self.unitName = unitName
        self.places = places
        self.actsPath = actsPath
        self.now = now
        self.words = words
        self.token = token
        self.typed = typed
    }

    /// The form that a refusal goes back to.
    package static func form(_ instruction: String) -> String { "followup-\(instruction)" }

    package var view: [String: Any] {
        let first = followUp.first
        let form = Self.form(first.id.description)
        let isOpen = followUp.stage != .accepted
        let due = followUp.dueAt
        return [
            "wayUnit": unitName, "wayLeader": first.text("leader") ?? "",
            "wayPath": RecordTarget(collection: "instruction", id: first.id.description, unit: first.unit).path(),
            "wayOpenText": words("查看", "open"),
            "wayClock": due.map { [clock($0)] } ?? [], "wayEnd": due == nil ? [end] : [],
            "waySteps": followUp.all.map(step),
            "canAccept": isOpen, "canFollow": isOpen || typed?.form == form, "followAction": "\(actsPath)/followup",
            "acceptAction": "\(actsPath)/accept",
            "token": token, "wayID": first.id.description, "followTitle": words("督办", "Follow up"),
            "followOpen": typed?.form == form ? "open" : "",
            "followDraw": Typed.value(typed, form, "id", RecordID.drawn().description),
            "followLeaderLabel": words("督办人（领导）", "By whom (leader)"),
            "followLeader": Typed.value(typed, form, "leader", first.text("leader") ?? ""),
            "followTextLabel": words("督办内容（原文发给\(unitName)）", "Text, sent to \(unitName) as it is"),
            "followText": Typed.value(typed, form, "text", ""),
            "followDueLabel": words("反馈期限（不填按规则）", "Feedback by (blank: by the rules)"),
            "followDue": Typed.value(typed, form, "due", ""), "followWrong": Typed.message(typed, form),
            "followButton": words("发出督办", "Send the follow-up"), "acceptText": words("认定办结", "Accept as done"),
        ]
    }

    private func clock(_ due: Instant) -> [String: String] {
        let what =
            followUp.stage == .awaitsReceipt ? words("未签收", "no receipt") : words("未反馈", "no feedback")
        if due < now {
            let late = words.minutes((now - due).minutesUp)
            return ["clockStyle": "bad", "clockText": words("▲ \(what)，已超 \(late)", "▲ \(what), late by \(late)")]
        }
        let left = words.minutes((due - now).minutesDown)
        return ["clockStyle": "warn", "clockText": words("○ \(what)，还剩 \(left)", "○ \(what), \(left) left")]
    }

    private var end: [String: String] {
        followUp.stage == .accepted
            ? ["clockStyle": "good", "clockText": words("◉ 已认定办结", "◉ accepted as done")]
            : ["clockStyle": "warn", "clockText": words("○ 已反馈，待县认定办结", "○ fed back, to be accepted by the county")]
    }

    /// One instruction: the first, or one that followed it.
    private func step(_ record: RecordFacts) -> [String: Any] {
        let isFirst = record.id == followUp.first.id
        var stations: [[String: String]] = []
        func add(_ style: String, _ text: String) { stations.append(["stationStyle": style, "station": text]) }
        func at(_ field: String) -> String { record.time(field).map { ShortTime.text($0, at: now) + " " } ?? "" }
        let place = places[record.id]
        add(
            "good",
            words("● 县端有 ", "● at the hub ") + ShortTime.text(place?.savedAt ?? record.enteredAt, at: now)
                + (place.map { " " + $0.author } ?? ""))
        let there = place?.arrivals ?? []
        if there.isEmpty {
            // The unit that took it down by telephone had it first.
            add("soft", words("○ 是否到达单位不详", "○ whether the unit has it is not known"))
        }
        for arrival in there {
            let view = arrival.view(words)
            add(view["style"] as? String ?? "", view["text"] as? String ?? "")
        }
        let clock = InstructionClock(record, book)
        func waits(_ what: String, _ due: Instant) {
            let by = ShortTime.text(due, at: now)
            add(due < now ? "bad" : "warn", words("○ 未\(what)（限 \(by)）", "○ no \(what) (due \(by))"))
        }
        if record.has("receiptAt") {
            add("good", words("◉ 已签收 ", "◉ receipted ") + at("receiptAt") + (record.text("receiptBy") ?? ""))
        } else if !record.has("acceptedAt") {
            waits(words("签收", "receipt"), clock.receiptDueAt)
        }
        if record.has("feedbackAt") {
            add("good", words("◉ 已反馈 ", "◉ fed back ") + at("feedbackAt"))
        } else if record.has("feedback") {
            // Its clock goes on: nobody wrote down when.
            add("warn", words("○ 反馈时间未填", "○ the minute of the feedback is not given"))
        } else if !record.has("acceptedAt") {
            waits(words("反馈", "feedback"), clock.feedbackDueAt)
        }
        if record.has("acceptedAt") {
            add("good", words("◉ 认定办结 ", "◉ accepted ") + at("acceptedAt") + (record.text("acceptedBy") ?? ""))
        }
        return [
            "stepTitle": (isFirst ? words("批示", "Instruction") : words("督办", "Follow-up"))
                + " " + (record.time("issuedAt").map { ShortTime.text($0, at: now) } ?? "")
                + (isFirst ? "" : " " + (record.text("leader") ?? "")),
            "stepText": record.text("text") ?? "", "stations": stations,
            "stepFeedback": Sometimes.text(record.text("feedback").map { words("反馈：", "Feedback: ") + $0 }),
        ]
    }

    /// One `li`.
    package static let html = """
        <li class="way"><p><b>{{wayUnit}}</b> {{wayLeader}} {{#wayClock}}<b class="{{clockStyle}}">{{clockText}}</b>{{/wayClock}}{{#wayEnd}}<b class="{{clockStyle}}">{{clockText}}</b>{{/wayEnd}} <a href="{{wayPath}}">{{wayOpenText}}</a></p>
        {{#waySteps}}<div><p class="soft n">{{stepTitle}}</p><blockquote>{{stepText}}</blockquote><ol class="plain stations">{{#stations}}<li class="{{stationStyle}}">{{station}}</li>{{/stations}}</ol>{{#stepFeedback}}<p class="feedback">{{.}}</p>{{/stepFeedback}}</div>{{/waySteps}}
        {{#canAccept}}<form class="accept" method="post" action="{{acceptAction}}"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="instruction" value="{{wayID}}"><button class="quiet">{{acceptText}}</button></form>{{/canAccept}}{{#canFollow}}<details {{followOpen}}><summary>{{followTitle}}</summary><form class="row" method="post" action="{{followAction}}"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="instruction" value="{{wayID}}"><input type="hidden" name="id" value="{{followDraw}}"><p><label for="leader-{{wayID}}">{{followLeaderLabel}}</label><input id="leader-{{wayID}}" name="leader" autocomplete="off" value="{{followLeader}}"></p><p><label for="due-{{wayID}}">{{followDueLabel}}</label><input id="due-{{wayID}}" name="due" class="n" autocomplete="off" value="{{followDue}}"></p><p class="grow"><label for="text-{{wayID}}">{{followTextLabel}}</label><textarea id="text-{{wayID}}" name="text">
        {{followText}}</textarea></p><button>{{followButton}}</button>{{#followWrong}}<span class="message" role="alert">{{.}}</span>{{/followWrong}}</form></details>{{/canFollow}}</li>
        """
}

/// Since when an instruction is here, by whom, and whether its unit's machines have it.
package struct InstructionPlace: Sendable {
    let savedAt: Instant
    let author: String
    let arrivals: [Arrival]

    /// Of an instruction and of what followed it.
    package static func read(
        _ followUp: FollowUp, _ names: ReplicaNames, in room: some DeskRoom
    ) async throws -> [RecordID: InstructionPlace] {
        var places: [RecordID: InstructionPlace] = [:]
        for record in followUp.all {
            let detail = try await room.store.detail(
                collection: "instruction", id: record.id, unit: record.unit, deliveredTo: nil)
            guard let first = detail.history.first?.authorship else { continue }
            places[record.id] = InstructionPlace(
                savedAt: Instant(milliseconds: first.receivedAt ?? first.at), author: first.author,
                arrivals: try await Arrival.of(detail, names, in: room))
        }
        return places
    }
}
