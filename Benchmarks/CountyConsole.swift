import ChildProcess
import CountyHub
import Foundation
import ProgramShell

/// A county's hub as it is run, filled before it starts, and an administrator's browser at its console.
final class CountyConsole {
    private static let tries = 7
    private let folder: URL
    private let hub: ChildProcess
    private let client: DeskClient

    /// - Parameter code: the county's own.
    init(code: String, fill: (HubFolder) async throws -> Void) async throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("zhishou-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let programs = Programs(folder: folder)
        try programs.call("county-hub", "init", "--name", "金湖县", "--code", code, data: "hub")
        let opened = try await HubFolder.open(
            DataFolder(path: programs.data("hub")), settings: programs.settings("hub"), drawsEpoch: true)
        try await fill(opened)
        await opened.close()
        let started = try programs.program(
            "county-hub", ["run", "--exchange", "127.0.0.1:0", "--console", "127.0.0.1:0"], data: "hub"
        ).start(log: folder.appendingPathComponent("log"))
        hub = started.child
        let ready = try JSONSerialization.jsonObject(with: started.output.next()) as? [String: Any]
        var client = DeskClient(
            port: (ready?["console"] as? String)?.split(separator: ":").last.flatMap { Int($0) } ?? 0)
        let password = "口令口令口令口令"
        client.cookie = try client.ask(
            "POST", "/set-up", form: ["name": "王晓东", "password": password, "again": password]
        ).cookie
        self.client = client
    }

    deinit {
        hub.stop()
        try? FileManager.default.removeItem(at: folder)
    }

    /// From the request to the last byte, on loopback: the first time, and the middle of some more.
    func measure(_ path: String, _ report: inout Report) throws {
        var times: [Double] = []
        var bytes = 0
        for _ in 0...Self.tries {
            let start = ContinuousClock.now
            let answer = try client.ask("GET", path)
            let took = (ContinuousClock.now - start).components
            guard answer.status == 200 else { throw DeskClient.Failed(text: "\(path): \(answer.status)") }
            times.append(Double(took.seconds) * 1000 + Double(took.attoseconds) / 1e15)
            bytes = answer.bytes
        }
        report.add(path + ", asked for the first time", times.removeFirst(), "ms")
        report.add(path, median(times), "ms")
        report.add(path + ": size", Double(bytes) / 1000, "kB")
    }

    func addPeak(to report: inout Report) throws {
        report.add("hub: peak memory", try ProgramFigures.peak(hub), "MB")
    }
}
