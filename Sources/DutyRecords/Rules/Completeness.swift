package import SyncKit

/// 要素齐全 (Art. 10): what a form asks for and the record does not say yet.
package struct Completeness: Sendable, Hashable {
    /// Of the elements that are owed, how many are there, in percent.
    package let score: Int
    /// The names of the missing ones, in the order of the form.
    package let missing: [String]

    package init(_ collection: Collection, _ fields: [String: FieldValue]) {
        let record = RecordFacts(id: RecordID(high: 0, low: 0), unit: "", fields: fields)
        let owed =
            collection.fields.filter { $0.need == .required || $0.need == .element }.map(\.name)
            + Self.further(collection.name, record)
        let missing = owed.filter { !record.has($0) && !Self.isExcused($0, collection.name, record) }
        self.missing = missing
        score = owed.isEmpty ? 100 : (owed.count - missing.count) * 100 / owed.count
    }

    /// What a record owes because of what it says.
    private static func further(_ collection: String, _ record: RecordFacts) -> [String] {
        var owed: [String] = []
        func when(_ condition: Bool, _ fields: String...) { if condition { owed += fields } }
        switch collection {
        case "log-entry":
            when(record.has("closedAt"), "feedback")
        case "phone-record":
            let handling = record.text("handling")
            when(handling == "请示后答复" || (handling == "媒体" && record.has("answer")), "approvedBy")
            when(handling == "要求书面", "writtenFollowUp")
        case "first-inquiry":
            when(record.text("class") == "本单位职责" || record.text("class") == "非本单位", "referredTo")
        case "report":
            let kind = record.text("kind")
            when(kind == "初报", "scope", "trend", "measures", "siteLead", "siteLeadPhone")
            when(kind == "续报", "scope", "trend", "proposals")
            when(kind == "终报", "cause", "handling", "lessons")
            when(kind == "先行预报" || kind == "误报更正", "reason")
            when(record.text("by") == "written" || record.text("by") == "online", "signedBy")
            when(record.has("bypassedTo"), "bypassReason")
        case "duty-shift", "leader-shift":
            when(record.has("substituteFor") || record.has("swappedWith"), "approvedBy")
        case "incident":
            when(record.text("category") != nil && record.text("category") != "社会安全事件", "level")
            when(record.has("falseAlarmAt"), "falseAlarmReason")
        case "document":
            when(record.has("handledAt") && record.text("channel") == "明", "outcome")
            when(record.text("channel") == "明", "title")
        default: break
        }
        when(record.isVoided, "voidReason")
        return owed
    }

    /// A call that was missed has no caller's name; a stub of a 密 document has no words.
    private static func isExcused(_ field: String, _ collection: String, _ record: RecordFacts) -> Bool {
        switch collection {
        case "phone-record": record.flag("missed") && ["callerUnit", "callerName", "handling"].contains(field)
        case "handover": field == "incoming" && record.has("incomingSignedAt")
        default: false
        }
    }
}
