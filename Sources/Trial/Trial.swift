import FaultLine
import Foundation
import Glibc

/// A county in small: a hub and three towns, each a process with its own store, fed from a sample day. One town is cut
/// off for a while, goes on recording, comes back, and its backlog drains.
@main struct Trial {
    private static let towns = [("LC", "黎城镇"), ("YT", "银涂镇"), ("QF", "前锋镇")]
    /// The town that loses its line.
    private static let cutTown = "YT"

    static func main() {
        do {
            try Trial(CommandLine.arguments.dropFirst()).run()
        } catch is Interruption.Asked {
            print("")
        } catch {
            print("✗ \(error)")
            exit(1)
        }
    }

    private let programs = Programs()
    private let folder: URL
    /// How long the line stays cut, in seconds.
    private let cutSeconds: Int
    private let interruption = Interruption()

    /// Takes the folder to run in and the length of the cut.
    private init(_ arguments: ArraySlice<String>) throws {
        folder = URL(fileURLWithPath: arguments.first ?? "trial").standardizedFileURL
        cutSeconds = arguments.dropFirst().first.flatMap { Int($0) } ?? 60
        try? FileManager.default.removeItem(at: folder)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func data(_ name: String) -> String { folder.appendingPathComponent(name).path }
    private func log(_ name: String) -> URL { folder.appendingPathComponent("\(name).log") }

    private func run() throws {
        var running: [RunningProgram] = []
        defer { for program in running.reversed() { program.stop() } }

        say("1/6 县端 hub of 金湖县")
        try programs.call(programs.hub, ["--data", data("hub"), "init", "--name", "金湖县"])
        let hub = try RunningProgram(
            programs.hub,
            ["--data", data("hub"), "run", "--exchange", "127.0.0.1:0", "--console", "127.0.0.1:0", "--json"],
            log: log("hub"))
        running.append(hub)
        guard let port = hub.ready["exchange"].flatMap({ $0.split(separator: ":").last }).flatMap({ Int($0) }) else {
            throw TrialError(text: "the hub named no port")
        }

        say("2/6 三个镇注册 enrolment of three towns over mutual TLS")
        var lines: [String: FaultProxy] = [:]
        var desks: [String: String] = [:]
        for (unit, name) in Self.towns {
            let line = try FaultProxy(target: port)
            lines[unit] = line
            let added = try programs.call(
                programs.hub, ["--data", data("hub"), "unit", "add", unit, name, "--class", "town"])
            guard let code = (added as? [String: Any])?["code"] as? String else { throw TrialError(text: "no code") }
            try programs.call(
                programs.agent,
                ["--data", data(unit), "enrol", "--hub", "https://127.0.0.1:\(line.port)", "--code", code])
            let agent = try RunningProgram(
                programs.agent, ["--data", data(unit), "run", "--desk", "127.0.0.1:0", "--json"], log: log(unit))
            running.append(agent)
            desks[unit] = agent.ready["desk"]
            say("    \(name) \(unit)  http://\(agent.ready["desk"] ?? "")")
        }

        let day = try SampleDay.read()
        say("3/6 录入样例日的上半天 the sample day until 14:00")
        for (unit, _) in Self.towns { try record(day.records(of: unit, before: "14:00"), unit) }
        try waitUntilDelivered(Self.towns.map(\.0))
        try count(day)

        say("4/6 断开 \(Self.cutTown) \(cutSeconds) 秒，该镇照常录入 cut off, and recording on")
        lines[Self.cutTown]?.cut()
        for (unit, _) in Self.towns { try record(day.records(of: unit, from: "14:00"), unit) }
        for second in stride(from: 0, through: cutSeconds, by: 5) {
            try interruption.wait(seconds: second == 0 ? 0 : 5)
            let waiting = try waiting(Self.cutTown)
            progress("    \(second)/\(cutSeconds) s  \(Self.cutTown) 待送 \(waiting) 组")
        }
        print("")

        say("5/6 恢复 the line is back: the backlog drains")
        lines[Self.cutTown]?.heal()
        try waitUntilDelivered([Self.cutTown])
        try count(day)

        say("6/6 校验 verify")
        try programs.call(programs.hub, ["--data", data("hub"), "verify"])
        say("✓ 全部送达。页面 pages:")
        say("    县 county  http://\(hub.ready["console"] ?? "")")
        for (unit, name) in Self.towns { say("    \(name)  http://\(desks[unit] ?? "")") }
        say("Ctrl-C 结束 to stop")
        try interruption.wait()
    }

    private func record(_ records: [(collection: String, line: String)], _ unit: String) throws {
        // Lines of one collection in a row go in together; order matters where a record names another.
        var batch: [String] = []
        var collection = ""
        func flush() throws {
            guard !batch.isEmpty else { return }
            try interruption.check()
            try programs.call(
                programs.agent, ["--data", data(unit), "record", collection],
                input: batch.joined(separator: "\n") + "\n")
            batch = []
        }
        for record in records {
            if record.collection != collection { try flush() }
            collection = record.collection
            batch.append(record.line)
        }
        try flush()
    }

    private func waiting(_ unit: String) throws -> Int {
        let status = try programs.call(programs.agent, ["--data", data(unit), "status"]) as? [String: Any]
        let ledgers = status?["ledgers"] as? [[String: Any]] ?? []
        return ledgers.reduce(0) { $0 + (($1["waitingSets"] as? Int) ?? 0) }
    }

    private func waitUntilDelivered(_ units: [String]) throws {
        let most = try units.reduce(1) { max($0, try waiting($1)) }
        for _ in 0..<600 {
            let left = try units.reduce(0) { $0 + (try waiting($1)) }
            let filled = 30 * (max(most, left) - left) / max(most, left)
            progress(
                "    " + String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
                    + " 待送 \(left)")
            if left == 0 {
                print("")
                return
            }
            try interruption.wait(seconds: 0.2)
        }
        throw TrialError(text: "the backlog did not drain; see the logs in \(folder.path)")
    }

    /// The hub's own count beside that of the sample day.
    private func count(_ day: SampleDay) throws {
        var shown: [String] = []
        for collection in day.collections {
            let found = try programs.call(programs.hub, ["--data", data("hub"), "list", collection]) as? [Any]
            shown.append("\(collection) \(found?.count ?? 0)/\(day.count(of: collection))")
        }
        say("    县端 at the hub: " + shown.joined(separator: ", "))
    }

    private func say(_ line: String) {
        print(line)
        fflush(nil)
    }
    private func progress(_ line: String) {
        print("\r\u{1B}[K" + line, terminator: "")
        fflush(nil)
    }
}
