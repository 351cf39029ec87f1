import SyncKit

/// What is wrong with the answer to a call (Art. 8).
package enum PhoneFinding: String, Sendable, CaseIterable {
    /// More than three rings, or more seconds than they take.
    case answeredLate = "answered-late"
    case missed
    /// A piece in writing was asked for and did not come.
    case awaitsWriting = "awaits-writing"
    /// An important answer, or any to the media, without an approved wording.
    case notApproved = "not-approved"
    /// Received and not read back.
    case notVerified = "not-verified"

    package var article: String { "第八条" }

    package func sentence(in language: Language) -> String {
        switch (self, language) {
        case (.answeredLate, .chinese): "超过三声接听"
        case (.answeredLate, .english): "answered after more than three rings"
        case (.missed, .chinese): "未接，须回拨"
        case (.missed, .english): "missed; call back"
        case (.awaitsWriting, .chinese): "待书面材料"
        case (.awaitsWriting, .english): "the piece in writing is awaited"
        case (.notApproved, .chinese): "未请示，不得答复"
        case (.notApproved, .english): "no approved wording: not to be answered"
        case (.notVerified, .chinese): "未核对"
        case (.notVerified, .english): "not read back"
        }
    }

    package static func of(_ record: RecordFacts, _ figures: RuleFigures) -> [PhoneFinding] {
        guard !record.isVoided else { return [] }
        var found: [PhoneFinding] = []
        if record.flag("missed") { found.append(.missed) }
        if let isPrompt = isPrompt(record, figures), !isPrompt { found.append(.answeredLate) }
        if awaitsWriting(record) { found.append(.awaitsWriting) }
        if needsApproval(record) && !record.has("approvedBy") && record.has("answer") { found.append(.notApproved) }
        if record.fields["verified"] == .boolean(false) { found.append(.notVerified) }
        return found
    }

    /// Whether an incoming call was answered in time; nil where nobody noted it.
    package static func isPrompt(_ record: RecordFacts, _ figures: RuleFigures) -> Bool? {
        guard record.text("direction") == "in" else { return nil }
        if record.flag("missed") { return false }
        if let rings = record.number("rings") { return rings <= figures.ringsMax }
        return record.number("secondsToAnswer").map { $0 <= figures.answerSeconds }
    }

    private static func awaitsWriting(_ record: RecordFacts) -> Bool {
        record.text("handling") == "要求书面" && !record.has("writtenAt") && !record.has("writtenFollowUp")
    }

    package static func needsApproval(_ record: RecordFacts) -> Bool {
        ["请示后答复", "媒体"].contains(record.text("handling") ?? "")
    }
}
