import DutyRecords
import SyncKit

/// In which order the fields of a form stand, where it is not that of the collection: as the talk or the work runs.
enum FormPlan {
    /// What stands first; what a record needs besides follows, the rest is folded away.
    private static let first: [String: [String]] = [
        "phone-record": [
            "direction", "receivedAt", "callerPhone", "callerUnit", "callerName", "callerPost", "matter", "occurredAt",
            "place", "verified", "handling", "recorder",
        ],
        "log-entry": [
            "occurredAt", "matter", "source", "handling", "undertaker", "recordedAt", "recorder",
        ],
        "first-inquiry": ["receivedAt", "asker", "askerPhone", "matter", "class", "referredTo", "recorder"],
        "incident": [
            "occurredAt", "place", "category", "level", "summary", "source", "deaths", "injured", "receivedAt",
        ],
        "report": [
            "incident", "kind", "by", "to", "text", "scope", "trend", "measures", "proposals", "deaths", "missing",
            "injured", "siteLead", "siteLeadPhone", "signedBy", "sentAt",
        ],
        "timeline-entry": ["incident", "at", "what", "source", "recorder"],
        "instruction": ["leader", "issuedAt", "text", "incident", "receivedAt"],
        "task": ["matter", "owner", "dueAt", "setBy", "setAt"],
        "handover": [
            "outgoing", "incoming", "leader", "openItems", "phoneTestedAt", "phoneForwarded", "equipment", "place",
            "at",
        ],
        "absence": [
            "person", "kind", "leaveAt", "returnAt", "place", "reason", "deputy", "deputyPost", "deputyPhone",
            "contact",
            "reportedAt",
        ],
        "person": ["name", "post", "establishment", "mobile", "phone", "leaderRole"],
        "duty-shift": ["officer", "start", "end", "post"],
        "leader-shift": ["leader", "start", "end", "role", "tier"],
        "spot-check": [
            "at", "unit", "method", "dialled", "rings", "answeredBy", "onRoster", "finding", "checker",
        ],
        "training": ["at", "subject", "teacher", "persons"],
        "document": ["channel", "kind", "receivedAt", "number", "from", "title", "dueAt"],
    ]

    static func isFirst(_ field: Field, of collection: Collection) -> Bool {
        field.need != .optional || first[collection.name]?.contains(field.name) ?? false
    }

    /// The fields that a form of a record has: what people of that side write themselves. A signature and what voids a
    /// record have ways of their own.
    static func fields(of collection: Collection, by role: WriterRole) -> [Field] {
        collection.fields.filter {
            !$0.isIssued && !$0.isSignature && $0.mayBeWritten(by: role)
                && !hasOwnWay.contains($0.name)
        }
    }

    /// What voids a record, what the county decides by a press, and what stands beside its report to the city.
    private static let hasOwnWay: Set<String> = [
        "voided", "voidReason", "countyReceiptBy", "countyReceiptAt", "sourceOf", "notSameAs", "followUpOf",
        "acceptedBy", "acceptedAt", "unitsFigures",
    ]

    /// Whether that side writes such records at all: a town receipts notices, and writes none.
    static func isWritten(_ collection: Collection, by writer: WriterRole) -> Bool {
        writer == .county || collection.ledger != .notice
    }

    /// Whether a person of that side begins such a record: what the county alone or the software writes is not begun.
    static func isBegun(_ collection: Collection, by writer: WriterRole) -> Bool {
        let role: WriterRole = writer == .county ? .both : writer
        let needed = collection.fields.filter { $0.need == .required }
        let isOfSoftware = needed.isEmpty && collection.fields.contains { $0.isIssued }
        return !isOfSoftware && isWritten(collection, by: writer)
            && needed.allSatisfy { $0.mayBeWritten(by: role) }
    }

    static func ordered(_ fields: [Field], of collection: Collection) -> [Field] {
        guard let names = first[collection.name] else { return fields }
        let planned = names.compactMap { name in fields.first { $0.name == name } }
        return planned + fields.filter { !names.contains($0.name) }
    }

    /// Texts that are mostly the name of one of the unit's people: the form completes them.
    static let people: Set<String> = [
        "recorder", "reporter", "undertaker", "owner", "setBy", "leader", "officeLeader", "outgoing", "incoming",
        "preparer", "approver", "approvedBy", "deputy", "signedBy", "checker", "answeredBy", "editor", "signer",
        "levelJudgedBy", "receiptBy", "teacher", "person", "demandedBy", "leadersOnSite",
    ]

    /// Texts that the directory and earlier callers complete.
    static let callers = ["callerPhone": "numbers", "callerName": "callers", "callerUnit": "callerUnits"]

    /// Written down at this minute, where nobody types another.
    private static let now = [
        "occurredAt", "receivedAt", "recordedAt", "sentAt", "at", "reportedAt", "setAt", "issuedAt", "submittedAt",
        "demandedAt", "openedAt", "checkedAt",
    ]
    private static let me = ["recorder", "reporter", "outgoing", "preparer", "checker", "editor"]

    static func defaults(_ collection: Collection, now: Instant, me: String, channel: DutyChannel) -> [String: String] {
        var values: [String: String] = [:]
        for name in Self.now where collection.field(name) != nil { values[name] = Words.minute(now) }
        for name in Self.me where collection.field(name) != nil { values[name] = me }
        switch collection.name {
        case "phone-record":
            values["direction"] = "in"
            values["occurredAt"] = nil
        // From the minute of the event its clock runs: nobody but a person says which it was.
        case "incident": values["occurredAt"] = nil
        case "zero-report": values["date"] = now.day.description
        case "report": (values["kind"], values["by"]) = ("初报", "online")
        case "document": values["channel"] = channel.rawValue
        case "equipment": (values["state"], values["count"]) = ("正常", "1")
        default: break
        }
        return values
    }
}
