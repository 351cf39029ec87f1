import DutyDesk
import DutyRecords
import ProgramShell
import SyncKit

/// Reads who knew what of an incident from its records and their histories.
enum KnowledgeReading {
    private static let times = ["occurredAt", "receivedAt", "sentAt", "issuedAt", "receiptAt", "feedbackAt"]

    static func read(_ event: IncidentCase, in opened: HubFolder) async throws -> Knowledge {
        let county = event.countyUnit
        var origins = [event.incident.id: origin(event.detail)]
        let instructions = event.facts("instruction")
        for record in event.facts("report") + instructions {
            let collection = record.has("leader") ? "instruction" : "report"
            let detail = try await opened.store.detail(
                collection: collection, id: record.id, unit: record.unit, deliveredTo: nil)
            origins[record.id] = origin(detail)
        }
        return Knowledge(
            event.incident, reports: event.reports, instructions: instructions,
            tellings: try await tellings(event, in: opened), origins: origins, countyUnit: county)
    }

    private static func origin(_ detail: RecordDetail) -> Knowledge.Origin {
        let first = detail.history.first?.authorship
        return Knowledge.Origin(
            author: first?.author ?? "", arrivedAt: first?.receivedAt.map { Instant(milliseconds: $0) },
            earlier: Dictionary(
                uniqueKeysWithValues: times.map {
                    ($0, IncidentHistory.earlier($0, detail))
                }))
    }

    /// From calls, and from what was noted on the incident of who knows.
    private static func tellings(
        _ event: IncidentCase, in opened: HubFolder
    ) async throws -> [Knowledge.Telling] {
        let members = Dictionary(try await opened.store.members().map { ($0.replica, $0) }) { first, _ in first }
        let calls = event.facts("phone-record").filter { $0.text("direction") == "out" }.compactMap { call in
            (call.text("callerName") ?? call.text("callerUnit")).flatMap { name in
                call.time("receivedAt").map {
                    Knowledge.Telling(
                        name: [call.text("callerUnit"), call.text("callerName")].compactMap { $0 }.joined(
                            separator: " "),
                        at: $0, isAcknowledgement: false, by: call.unit, record: call.id)
                }
            }
        }
        let noted = event.detail.history.flatMap { entry -> [Knowledge.Telling] in
            let isCounty = members[entry.authorship.replica]?.role == .county
            let by = isCounty ? event.countyUnit : event.incident.unit
            return entry.writes.flatMap { write -> [Knowledge.Telling] in
                guard write.field == "acknowledgements" else { return [] }
                let added: [FieldValue] =
                    switch write.operation {
                    case .elements(let add, _): Array(add)
                    case .set(.list(let values)): values
                    default: []
                    }
                return added.compactMap { value in
                    guard case .text(let text) = value else { return nil }
                    let acknowledgement = Acknowledgement(text)
                    return acknowledgement.at.map {
                        Knowledge.Telling(
                            name: acknowledgement.name, at: $0, isAcknowledgement: true, by: by,
                            record: event.incident.id)
                    }
                }
            }
        }
        return calls + noted
    }
}
