import ChildProcess
import CountyHub
import Foundation
import Hummingbird
import Logging
import NIOCore
import ProgramShell
import SyncKit
import Synchronization
import TownAgent

/// A hub and an agent of one county within this process, over real TLS on loopback. The programs beside this one set
/// them up; the floor has a path of its own on the same port.
final class Deployment {
    let folder: URL
    let hub: HubFolder
    let agent: AgentFolder
    let port: Int
    private let serving: Task<Void, any Error>
    private let floor: FloorDesk

    /// - Parameter work: what the floor's path writes when it is asked to.
    init(work: Workload) async throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("zhishou-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let programs = Programs(folder: folder)
        try programs.call("county-hub", "init", "--name", "金湖县", data: "hub")
        let added = try programs.call("county-hub", "unit", "add", "LC", "黎城镇", "--class", "town", data: "hub")
        hub = try await HubFolder.open(
            DataFolder(path: programs.data("hub")), settings: programs.settings("hub"), drawsEpoch: true)
        floor = FloorDesk(
            store: try PlainStore(path: folder.appendingPathComponent("floor-hub.sqlite").path), work: work)
        let router = try ExchangeServer.router(hub)
        router.post("/floor/:first/:count") { [floor] request, context in
            var body = try await request.body.collect(upTo: 16 * 1024 * 1024)
            _ = body.readBytes(length: body.readableBytes)
            let first = try context.parameters.require("first", as: Int.self)
            let count = try context.parameters.require("count", as: Int.self)
            try floor.perform(first..<first + count)
            return Response(status: .ok, body: .init(byteBuffer: ByteBuffer(string: "\(first + count)")))
        }
        var logger = Logger(label: "bench")
        logger.logLevel = .critical
        let (ports, found) = AsyncStream<Int>.makeStream()
        let application = try ExchangeServer.application(
            hub, router: router, address: ("127.0.0.1", 0), logger: logger
        ) { found.yield($0) }
        serving = Task { try await application.run() }
        var iterator = ports.makeAsyncIterator()
        port = await iterator.next() ?? 0
        let address = "https://127.0.0.1:\(port)"
        let code = (added as? [String: Any])?["code"] as? String ?? ""
        try programs.call("town-agent", "enrol", "--hub", address, "--code", code, data: "LC")
        agent = try await AgentFolder.open(
            DataFolder(path: programs.data("LC")), settings: programs.settings("LC"), hubs: [address], drawsEpoch: true)
        while try await agent.line.push().hasMore {}
    }

    func end() async {
        await agent.close()
        serving.cancel()
        _ = try? await serving.value
        await hub.close()
        try? FileManager.default.removeItem(at: folder)
    }
}

/// What the floor's path does: one transaction for the changes that it is asked for.
final class FloorDesk: Sendable {
    private let store: Mutex<PlainStore>
    private let work: Workload

    init(store: sending PlainStore, work: Workload) {
        self.store = Mutex(store)
        self.work = work
    }

    func perform(_ numbers: Range<Int>) throws {
        try store.withLock { store in
            try store.transaction { for number in numbers { try store.perform(number, of: work) } }
        }
    }
}

/// The programs that were built beside this one.
struct Programs {
    let folder: URL
    private let built = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()

    init(folder: URL) { self.folder = folder }

    func data(_ name: String) -> String { folder.appendingPathComponent(name).path }

    func program(_ name: String, _ words: [String], data: String) -> ChildProgram {
        ChildProgram(
            built.appendingPathComponent(name), ["--data", self.data(data)] + words + ["--json"],
            environment: environment)
    }

    @discardableResult
    func call(_ name: String, _ words: String..., data: String, input: Data = Data()) throws -> Any {
        let outcome = try program(name, words, data: data).run(input: input)
        guard outcome.status == 0 else {
            throw Failed(description: "\(name) \(words): \(String(decoding: outcome.messages, as: UTF8.self))")
        }
        return try JSONSerialization.jsonObject(with: outcome.output, options: .fragmentsAllowed)
    }

    func settings(_ name: String) throws -> Settings {
        try Settings(DataFolder(path: data(name)), path: nil, environment: environment)
    }

    private var environment: [String: String] {
        var environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("ZHISHOU_") }
        environment["ZHISHOU_GUARDS"] = data("guards")
        return environment
    }

    struct Failed: Error, CustomStringConvertible { let description: String }
}
