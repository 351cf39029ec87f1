package import SyncKit

/// A handover as the records alone draw it up: nothing in it was typed (Art. 11).
package struct HandoverDraft: Sendable {
    /// The minute up to which the records were read: what is older and open is in it.
    package let cutAt: Instant
    /// The cut of the handover before it; nil where there is none.
    package let lastCut: Instant?
    package let work: [OpenWork]
    /// All that run, not the first of each record alone.
    package let clocks: [Obligation]
    package let away: [Absence]
    package let turn: ShiftTurn
    package let zeroReport: ZeroReportState
    /// What was written since the last cut, by collection.
    package let written: [(collection: String, count: Int)]
    /// What an officer typed at the last handover and nobody finished.
    package let carried: [String]
    /// The keys as the last handover had them.
    package let keys: String
    private let duties: DutyBook
    private let unit: String

    private static let counted = ["log-entry", "phone-record", "incident", "report", "instruction", "task", "document"]

    /// - Parameters:
    ///   - overseen: what waits for this room of other units' events, beside its own clocks.
    ///   - handover: the record that it is drawn up for, where there is one already.
    package init(
        of unit: String, duties: DutyBook, due: [Obligation], figures: RuleFigures, now: Instant,
        overseen: [OpenWork] = [], for handover: RecordID? = nil
    ) {
        self.duties = duties
        self.unit = unit
        cutAt = now
        let last = Self.last(of: unit, duties, before: handover)
        let lastCut = last.flatMap { $0.time("cutAt") ?? $0.time("at") }
        self.lastCut = lastCut
        let own = OpenWork.of(unit, duties: duties, due: due, now: now, except: handover)
        let known = Set(own.map(\.record))
        work = own + overseen.filter { !known.contains($0.record) }
        clocks = due.filter {
            $0.owedBy == unit && $0.rule != .handover && $0.isBinding
                && [.open, .overdue].contains($0.state(at: now))
        }
        away = duties.absences.filter { $0.unit == unit && $0.covers(now) }
        turn = ShiftTurn(of: unit, at: now, duties: duties, due: due, figures: figures)
        zeroReport = ZeroReportState(of: unit, on: now.day, duties: duties, due: due)
        written = Self.counted.map { name in
            (name, duties.count(name, of: unit, after: lastCut ?? now.day.start))
        }
        carried =
            last.map { record in
                HandoverItem.all(in: record).filter { $0.collection == nil && $0.acted != ItemAct.done.rawValue }.map(
                    \.item)
            } ?? []
        keys = last?.text("keys") ?? ""
    }

    /// The latest one that its outgoing officer signed.
    private static func last(of unit: String, _ duties: DutyBook, before handover: RecordID?) -> RecordFacts? {
        duties.records("handover").filter { $0.unit == unit && $0.id != handover && $0.has("outgoingSignedAt") }
            .max { ($0.time("at") ?? $0.enteredAt) < ($1.time("at") ?? $1.enteredAt) }
    }

    /// What goes into the record: what is open, then what the officer added.
    /// - Parameter names: what each collection is called.
    package func items(adding typed: [String], names: (String) -> String) -> [HandoverItem] {
        HandoverItem.bounded(work.map { $0.item(named: names($0.collection)) } + typed.map { HandoverItem($0) })
    }

    // MARK: Texts of the record

    private func lines(_ lines: [String]) -> String {
        var text = ""
        for (index, line) in lines.enumerated() {
            guard text.unicodeScalars.count + line.unicodeScalars.count < Bounds.long - 40 else {
                return text + "另有 \(lines.count - index) 项"
            }
            text += (text.isEmpty ? "" : "\n") + line
        }
        return text
    }

    package var clocksText: String {
        lines(
            clocks.map { row in
                "\(Self.minute(row.dueAt)) \(row.why.chinese)（\(row.article)）"
                    + (row.state(at: cutAt) == .overdue ? " 已超 " + Self.span(row.lateMinutes(at: cutAt)) : "")
            })
    }

    package var awayText: String {
        lines(
            away.map { absence in
                let parts: [String?] = [
                    duties.persons[absence.person]?.name, absence.record.text("kind"), absence.record.text("place"),
                    absence.backAt.map { "至 " + Self.minute($0) },
                    absence.record.text("deputy").map { "由\($0)主持" }, absence.record.text("contact"),
                ]
                return parts.compactMap { $0 }.joined(separator: " ")
            })
    }

    /// The equipment as its own records have it: each kind with its number and state.
    package var equipmentText: String {
        lines(
            duties.records("equipment").filter { $0.unit == unit && $0.text("kind") != "备份" }.map { item in
                [
                    item.text("kind"), item.number("count").map { "\($0)" }, item.text("state") ?? "未注明",
                    item.text("model"),
                ].compactMap { $0 }.joined(separator: " ")
            })
    }

    package func nextText(_ language: Language) -> String {
        func names(_ persons: [Person]) -> String {
            persons.isEmpty
                ? (language == .chinese ? "未排" : "nobody on the roster")
                : persons.map {
                    [$0.name, $0.record.text("mobile") ?? $0.record.text("phone")].compactMap { $0 }
                        .joined(separator: " ")
                }.joined(separator: "、")
        }
        return language == .chinese
            ? "值班 \(names(turn.nextOfficers))；带班 \(names(turn.nextLeaders))"
            : "on duty \(names(turn.nextOfficers)); leading \(names(turn.nextLeaders))"
    }

    private static func span(_ minutes: Int) -> String {
        if minutes >= 1440 { return "\(minutes / 1440) 天 \(minutes / 60 % 24) 小时" }
        return minutes >= 60 ? "\(minutes / 60) 小时 \(minutes % 60) 分" : "\(minutes) 分"
    }

    private static func minute(_ instant: Instant) -> String {
        String(instant.description.prefix(16)).replacing("T", with: " ")
    }
}
