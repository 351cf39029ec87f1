import ChildProcess
import DutyRecords
import Foundation
import ProgramShell
import SyncKit
import TownAgent

/// Every page of a town's desk with five years of its records: from the request to the last byte, on loopback.
enum PageFigures {
    private static let tries = 7

    static func add(to report: inout Report) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("zhishou-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let programs = Programs(folder: folder)
        try programs.call("county-hub", "init", "--name", "金湖县", data: "hub")
        let added = try programs.call("county-hub", "unit", "add", "LC", "黎城镇", "--class", "town", data: "hub")
        let code = (added as? [String: Any])?["code"] as? String ?? ""
        let log = folder.appendingPathComponent("log")
        let hub = try programs.program(
            "county-hub", ["run", "--exchange", "127.0.0.1:0", "--console", "127.0.0.1:0"], data: "hub"
        ).start(log: log)
        defer { hub.child.stop() }
        let ready = try JSONSerialization.jsonObject(with: hub.output.next()) as? [String: Any]
        let address = "https://\(ready?["exchange"] as? String ?? "")"
        try programs.call("town-agent", "enrol", "--hub", address, "--code", code, data: "LC")
        let samples = try await fill(programs, address, &report)

        for year in 2022...2025 {
            try programs.call("town-agent", "volume", "seal", "\(year)-A", "--author", "王晓东", data: "LC")
        }
        let program = programs.program("town-agent", ["run", "--desk", "127.0.0.1:0"], data: "LC")
        let started = ContinuousClock.now
        let agent = try program.start(log: log)
        defer { agent.child.stop() }
        let desk = try JSONSerialization.jsonObject(with: agent.output.next()) as? [String: Any]
        var client = DeskClient(port: (desk?["desk"] as? String)?.split(separator: ":").last.flatMap { Int($0) } ?? 0)
        _ = try client.ask("GET", "/sign-in")
        report.add("start to first page", milliseconds(since: started), "ms")
        let password = "口令口令口令口令"
        let answer = try client.ask(
            "POST", "/set-up", form: ["name": "王晓东", "password": password, "again": password])
        client.cookie = answer.cookie
        let (first, _) = try await seconds { try client.ask("GET", "/") }
        report.add("Today, at once after the start", first * 1000, "ms")
        let (search, _) = try await seconds { try client.ask("GET", "/search?q=" + DeskClient.encoded("塔集渡口")) }
        report.add("first search: what is not yet in the index is entered before", search * 1000, "ms")
        try measure(client, samples, &report)
        report.add("agent: peak memory", try ProgramFigures.peak(agent.child), "MB")
    }

    private static func fill(
        _ programs: Programs, _ address: String, _ report: inout Report
    ) async throws -> [String: RecordID] {
        let years = FiveYears(unit: "LC", now: Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)))
        let opened = try await AgentFolder.open(
            DataFolder(path: programs.data("LC")), settings: programs.settings("LC"), hubs: [address], drawsEpoch: true)
        for start in stride(from: 0, to: years.drafts.count, by: 500) {
            let batch = Array(years.drafts[start..<min(start + 500, years.drafts.count)])
            try await opened.store.commit(each: batch, author: "值班员")
        }
        while try await opened.line.push().hasMore {}
        report.add("records of five years", Double(years.drafts.count), "records")
        report.add(
            "of them calls and log entries",
            Double((years.counts["phone-record"] ?? 0) + (years.counts["log-entry"] ?? 0)), "records")
        try await opened.store.indexTexts()
        await opened.close()
        try FileManager.default.removeItem(atPath: programs.data("LC") + "/store-search.sqlite")
        let again = try await AgentFolder.open(
            DataFolder(path: programs.data("LC")), settings: programs.settings("LC"), hubs: [address], drawsEpoch: true)
        let (filled, _) = try await seconds { try await again.store.indexTexts() }
        await again.close()
        report.add("the index of all texts, made anew", filled * 1000, "ms")
        let size = try FileManager.default.attributesOfItem(atPath: programs.data("LC") + "/store-search.sqlite")
        report.add("its size", ((size[.size] as? NSNumber)?.doubleValue ?? 0) / 1_000_000, "MB")
        return years.samples
    }

    private struct Measured {
        let path: String
        let milliseconds: Double
        let bytes: Int
    }

    private static func milliseconds(since start: ContinuousClock.Instant) -> Double {
        let took = (ContinuousClock.now - start).components
        return Double(took.seconds) * 1000 + Double(took.attoseconds) / 1e15
    }

    private static func page(_ path: String, _ client: DeskClient) throws -> Measured {
        var times: [Double] = []
        var bytes = 0
        for _ in 0..<tries {
            let start = ContinuousClock.now
            let answer = try client.ask("GET", path)
            times.append(milliseconds(since: start))
            guard answer.status == 200 else { throw DeskClient.Failed(text: "\(path): \(answer.status)") }
            bytes = answer.bytes
        }
        return Measured(path: path, milliseconds: median(times), bytes: bytes)
    }

    private static func measure(
        _ client: DeskClient, _ samples: [String: RecordID], _ report: inout Report
    ) throws {
        func add(_ name: String, _ path: String) throws {
            let page = try page(path, client)
            report.add(name, page.milliseconds, "ms")
            report.add(name + ": size", Double(page.bytes) / 1000, "kB")
        }
        try add("Today", "/")
        for name in ["phone-record", "log-entry", "document", "duty-shift"] {
            try add("list \(name)", "/list/\(name)")
            if let id = samples[name] {
                try add("list \(name), a page in the midst", "/list/\(name)?older=\(id)")
                try add("record \(name)", "/record/\(name)/\(id)")
            }
        }
        if let id = samples["incident"] {
            try add("incident", "/incident/\(id)")
            try add("incident, printed", "/print/incident/\(id)")
        }
        try add("list log-entry, one month", "/list/log-entry?from=2024-06-01&to=2024-06-30")
        for path in [
            "/handover", "/volumes", "/volume/2023-A", "/volume/2026-A", "/volume/2026-A?page=3", "/callbacks",
            "/incidents", "/roster", "/conflicts", "/drafts.json",
        ] {
            try add(path, path)
        }
        let known = DutyCatalog.regulation.collections.filter(\.isListed)
        let lists = try known.map { try page("/list/\($0.name)", client) }
        let forms = try known.filter { $0.ledger != .notice }.map { try page("/new/\($0.name)", client) }
        for (kind, pages) in [("lists", lists), ("forms", forms)] {
            guard let slow = pages.max(by: { $0.milliseconds < $1.milliseconds }),
                let large = pages.max(by: { $0.bytes < $1.bytes })
            else { continue }
            report.add("slowest of \(pages.count) \(kind): \(slow.path)", slow.milliseconds, "ms")
            report.add("largest of them: \(large.path)", Double(large.bytes) / 1000, "kB")
        }
        for (name, words) in [
            ("a rare word", "泄漏 停课 管涌"), ("a common word", "积水"), ("one character", "水"), ("two words", "大堤 渗水"),
            ("part of a number", "5230"), ("what is nowhere", "𠮷祥"),
        ] {
            try add("search, \(name) (\(words))", "/search?q=" + DeskClient.encoded(words))
        }
        try add(
            "search, a common word of one month", "/search?from=2024-06-01&to=2024-06-30&q=" + DeskClient.encoded("积水"))
        try enter(client, &report)
    }

    /// From the press of the key to the answer that it is saved.
    private static func enter(_ client: DeskClient, _ report: inout Report) throws {
        var times: [Double] = []
        var after: [Double] = []
        for number in 0..<tries {
            let form = try client.ask("GET", "/new/log-entry").body
            let fields = [
                "token": client.hidden("token", in: form), "id": client.hidden("id", in: form),
                "occurredAt": "2026-11-26T08:00", "matter": "巡查圩堤第 \(number) 段，正常。",
            ]
            let start = ContinuousClock.now
            let answer = try client.ask("POST", "/new/log-entry", form: fields)
            times.append(milliseconds(since: start))
            guard answer.status == 303 else { throw DeskClient.Failed(text: "\(answer.status)") }
            let next = ContinuousClock.now
            _ = try client.ask("GET", "/")
            after.append(milliseconds(since: next))
        }
        report.add("an entry saved", median(times), "ms")
        report.add("Today after it", median(after), "ms")
    }
}
