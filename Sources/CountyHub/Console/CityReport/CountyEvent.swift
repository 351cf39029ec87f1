import DutyDesk
import DutyRecords
import Hummingbird
import ProgramShell
import SyncKit

/// An event as the county tells of it: its record, the records that are its sources, all that was reported of it.
struct CountyEvent: Sendable {
    /// Its record first.
    let incidents: [Incident]
    /// Of all of them, of every unit.
    let reports: [Report]
    /// Who wrote what into its record.
    let detail: RecordDetail
    let duties: DutyBook
    let book: RuleBook
    let now: Instant

    let incident: Incident
    var id: RecordID { incident.id }
    var path: String { DeskPath.record("incident", id) }
    var countyUnit: String { duties.countyUnit }
    func name(_ unit: String) -> String { duties.unit(unit).name }

    var figures: CityFigures { CityFigures(incidents, reports: reports, countyUnit: countyUnit) }
    /// The county's to the city.
    var own: [Report] { CityReport.own(reports.filter { $0.incident == id }, countyUnit: countyUnit) }

    func obligations(_ incident: Incident) -> [Obligation] {
        ReportingRules(book: book, countyUnit: countyUnit, now: now).obligations(
            of: incident, reports: reports.filter { $0.incident == incident.id })
    }

    func title(_ report: Report?) -> String {
        ReportName.text(
            county: name(countyUnit), incident.record, report?.kind.rawValue ?? "",
            number: report.flatMap { ReportName.number(of: $0.record, among: own.map(\.record)) })
    }

    /// - Parameter id: as it stands in the address.
    /// - Returns: nil where no incident has it.
    static func find(_ text: String, in opened: HubFolder) async throws -> CountyEvent? {
        guard let id = RecordID(text) else { return nil }
        let detail: RecordDetail
        do {
            detail = try await opened.store.detail(collection: "incident", id: id, unit: nil, deliveredTo: nil)
        } catch SyncError.unknownRecord {
            return nil
        }
        let view = detail.view
        // The record names the hub's receipt of its first set where it came from a unit.
        let record = RecordFacts(
            id: view.id, unit: view.ledger.unit, fields: view.fields,
            receivedAt: detail.history.first?.authorship.receivedAt.map { Instant(milliseconds: $0) })
        guard let incident = Incident(record) else {
            throw IncidentCase.voided
        }
        let notices = try await opened.mirror.notices(["unit", "rule-profile"])
        let sources = try await opened.records(
            "incident", of: nil, naming: id, by: "sourceOf", withReceipts: true
        ).compactMap { Incident($0) }.filter { $0.isDrill == incident.isDrill }
        let incidents = [incident] + sources
        var reports: [Report] = []
        for incident in incidents {
            reports += try await opened.records(
                "report", of: nil, naming: incident.id, by: "incident", withReceipts: true
            ).compactMap { Report($0, countyUnit: opened.homeUnit) }
        }
        return CountyEvent(
            incidents: incidents, reports: reports, detail: detail,
            duties: DutyBook(
                countyUnit: opened.homeUnit, homeUnit: opened.homeUnit, names: try await opened.namesFromEnrolment(),
                ["unit": notices["unit"] ?? []]),
            book: RuleBook(notices), now: try await opened.now(), incident: incident)
    }
}

/// Opens pages on an event, of those alone who are signed in; one that nobody has is not there.
struct EventDoor: Sendable {
    let desk: Desk<HubFolder>
    let opened: HubFolder
    private let turn = Turn()

    func show(
        _ request: Request, _ context: PageContext,
        _ page: (CountyEvent, Visitor, Language) async throws -> Response
    ) async throws -> Response {
        try await desk.signedIn(request) { visitor, language in
            guard let event = try await CountyEvent.find(try context.parameters.require("id"), in: opened) else {
                return try await absent(visitor, language)
            }
            return try await page(event, visitor, language)
        }
    }

    /// One form after the other: what a form is judged by holds what the one before it wrote, however close they come.
    func take(
        _ request: Request, _ context: PageContext,
        _ take: (CountyEvent, Posted, Visitor, Language) async throws -> Response
    ) async throws -> Response {
        try await desk.posted(request) { posted, visitor, language in
            try await turn.take {
                guard let event = try await CountyEvent.find(try context.parameters.require("id"), in: opened) else {
                    return try await absent(visitor, language)
                }
                return try await take(event, posted, visitor, language)
            }
        }
    }

    private func absent(_ visitor: Visitor, _ language: Language) async throws -> Response {
        let words = Words(language: language)
        let sentence = words("没有这起事件。请从事件列表或总览墙打开。", "There is no such incident. Open it from the list or the wall.")
        return try await desk.frame.page(
            words("没有这起事件", "No such incident"), "<p class=\"notice badly\" role=\"alert\">\(sentence)</p>", visitor,
            language, status: .notFound)
    }
}
