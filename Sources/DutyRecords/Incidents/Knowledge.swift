package import SyncKit

/// Who knew what of an incident at which minute, from what was written down: each entry says whose clock it is by.
///
/// The minute at which a copy came to a unit's machine is kept nowhere: that the unit had an instruction is proved by
/// its receipt alone.
package struct Knowledge: Sendable {
    package enum Party: Sendable, Hashable {
        /// The duty officer of a unit.
        case unit(String)
        /// Its leaders and whoever else it told.
        case told(String)
        /// The county's duty room.
        case county
        /// The county's leaders and whoever else its room told.
        case countyTold
        case city
    }

    package enum Kind: String, Sendable {
        case occurred
        case received
        /// The record that a unit wrote came to the hub.
        case recordArrived = "record-arrived"
        case told
        case acknowledged
        case sent
        case called
        case arrived
        case receipted
        case issued
        case instructionReceipted = "instruction-receipted"
        case fedBack = "fed-back"
        case passed
    }

    /// Whose clock a minute is by.
    package enum Clock: Sendable, Hashable {
        case unit
        case hub
    }

    package struct Entry: Sendable {
        package let at: Instant
        package let party: Party
        package let kind: Kind
        package let clock: Clock
        /// Who did it, or who was told.
        package let who: String
        package let record: RecordID
        /// The report that it is about.
        package var report: Report?
        /// What stood there before it was changed, the first one first.
        package var earlier: [Instant] = []
    }

    /// Somebody was told, or said that he knows.
    package struct Telling: Sendable {
        package let name: String
        package let at: Instant
        package let isAcknowledgement: Bool
        /// Whose room wrote it down: a unit's code.
        package let by: String
        package let record: RecordID

        package init(name: String, at: Instant, isAcknowledgement: Bool, by: String, record: RecordID) {
            self.name = name
            self.at = at
            self.isAcknowledgement = isAcknowledgement
            self.by = by
            self.record = record
        }
    }

    /// What is known of a record beside its fields.
    package struct Origin: Sendable {
        /// Who wrote it first.
        package let author: String
        /// By the hub's clock; nil where it is the county's own.
        package let arrivedAt: Instant?
        /// Earlier values of its times, by field.
        package let earlier: [String: [Instant]]

        package init(author: String, arrivedAt: Instant?, earlier: [String: [Instant]]) {
            self.author = author
            self.arrivedAt = arrivedAt
            self.earlier = earlier
        }
    }

    /// Of one party, by minute.
    package struct Part: Sendable {
        package let party: Party
        package let entries: [Entry]
    }

    /// Each party that learned anything, in the order in which word goes.
    package let parts: [Part]

    /// - Parameters:
    ///   - reports, instructions: of this incident, from every unit's ledger, not voided.
    ///   - origins: by record.
    package init(
        _ incident: Incident, reports: [Report], instructions: [RecordFacts], tellings: [Telling],
        origins: [RecordID: Origin], countyUnit: String
    ) {
        var entries: [Entry] = []
        func add(
            _ at: Instant?, _ party: Party, _ kind: Kind, _ clock: Clock, _ who: String?, _ record: RecordID,
            _ field: String? = nil, report: Report? = nil
        ) {
            guard let at else { return }
            entries.append(
                Entry(
                    at: at, party: party, kind: kind, clock: clock, who: who ?? "", record: record, report: report,
                    earlier: field.flatMap { origins[record]?.earlier[$0] } ?? []))
        }
        func party(_ unit: String) -> Party { unit == countyUnit ? .county : .unit(unit) }
        func clock(_ unit: String) -> Clock { unit == countyUnit ? .hub : .unit }

        let origin = origins[incident.id]
        let isOfTheCounty = origin?.arrivedAt == nil
        let finder: Party = isOfTheCounty ? .county : party(incident.unit)
        let finderClock: Clock = isOfTheCounty ? .hub : clock(incident.unit)
        if incident.isOccurrenceKnown {
            add(incident.occurredAt, finder, .occurred, finderClock, nil, incident.id, "occurredAt")
        }
        add(
            incident.receivedAt ?? (isOfTheCounty ? incident.record.enteredAt : nil), finder, .received, finderClock,
            origin?.author, incident.id, "receivedAt")
        add(origin?.arrivedAt, .county, .recordArrived, .hub, nil, incident.id)
        add(
            incident.record.time("countyReceiptAt"), .county, .receipted, .hub,
            incident.record.text("countyReceiptBy"), incident.id)

        for report in reports where report.kind != .correction {
            let (record, unit) = (report.record, report.unit)
            let origin = origins[report.id]
            add(report.sentAt, party(unit), .sent, clock(unit), origin?.author, report.id, "sentAt", report: report)
            switch report.addressee {
            case .city:
                add(report.sentAt, .city, .passed, clock(unit), origin?.author, report.id, "sentAt", report: report)
            case .county where unit != countyUnit:
                // Whoever was called heard it in that minute; its record comes when the line lets it.
                if report.way == .phone {
                    add(report.sentAt, .county, .called, .unit, origin?.author, report.id, "sentAt", report: report)
                }
            case .county, .other: break
            }
            guard unit != countyUnit else { continue }
            add(origin?.arrivedAt, .county, .arrived, .hub, nil, report.id, report: report)
            add(
                record.time("countyReceiptAt"), .county, .receipted, .hub, record.text("countyReceiptBy"), report.id,
                report: report)
        }
        for record in instructions {
            let isOfTheCounty = origins[record.id]?.arrivedAt == nil
            add(
                record.time("issuedAt"), .county, .issued, isOfTheCounty ? .hub : .unit, record.text("leader"),
                record.id,
                "issuedAt")
            guard record.unit != countyUnit else { continue }
            add(
                record.time("receiptAt"), party(record.unit), .instructionReceipted, .unit, record.text("receiptBy"),
                record.id, "receiptAt")
            add(record.time("feedbackAt"), party(record.unit), .fedBack, .unit, nil, record.id, "feedbackAt")
        }
        for telling in tellings {
            add(
                telling.at, telling.by == countyUnit ? .countyTold : .told(telling.by),
                telling.isAcknowledgement ? .acknowledged : .told, clock(telling.by), telling.name, telling.record)
        }
        parts = Dictionary(grouping: entries, by: \.party).map { party, entries in
            Part(
                party: party,
                entries: entries.enumerated().sorted {
                    ($0.element.at, $0.offset) < ($1.element.at, $1.offset)
                }.map(\.element))
        }.sorted { Self.rank($0.party, incident.unit) < Self.rank($1.party, incident.unit) }
    }

    private static func rank(_ party: Party, _ unit: String) -> String {
        switch party {
        case .unit(let code): code == unit ? "0" : "5\(code)"
        case .told(let code): code == unit ? "1" : "6\(code)"
        case .county: "2"
        case .countyTold: "3"
        case .city: "4"
        }
    }
}

extension Knowledge.Part {
    /// What a party had learned before a moment.
    package func known(before moment: Instant) -> [Knowledge.Entry] { entries.filter { $0.at < moment } }

    /// The last report that the party had before it, whose figures are what it knew.
    package func report(before moment: Instant) -> Report? {
        known(before: moment).last { entry in
            entry.report != nil && [.sent, .called, .arrived, .passed].contains(entry.kind)
        }?.report
    }
}
