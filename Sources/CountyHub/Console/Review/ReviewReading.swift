import DutyDesk
import DutyRecords
import Foundation
import ProgramShell
import SyncKit

/// All that a late report's review stands on, read once.
struct ReviewReading: Sendable {
    /// Something that somebody did or noted about the event, and when it was written down.
    struct Act: Sendable {
        let at: Instant
        let record: RecordFacts
        let collection: DutyRecords.Collection
        let entered: Authorship?
    }

    /// What the hub knows of the line to one machine of the unit around the occurrence.
    struct Line: Sendable {
        let member: Member
        /// In which hours it told its clock's offset, which it does at each exchange, by Unix hours.
        let hours: [Int64: HourlyOffset]
        let lastContact: Instant?
    }

    let event: CountyEvent
    let review: LateReview
    let duties: [(moment: LateReview.Moment, duty: FrozenDuty)]
    let acts: [Act]
    let lines: [Line]
    /// The last time before the occurrence at which something of the unit's came, and the first one after it.
    let receipts: (before: Instant?, after: Instant?)
    /// Of its first set: when it was written there, and when the hub had it.
    let silences: [SyncEvent]
    let replicas: ReplicaNames

    static func read(_ event: CountyEvent, _ words: Words, in opened: HubFolder) async throws -> ReviewReading {
        let incident = event.incident
        var traced = [LateReview.Traced(.incident, incident.record, event.detail.history)]
        let reports = event.reports.filter { $0.incident == incident.id }.sorted {
            ($0.sentAt ?? $0.record.enteredAt, $0.id) < ($1.sentAt ?? $1.record.enteredAt, $1.id)
        }
        for report in reports {
            let detail = try await opened.store.detail(
                collection: "report", id: report.id, unit: report.unit, deliveredTo: nil)
            traced.append(.init(.report, report.record, detail.history))
        }
        let review = LateReview(incident, traced) { event.obligations($0) }
        let moments = review.moments(incident, countyUnit: event.countyUnit, now: event.now)
        var duties: [(LateReview.Moment, FrozenDuty)] = []
        for moment in moments { duties.append((moment, try await frozen(moment, opened))) }
        let first = review.firstOccurrence.map { min($0, incident.occurredAt) } ?? incident.occurredAt
        let around = try await opened.store.receipts(of: incident.unit, around: first.milliseconds)
        return ReviewReading(
            event: event, review: review, duties: duties, acts: try await acts(event, opened),
            lines: try await lines(incident.unit, opened),
            receipts: (
                around.before.map { Instant(milliseconds: $0) }, around.after.map { Instant(milliseconds: $0) }
            ),
            silences: try await opened.store.events().filter { event in
                event.unit == incident.unit && event.kind == .unitSilent
                    && abs(event.at - first.milliseconds) < Instant.Length.days(1).milliseconds
            }, replicas: try await ReplicaNames.read(in: opened, words))
    }

    private static func frozen(_ moment: LateReview.Moment, _ opened: HubFolder) async throws -> FrozenDuty {
        let then = try await DutyReading.read(
            ["person", "duty-shift", "leader-shift", "handover"], unit: moment.unit, at: moment.at, asOf: moment.at,
            in: opened)
        var histories: [RecordID: [HistoryEntry]] = [:]
        var exchanged: [RecordID: RecordID] = [:]
        for (collection, shifts) in [
            ("duty-shift", then.duties.dutyShifts), ("leader-shift", then.duties.leaderShifts),
        ] {
            for shift in shifts where shift.unit == moment.unit && shift.span.contains(moment.at) {
                histories[shift.id] = try await opened.store.detail(
                    collection: collection, id: shift.id, unit: moment.unit, deliveredTo: nil
                ).history
                // It may lie on any other day.
                guard let other = shift.swappedWith else { continue }
                exchanged[other] = try await officer(in: other, moment, opened)
            }
        }
        let people = try await opened.store.records(
            RecordFilter(collection: "person", unit: moment.unit), deliveredTo: nil
        ) { RecordFacts($0) }
        return FrozenDuty(
            of: moment.unit, at: moment.at, then: then.duties, histories: histories, exchanged: exchanged,
            present: Dictionary(people.compactMap { person in person.text("name").map { (person.id, $0) } }) {
                first, _ in first
            })
    }

    /// Who stood in a shift at a moment.
    private static func officer(
        in shift: RecordID, _ moment: LateReview.Moment, _ opened: HubFolder
    ) async throws -> RecordID? {
        let versions = try await opened.store.versions(collection: "duty-shift", id: shift, unit: moment.unit)
        let then = versions.last { $0.authorship.at <= moment.at.milliseconds } ?? versions.first
        return then.flatMap { version in
            Shift.duty(RecordFacts(id: shift, unit: moment.unit, fields: version.fields))?.person
        }
    }

    /// Calls, log entries, rows of the course and instructions that name the event, of every unit.
    private static func acts(_ event: CountyEvent, _ opened: HubFolder) async throws -> [Act] {
        var acts: [Act] = []
        let incidents = Set(event.incidents.map(\.id))
        var named: [(String, RecordID)] = event.incidents.compactMap { incident in
            incident.record.reference("call").map { ("phone-record", $0) }
        }
        for name in ["phone-record", "log-entry", "timeline-entry", "instruction"] {
            for id in incidents {
                named += try await opened.views(name, of: nil, naming: id, by: "incident").map { (name, $0.id) }
            }
        }
        var met: Set<RecordID> = []
        for (name, id) in named where met.insert(id).inserted {
            guard let collection = opened.catalog.collection(named: name),
                let detail = try? await opened.store.detail(collection: name, id: id, unit: nil, deliveredTo: nil)
            else { continue }
            let record = RecordFacts(detail.view)
            guard let at = collection.timeField.flatMap({ record.start($0) }) else { continue }
            acts.append(
                Act(at: at, record: record, collection: collection, entered: detail.history.first?.authorship))
        }
        return acts.sorted { ($0.at, $0.record.id) < ($1.at, $1.record.id) }
    }

    private static func lines(_ unit: String, _ opened: HubFolder) async throws -> [Line] {
        let contacts = Dictionary(
            try await opened.store.contacts().map { ($0.replica, $0.at) }, uniquingKeysWith: { first, _ in first })
        let from = HourlySpan.hour(opened.store.clock().wall) - HourlySpan.hoursKept
        var lines: [Line] = []
        for member in try await opened.store.members() where member.unit == unit && member.role == .unit {
            lines.append(
                Line(
                    member: member, hours: try await opened.store.clockOffsets(of: member.replica, from: from),
                    lastContact: contacts[member.replica].map { Instant(milliseconds: $0) }))
        }
        return lines.sorted { $0.member.label < $1.member.label }
    }

    /// Over all values, shifts and people that the review stands on: another code, other evidence.
    var code: String {
        var lines = review.evidence.flatMap { evidence in
            ([evidence.first] + evidence.later).map {
                "\(evidence.record.id) \(evidence.field.name) \($0.by.dot) \($0.value ?? "")"
            }
        }
        for (moment, duty) in duties {
            for post in duty.leaders + duty.officers + duty.afterwards {
                lines.append("\(moment.unit) \(moment.at) \(post.shift.id) \(post.shift.person)")
            }
        }
        let digits = hexadecimal(ChainDigest.ofBody(Data(lines.joined(separator: "\n").utf8)).prefix(10)).uppercased()
        return stride(from: 0, to: digits.count, by: 5).map { start in
            String(digits.dropFirst(start).prefix(5))
        }.joined(separator: "-")
    }
}
