import Foundation
import Testing

/// Two replicas of one unit and the county edit the same record apart.
@Suite(.serialized) struct MergeTests {
    @Test func differentFieldsMergeAndTheSameFieldIsAConflictWithBothValuesKept() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let first = try county.town("LC", named: "黎城镇")
            let second = try county.town("LC")
            let incident =
                #"{"occurredAt":"2026-10-01T14:06:00+08:00","receivedAt":"2026-10-01T14:15:00+08:00","category":"自然灾害","place":"大堤","summary":"护石滑落"}"#
            let recorded = try first.call("record", "incident", input: incident + "\n")
            try county.expectDone(recorded)
            let id = recorded.array.first?["id"] as? String ?? ""
            try first.sync()
            try second.sync()

            try county.expectDone(first.call("edit", "incident", id, "--set", "summary=护石滑落约二十米"))
            try county.expectDone(second.call("edit", "incident", id, "--set", "summary=护石滑落约三十米"))
            try county.expectDone(second.call("edit", "incident", id, "--set", "place=大堤12公里处"))
            try county.expectDone(county.hub("edit", "incident", id, "--unit", "LC", "--set", "source=群众电话"))
            for _ in 0..<2 {
                try first.sync()
                try second.sync()
            }

            for shown in [
                try first.call("show", "incident", id).object, try second.call("show", "incident", id).object,
                try county.hub("show", "incident", id).object,
            ] {
                let fields = shown["fields"] as? [String: Any] ?? [:]
                #expect(fields["place"] as? String == "大堤12公里处")
                #expect(fields["source"] as? String == "群众电话")
                #expect(shown["conflicts"] as? [String] == ["summary"])
                let siblings = (shown["siblings"] as? [String: Any])?["summary"] as? [[String: Any]] ?? []
                #expect(Set(siblings.compactMap { $0["value"] as? String }) == ["护石滑落约二十米", "护石滑落约三十米"])
            }
            try first.start()
            try waitFor { try county.replica(of: "LC")["openConflicts"] as? Int == 1 }
            for (page, command) in [(county.console, "county-hub"), (first.desk, "town-agent")] {
                let chinese = try page.ask().body
                #expect(chinese.contains("暂扣 0 组 · 冲突 1 处"))
                #expect(chinese.contains("\(command) --data 数据文件夹 conflicts") && !chinese.contains("数据文件夹 held"))
            }
            first.stop()
            // A command that would settle it unseen is refused; settling it with what was seen goes everywhere.
            #expect(try first.call("edit", "incident", id, "--set", "summary=别的").status == 1)
            let seen = try first.call("show", "incident", id).object["seen"] as? String ?? ""
            try county.expectDone(
                first.call("resolve", "incident", id, "summary", "--value", "护石滑落二十至三十米", "--seen", seen))
            for _ in 0..<2 {
                try first.sync()
                try second.sync()
            }
            #expect(try county.hub("conflicts").array.isEmpty)
            #expect(try second.call("conflicts").array.isEmpty)
            let history = try second.call("show", "incident", id, "--history").object["history"] as? [[String: Any]]
            let values = (history ?? []).compactMap { ($0["set"] as? [String: Any])?["summary"] as? String }
            #expect(Set(values).isSuperset(of: ["护石滑落", "护石滑落约二十米", "护石滑落约三十米", "护石滑落二十至三十米"]))
        }
    }

    /// Which values an edit took away is told, whatever else of their set still stands.
    @Test func theHistoryNamesWhatEachEditReplaced() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            let id = try town.record(["一"])[0]
            try county.expectDone(town.call("edit", "log-entry", id, "--set", "matter=二", "--set", "source=电话"))
            try county.expectDone(town.call("edit", "log-entry", id, "--set", "matter=三"))
            let history =
                try town.call("show", "log-entry", id, "--history").object["history"] as? [[String: Any]] ?? []
            let dots = history.compactMap { $0["dot"] as? String }
            #expect(history.map { $0["removed"] as? [String] } == [[], [dots[0]], [dots[1]]])
        }
    }

    /// Two units may have drawn one id: the hub shows the one that is asked for.
    @Test func theHubShowsEachUnitsRecordOfOneId() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let id = "01999999-0000-7000-8000-000000000001"
            for (unit, name) in [("LC", "黎城镇"), ("YT", "银涂镇")] {
                let town = try county.town(unit, named: name)
                let line = #"{"id":"\#(id)","occurredAt":"2026-10-01T08:00:00+08:00","matter":"\#(name)的"}"#
                try county.expectDone(town.call("record", "log-entry", input: line + "\n"))
                try town.sync()
            }
            for (unit, name) in [("LC", "黎城镇"), ("YT", "银涂镇")] {
                let shown = try county.hub("show", "log-entry", id, "--unit", unit).object
                #expect((shown["fields"] as? [String: Any])?["matter"] as? String == "\(name)的")
            }
        }
    }

    @Test func aSaveFromAFormThatWasLoadedEarlierBecomesASibling() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            let id = try town.record(["原文"])[0]
            let seen = try town.call("show", "log-entry", id).object["seen"] as? String ?? ""
            try county.expectDone(town.call("edit", "log-entry", id, "--set", "matter=甲改"))
            try county.expectDone(town.call("edit", "log-entry", id, "--set", "matter=乙改", "--seen", seen))
            let shown = try town.call("show", "log-entry", id).object
            #expect(shown["conflicts"] as? [String] == ["matter"])
        }
    }
}
