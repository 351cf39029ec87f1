import DutyRecords
import Foundation
import ProgramShell
import SyncKit

/// What a new report's form says already: the last version of the same incident, and the incident's own elements.
enum ReportPrefill {
    /// - Parameters:
    ///   - incident: as the link gives it along.
    ///   - usual: what the form would say without it.
    static func values(
        _ incident: String?, kind: String?, usual: [String: String], in room: some DeskRoom
    ) async -> [String: String] {
        // A link to what is not here gives an empty form, not a refusal.
        guard let incident, let event = try? await IncidentCase.read(incident, in: room) else { return usual }
        let kind = kind.flatMap { Report.Kind(rawValue: $0) } ?? .first
        var values = usual
        for (name, value) in ReportDraft.fields(kind, event.incident, reports: event.ownReports) {
            guard let field = Collection.report.field(name) else { continue }
            values[name] = FormText.shown(value, of: field)
        }
        values["to"] = event.isCounty ? ToldList.city : ToldList.county
        return values
    }
}
