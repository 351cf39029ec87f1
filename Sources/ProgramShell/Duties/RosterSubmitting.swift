package import DutyRecords
package import SyncKit

/// Hands the roster of a period in to the county, for the command and the screen.
package enum RosterSubmitting {
    package struct HandedIn: Sendable {
        package let id: RecordID
        package let at: Instant
        package let dueAt: Instant
        /// A begun minute counted; 0 where it is in time.
        package let lateMinutes: Int
    }

    /// - Parameter id: drawn when a form was given out, so that sending it twice is one record; nil draws one.
    package static func submit(
        _ days: ClosedRange<Day>, id: RecordID? = nil, preparer: String?, approver: String?, author: String,
        in opened: some RecordFolder
    ) async throws -> HandedIn {
        let unit = opened.homeUnit
        let reading = try await DutyReading.read(["person", "duty-shift", "leader-shift"], unit: unit, in: opened)
        let text = RosterText.of(reading.duties, days)
        guard !text.isEmpty else {
            throw CommandFailure(
                .badUse, chinese: "这段时间还没有排班，无法报送。请先录入 duty-shift（roster draft 可给出草案）。",
                english:
                    "nothing is rostered in these days; enter duty-shift records first (roster draft proposes them)")
        }
        let due = DueRules(
            duties: reading.duties, calendar: reading.calendar, book: reading.book, window: days, now: reading.now
        ).rosterDue(unit, periodStart: days.lowerBound)
        let record = id ?? RecordID.drawn()
        var fields: [(String, FieldValue)] = [
            ("periodStart", .text(days.lowerBound.description)), ("periodEnd", .text(days.upperBound.description)),
            ("submittedAt", .text(reading.now.description)), ("rosterText", .text(text)),
        ]
        if let preparer { fields.append(("preparer", .text(preparer))) }
        if let approver { fields.append(("approver", .text(approver))) }
        let change = RecordChange(
            collection: "roster-submission", record: record, writes: fields.map { FieldWrite($0.0, .set($0.1)) })
        let draft = Draft(
            ledger: LedgerID(unit: unit, name: .routine), body: SetBody(changes: [change]), isFirst: true)
        do {
            try await opened.store.commit(each: [draft], author: author)
        } catch SyncError.taken where id != nil {
            // The same form, sent twice: it was handed in by the first.
        }
        let late = reading.now > due ? (reading.now - due).minutesUp : 0
        return HandedIn(id: record, at: reading.now, dueAt: due, lateMinutes: late)
    }
}
