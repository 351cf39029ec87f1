/// One message of the Common Alerting Protocol 1.2 (OASIS), as far as a report of an event needs it. What the standard
/// makes depend on something else cannot be left out here: a scope carries its restriction, an update what it updates.
package struct CAPAlert: Sendable {
    package enum Status: String, Sendable {
        case actual = "Actual"
        /// 演练.
        case exercise = "Exercise"
        /// Nobody has been told yet: a reader may not act on it.
        case draft = "Draft"
    }

    package enum Message: Sendable, Hashable {
        case alert
        case update(Earlier)
        case cancel(Earlier)

        var name: String {
            switch self {
            case .alert: "Alert"
            case .update: "Update"
            case .cancel: "Cancel"
            }
        }

        var earlier: Earlier? {
            switch self {
            case .alert: nil
            case .update(let earlier), .cancel(let earlier): earlier
            }
        }
    }

    /// All earlier messages of the event: at least one.
    package struct Earlier: Sendable, Hashable {
        let references: [Reference]

        package init?(_ references: [Reference]) {
            guard !references.isEmpty else { return nil }
            self.references = references
        }
    }

    package struct Reference: Sendable, Hashable {
        let identifier: String
        let sent: Instant

        package init(_ identifier: String, sent: Instant) {
            self.identifier = identifier
            self.sent = sent
        }
    }

    package enum Category: String, Sendable {
        case geo = "Geo"
        case met = "Met"
        case safety = "Safety"
        case security = "Security"
        case fire = "Fire"
        case health = "Health"
        case environment = "Env"
        case transport = "Transport"
        case other = "Other"
    }

    package enum Urgency: String, Sendable {
        case immediate = "Immediate"
        case expected = "Expected"
        case past = "Past"
    }

    package enum Severity: String, Sendable {
        case extreme = "Extreme"
        case severe = "Severe"
        case moderate = "Moderate"
        case minor = "Minor"
        case unknown = "Unknown"
    }

    package enum Certainty: String, Sendable {
        case observed = "Observed"
        case possible = "Possible"
        case unlikely = "Unlikely"
    }

    /// In Chinese: the one language of the county's reports.
    package struct Info: Sendable {
        package var category: Category
        package var event: String
        package var urgency: Urgency
        package var severity: Severity
        package var certainty: Certainty
        /// GB/T 35561, where it is known.
        package var eventCode: String?
        package var onset: Instant?
        package var senderName: String
        package var headline: String
        package var description: String
        package var contact: String?
        /// Figures and the like, by names that a machine reads.
        package var parameters: [(name: String, value: String)]
        package var area: String

        package init(
            category: Category, event: String, urgency: Urgency, severity: Severity, certainty: Certainty,
            eventCode: String? = nil, onset: Instant? = nil, senderName: String, headline: String,
            description: String, contact: String? = nil, parameters: [(name: String, value: String)] = [], area: String
        ) {
            self.category = category
            self.event = event
            self.urgency = urgency
            self.severity = severity
            self.certainty = certainty
            self.eventCode = eventCode
            self.onset = onset
            self.senderName = senderName
            self.headline = headline
            self.description = description
            self.contact = contact
            self.parameters = parameters
            self.area = area
        }
    }

    package let identifier: String
    package let sender: String
    package let sent: Instant
    package let status: Status
    package let message: Message
    /// For whom it is: reports between governments are no warning to the public, so the scope is always Restricted.
    package let restriction: String
    package let note: String?
    /// What ties all messages of one event together.
    package let incident: String
    package let info: Info

    package init(
        identifier: String, sender: String, sent: Instant, status: Status, message: Message, restriction: String,
        note: String? = nil, incident: String, info: Info
    ) {
        self.identifier = Self.name(identifier)
        self.sender = Self.name(sender)
        self.sent = sent
        self.status = status
        self.message = message
        self.restriction = restriction
        self.note = note
        self.incident = Self.name(incident)
        self.info = info
    }

    /// An identifier or a sender: without blanks, commas, `<` and `&`, which part and mark up messages.
    static func name(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    scalar.properties.isWhitespace || ",<&".unicodeScalars.contains(scalar) || !XMLText.holds(scalar)
                        ? "_" : scalar
                }))
    }

    /// To the second, with the offset as figures: the standard takes neither a fraction nor a Z.
    static func time(_ instant: Instant) -> String { String(instant.description.prefix(19)) + "+08:00" }

    /// The message as UTF-8 text, its elements in the schema's order.
    package var xml: String {
        var xml = XMLText()
        xml.open("alert", #" xmlns="urn:oasis:names:tc:emergency:cap:1.2""#)
        xml.add("identifier", identifier)
        xml.add("sender", sender)
        xml.add("sent", Self.time(sent))
        xml.add("status", status.rawValue)
        xml.add("msgType", message.name)
        xml.add("scope", "Restricted")
        xml.add("restriction", restriction)
        xml.add("note", note)
        xml.add(
            "references",
            message.earlier.map { earlier in
                earlier.references.map { "\(sender),\(Self.name($0.identifier)),\(Self.time($0.sent))" }
                    .joined(separator: " ")
            })
        xml.add("incidents", incident)
        xml.open("info")
        xml.add("language", "zh-CN")
        xml.add("category", info.category.rawValue)
        xml.add("event", info.event)
        xml.add("urgency", info.urgency.rawValue)
        xml.add("severity", info.severity.rawValue)
        xml.add("certainty", info.certainty.rawValue)
        if let code = info.eventCode { xml.add("eventCode", named: "GB/T 35561", code) }
        xml.add("onset", info.onset.map { Self.time($0) })
        xml.add("senderName", info.senderName)
        xml.add("headline", info.headline)
        xml.add("description", info.description)
        xml.add("contact", info.contact)
        for parameter in info.parameters { xml.add("parameter", named: parameter.name, parameter.value) }
        xml.open("area")
        xml.add("areaDesc", info.area)
        xml.close("area")
        xml.close("info")
        xml.close("alert")
        return xml.text
    }
}
