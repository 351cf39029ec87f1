package import DutyRecords
import Foundation
package import ProgramShell
package import SyncKit

/// One incident with all that refers to it, as its page reads it once.
package struct IncidentCase: Sendable {
    package let reading: DutyReading
    let collection: Collection
    package let detail: RecordDetail
    package let incident: Incident
    let unit: DutyRecords.Unit
    /// Of all units that are here.
    package let reports: [Report]
    /// Clocks of its reports, the county's leg included.
    let rows: [Obligation]
    /// What they come to by the time of occurrence that was given first.
    let review: LateReview
    /// What refers to it, with where each lies, by collection.
    let views: [String: [RecordView]]
    /// Who first wrote each of them down, and when.
    let firsts: [RecordID: Authorship]
    /// Those that were changed later.
    let changed: Set<RecordID>
    let home: String

    /// The collections that name an incident.
    static let referring = ["report", "instruction", "timeline-entry", "log-entry", "phone-record"]

    package var now: Instant { reading.now }
    package var path: String { DeskPath.record("incident", incident.id) }
    package var countyUnit: String { reading.duties.countyUnit }
    var isCounty: Bool { home == countyUnit }
    /// Reports that this room's own unit wrote.
    var ownReports: [Report] { reports.filter { $0.unit == home } }

    package func view(_ id: RecordID) -> RecordView? {
        for name in Self.referring {
            if let view = views[name]?.first(where: { $0.id == id }) { return view }
        }
        return nil
    }

    /// Not voided ones of a collection.
    package func facts(_ collection: String) -> [RecordFacts] {
        (views[collection] ?? []).map { RecordFacts($0) }.filter { !$0.isVoided }
    }

    /// What came from its unit and waits for the county's receipt; nothing at a unit.
    var unreceipted: [CountyReceipt.Waiting] {
        guard isCounty else { return [] }
        let record = RecordFacts(
            id: incident.id, unit: incident.unit, fields: incident.record.fields, receivedAt: arrivedAt)
        return CountyReceipt.waiting(record, reports: facts("report"))
    }

    /// When the hub had its record; nil where the county wrote it.
    var arrivedAt: Instant? {
        detail.history.first?.authorship.receivedAt.map { Instant(milliseconds: $0) }
    }

    /// What the county gave its units of this incident; nothing at a unit.
    var followUps: [FollowUp] {
        guard isCounty else { return [] }
        return FollowUp.all(facts("instruction").filter { $0.unit != home }, reading.book)
    }

    var relay: Relay { Relay(incident, rows: rows, reports: reports, countyUnit: countyUnit, home: home) }

    var told: ToldList { ToldList(incident, reports: ownReports, calls: facts("phone-record")) }

    package static let voided = CommandFailure(
        .badUse, chinese: "这起事件的记录已作废，原文和历史在“全部记录 → 突发事件”中查看。",
        english: "this incident's record is voided; it stays under all records, incidents")

    /// - Parameter id: as it stands in the address.
    package static func read(_ id: String, in room: some DeskRoom) async throws -> IncidentCase {
        let collection = try CollectionName.find("incident", in: room)
        let isCounty = room.writer == .county
        let detail = try await RecordLookup.detail(
            collection.name, id, of: isCounty ? nil : room.homeUnit, in: room)
        guard let incident = Incident(RecordFacts(detail.view)) else {
            throw voided
        }
        let reading = try await DutyReading.read(
            ["incident", "report", "instruction"], unit: incident.unit, in: room)
        var views: [String: [RecordView]] = [:]
        var firsts: [RecordID: Authorship] = [:]
        var changed: Set<RecordID> = []
        for name in referring {
            let found = try await room.views(
                name, of: isCounty ? nil : room.homeUnit, naming: incident.id, by: "incident", withReceipts: true)
            views[name] = found
            for view in found {
                let history = try await RecordLookup.detail(
                    name, view.id.description, of: isCounty ? nil : room.homeUnit, in: room
                ).history
                firsts[view.id] = history.first?.authorship
                if history.count > 1 { changed.insert(view.id) }
            }
        }
        let reports = (views["report"] ?? []).compactMap {
            Report(RecordFacts($0), countyUnit: reading.duties.countyUnit)
        }
        let rules = ReportingRules(
            book: reading.book, countyUnit: reading.duties.countyUnit, now: reading.now)
        return IncidentCase(
            reading: reading, collection: collection, detail: detail, incident: incident,
            unit: reading.duties.unit(incident.unit), reports: reports,
            rows: rules.obligations(of: incident, reports: reports),
            review: LateReview(
                incident, [LateReview.Traced(collection, incident.record, detail.history)],
                obligations: { rules.obligations(of: $0, reports: reports) }),
            views: views, firsts: firsts, changed: changed, home: room.homeUnit)
    }
}

/// What was typed into one of the page's small forms and refused, kept with the reason.
package struct Typed: Sendable {
    let form: String
    let fields: [String: String]
    let message: String

    package init(form: String, fields: [String: String], message: String) {
        self.form = form
        self.fields = fields
        self.message = message
    }

    static func value(_ typed: Typed?, _ form: String, _ field: String, _ usual: String) -> String {
        typed?.form == form ? typed?.fields[field] ?? usual : usual
    }

    static func message(_ typed: Typed?, _ form: String) -> [String] {
        typed?.form == form ? Sometimes.text(typed?.message) : []
    }
}
