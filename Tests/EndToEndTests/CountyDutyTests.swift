import Foundation
import Testing

/// What the county's own room enters and sees of its units.
@Suite(.serialized) struct CountyDutyTests {
    private static func rows(_ outcome: Outcome, _ rule: String, of record: String) -> [[String: Any]] {
        outcome.array.filter { $0["rule"] as? String == rule && $0["record"] as? String == record }
    }

    /// 江西 2009: superiors learned of an event from television, and the unit was silent.
    @Test func anEventThatTheCountyHeardOfItselfIsTheUnitsToReport() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            let heard =
                #"{"occurredAt":"2026-10-01T08:00:00+08:00","receivedAt":"2026-10-01T10:00:00+08:00","summary":"客车翻车","source":"媒体"}"#
            let entered = try county.hub("record", "incident", "--unit", "LC", input: heard + "\n")
            let id = entered.array.first?["id"] as? String ?? ""
            let silent = Self.rows(try county.hub("due", "--at", "2026-10-01T11:00:00+08:00"), "report", of: id)
            #expect(silent.map { $0["state"] as? String } == ["overdue"])
            #expect(silent.first?["owedBy"] as? String == "LC" && silent.first?["lateMinutes"] as? Int == 120)
            try town.sync()
            let report =
                #"{"incident":"\#(id)","kind":"初报","by":"phone","sentAt":"2026-10-01T12:00:00+08:00","text":"已核实"}"#
            try county.expectDone(town.call("record", "report", input: report + "\n"))
            try town.sync()
            let late = Self.rows(try county.hub("due", "--at", "2026-10-01T13:00:00+08:00"), "report", of: id)
            #expect(late.map { $0["state"] as? String } == ["late"] && late.first?["lateMinutes"] as? Int == 180)
        }
    }

    /// A town whose clock is wrong judges deadlines by the hub's time once it has met it.
    @Test func deadlinesRunByTheHubsTime() async throws {
        try await blocking {
            _ = try #require(WrongClock.library, "apt-get install faketime")
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            let format = ISO8601DateFormatter()
            format.timeZone = TimeZone(identifier: "Asia/Shanghai") ?? .gmt
            let now = format.string(from: Date())
            let incident = #"{"occurredAt":"\#(now)","summary":"刚刚发生"}"#
            let entered = try town.call("record", "incident", input: incident + "\n", clock: "+3h")
            #expect(entered.array.first?["warnings"] == nil)
            let id = entered.array.first?["id"] as? String ?? ""
            func state() throws -> String? {
                Self.rows(try town.call("due", clock: "+3h"), "report", of: id).first?["state"] as? String
            }
            #expect(try state() == "overdue", "by its own clock, for want of a better one")
            try county.expectDone(town.call("sync", clock: "+3h"))
            #expect(try state() == "open")
        }
    }

    @Test func aUnitsOwnFiguresAreTightenedByTheCountyAndNeverLoosened() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            func profile(_ minutes: Int) throws -> Outcome {
                try county.hub(
                    "record", "rule-profile",
                    input:
                        #"{"title":"镇定","validFrom":"2026-01-01","unit":"LC","figures":{"reportMinutes":\#(minutes)}}"#
                        + "\n")
            }
            let loose = try profile(61)
            #expect(loose.status == 1)
            #expect((loose.array.first?["error"] as? [String: Any])?["rule"] as? String == "out-of-range")
            try county.expectDone(profile(40))
            try town.sync()
            let incident = #"{"occurredAt":"2026-10-01T08:00:00+08:00","summary":"漫堤"}"#
            let id = try town.call("record", "incident", input: incident + "\n").array.first?["id"] as? String ?? ""
            let row = Self.rows(try town.call("due"), "report", of: id).first
            #expect(row?["dueAt"] as? String == "2026-10-01T08:40:00.000+08:00")
            #expect((row?["basis"] as? String)?.contains("镇定") == true)
            #expect(try town.call("record", "rule-profile", input: "{}\n").status == 2)
        }
    }

    @Test func aDraftedRosterGoesInAsItIs() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            let people = (1...6).map { #"{"name":"人员\#($0)","establishment":"公务员"}"# }.joined(separator: "\n")
            try county.expectDone(town.call("record", "person", input: people + "\n"))
            let draft = try town.call("roster", "draft", "--from", "2026-10-01", "--to", "2026-10-08").object
            let slots = draft["slots"] as? [[String: Any]] ?? []
            #expect(
                slots.count == 8
                    && slots.allSatisfy { $0["officer"] is String && !($0["reason"] as? String ?? "").isEmpty })
            let lines = try slots.map { slot in
                let shift = slot.filter { ["start", "end", "officer"].contains($0.key) }
                return String(decoding: try JSONSerialization.data(withJSONObject: shift), as: UTF8.self)
            }
            try county.expectDone(town.call("record", "duty-shift", input: lines.joined(separator: "\n") + "\n"))
            let check = try town.call("roster", "check", "--from", "2026-10-02", "--to", "2026-10-08").object
            #expect((check["gaps"] as? [Any])?.isEmpty == true && (check["doubleShifts"] as? [Any])?.isEmpty == true)
            // Planned again, nothing moves.
            let again = try town.call("roster", "draft", "--from", "2026-10-01", "--to", "2026-10-08").object
            let officers = (again["slots"] as? [[String: Any]] ?? []).compactMap { $0["officer"] as? String }
            #expect(officers == slots.compactMap { $0["officer"] as? String })
        }
    }
}
