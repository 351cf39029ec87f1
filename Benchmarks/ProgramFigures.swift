import ChildProcess
import Foundation

/// The programs as they are run: time to start, the commands themselves, and the most memory that they took.
enum ProgramFigures {
    static func add(to report: inout Report, _ work: Workload) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("zhishou-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let programs = Programs(folder: folder)
        try programs.call("county-hub", "init", "--name", "金湖县", data: "hub")
        let added = try programs.call("county-hub", "unit", "add", "LC", "黎城镇", "--class", "town", data: "hub")
        let code = (added as? [String: Any])?["code"] as? String ?? ""
        let log = folder.appendingPathComponent("log")

        let hub = programs.program(
            "county-hub", ["run", "--exchange", "127.0.0.1:0", "--console", "127.0.0.1:0"], data: "hub")
        let (hubStart, (hubProcess, hubOutput)) = try await seconds { () throws -> (ChildProcess, Data) in
            let started = try hub.start(log: log)
            return (started.child, started.output.next())
        }
        defer { hubProcess.stop() }
        let ready = try JSONSerialization.jsonObject(with: hubOutput) as? [String: Any]
        let address = "https://\(ready?["exchange"] as? String ?? "")"
        try programs.call("town-agent", "enrol", "--hub", address, "--code", code, data: "LC")

        let agent = programs.program("town-agent", ["run", "--desk", "127.0.0.1:0"], data: "LC")
        let (agentStart, agentProcess) = try await seconds { () throws -> ChildProcess in
            let started = try agent.start(log: log)
            _ = started.output.next()
            return started.child
        }
        defer { agentProcess.stop() }
        let (recorded, _) = try await seconds {
            try programs.call("town-agent", "record", "phone-record", data: "LC", input: work.lines)
        }
        let (drained, _) = try await seconds { try programs.call("town-agent", "sync", data: "LC") }
        report.add("the command record, 10,000 lines of JSON", Double(work.rows.count) / recorded, "records/s")
        report.add("sync after it, what was left", drained * 1000, "ms")
        report.add("hub: time to start", hubStart * 1000, "ms")
        report.add("agent: time to start", agentStart * 1000, "ms")
        report.add("hub: peak memory", try peak(hubProcess), "MB")
        report.add("agent: peak memory", try peak(agentProcess), "MB")
    }

    static func peak(_ process: ChildProcess) throws -> Double {
        let status = try String(contentsOfFile: "/proc/\(process.processID)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
        return (Double(line.split(separator: " ").dropFirst().first ?? "") ?? 0) / 1024
    }
}
