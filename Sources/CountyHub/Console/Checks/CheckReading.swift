import DutyDesk
import DutyRecords
import Foundation
import ProgramShell
import SyncKit

/// The checks of some days with what came of them. Roll calls are many, and read by their time; 通报 and 整改 are few.
struct CheckReading: Sendable {
    private let opened: HubFolder
    private let few: KeptRecords<RecordFacts>

    init(_ opened: HubFolder) {
        self.opened = opened
        few = KeptRecords(["circular", "rectification"], unit: nil, in: opened.store) { RecordFacts($0) }
    }

    func checks(_ days: ClosedRange<Day>) async throws -> [RecordFacts] {
        try await opened.store.records(
            RecordFilter(
                collection: "spot-check", from: days.lowerBound.start.milliseconds,
                before: days.upperBound.end.milliseconds), deliveredTo: nil
        ) { RecordFacts($0) }
    }

    func chains(of checks: [RecordFacts]) async throws -> [CheckChain] {
        let kept = try await few.current(["circular", "rectification"]).records
        return CheckChain.all(
            checks: checks.filter { !($0.text("method") == RollCall.method && $0.unit == opened.homeUnit) },
            circulars: kept["circular"] ?? [], rectifications: kept["rectification"] ?? [])
    }

    /// The units that can be checked: every one in force but the county's own room.
    func units() async throws -> [DutyRecords.Unit] {
        try await opened.units().filter { $0.code != opened.homeUnit }
    }
}

/// What was typed of a check.
struct TypedCheck {
    let at: Instant
    let answer: CheckAnswer
    /// By field.
    let errors: [String: String]
    private let fields: [String: String]

    init(_ fields: [String: String], now: Instant, _ words: Words) {
        self.fields = fields
        var errors: [String: String] = [:]
        func text(_ name: String) -> String? { fields[name].flatMap { Self.plain($0) } }
        func number(_ name: String, _ range: ClosedRange<Int>) -> Int? {
            guard let typed = text(name) else { return nil }
            if let number = Int(typed), range.contains(number) { return number }
            errors[name] = words(
                "“\(typed)”不是 \(range.lowerBound) 到 \(range.upperBound) 的整数。",
                "\"\(typed)\" is no whole number from \(range.lowerBound) to \(range.upperBound).")
            return nil
        }
        var moment = now
        if let typed = text("at") {
            do throws(TypedMoment.Fault) {
                moment = Instant(try TypedMoment.time(typed, now: now, .past)) ?? now
            } catch {
                errors["at"] = words(error.sentence(of: typed, .moment))
            }
        }
        at = moment
        answer = CheckAnswer(
            answeredBy: fields["act"] == "silent" ? nil : text("answeredBy"), rings: number("rings", 0...100),
            seconds: number("secondsToAnswer", 0...3600), isForwarded: fields["forwarded"] == "on")
        self.errors = errors
    }

    private static func plain(_ text: String) -> String? {
        let plain = text.trimmingCharacters(in: .whitespacesAndNewlines)
        return plain.isEmpty ? nil : plain
    }

    /// - Parameter roster: who has the duty at that minute.
    func members(
        unit: String, method: String, checker: String, roster: [String], _ figures: RuleFigures
    ) -> [(String, JSONValue)] {
        let finding =
            fields["finding"].flatMap { CheckFinding(rawValue: $0) } ?? answer.proposal(roster: roster, figures)
        var members: [(String, JSONValue)] = [
            ("at", .text(at.description)), ("unit", .text(unit)), ("method", .text(method)),
            ("checker", .text(checker)), ("finding", .text(finding.rawValue)),
        ]
        if let dialled = fields["dialled"].flatMap({ Self.plain($0) }) { members.append(("dialled", .text(dialled))) }
        if let detail = fields["detail"].flatMap({ Self.plain($0) }) {
            members.append(("detail", .text(detail)))
        } else if finding == .other, answer.isSlow(figures) {
            // 其他 alone says nothing.
            members.append(("detail", .text("接听超过规定的 \(figures.ringsMax) 声（\(figures.answerSeconds) 秒）。")))
        }
        if let name = answer.answeredBy { members.append(("answeredBy", .text(name))) }
        if let rings = answer.rings { members.append(("rings", .integer(Int64(rings)))) }
        if let seconds = answer.seconds { members.append(("secondsToAnswer", .integer(Int64(seconds)))) }
        if let isOnRoster = answer.isOnRoster(roster) { members.append(("onRoster", .boolean(isOnRoster))) }
        if answer.isForwarded { members.append(("forwarded", .boolean(true))) }
        return members
    }
}
