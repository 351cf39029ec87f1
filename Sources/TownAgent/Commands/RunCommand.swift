import ArgumentParser
import DutyRecords
import Foundation
import Hummingbird
import Logging
import ProgramShell
import ServiceLifecycle
import SyncKit

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run the agent until stopped 运行镇端")

    @OptionGroup var common: CommonOptions

    @Option(help: "Where the desk's pages are, HOST:PORT, loopback; port 0 takes a free one. Default 127.0.0.1:8081.")
    var desk: String?

    @Option(
        help:
            "Where the hub is now, https://HOST[:PORT], in place of the addresses of the enrolment; several may be given."
    )
    var hub: [String] = []

    @Option(help: "A name under which the desk's pages are opened, HOST[:PORT]; several may be given.")
    var host: [String] = []

    func run() async throws {
        let folder = try common.folder()
        guard folder.exists else {
            throw CommandFailure(
                .dataFolder, chinese: "\(folder.url.path) 尚未注册。请先运行 enrol。",
                english: "\(folder.url.path) is not enrolled; run enrol first")
        }
        try FolderKind.agent.require(of: folder)
        let settings = try Settings.read(folder, path: common.config)
        let address = try HostPort(settings.value("desk", flag: desk) ?? "127.0.0.1:8081")
        guard address.isLoopback else {
            throw CommandFailure(
                .badUse, chinese: "镇端页面目前只在本机(127.0.0.1)上提供。",
                english: "the desk's pages are served on this machine alone (127.0.0.1)")
        }
        let lock = try ExclusiveFolder.take(folder)
        let opened = try await AgentFolder.open(folder, settings: settings, hubs: hub, drawsEpoch: true)
        do {
            try await serve(opened, address, hosts: settings.hosts(flags: host))
            await opened.close()
        } catch {
            await opened.close()
            throw error
        }
        _ = consume lock
    }

    private func serve(_ opened: AgentFolder, _ desk: HostPort, hosts: [String]) async throws {
        var logger = Logger(label: "town-agent") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .notice
        let control = try ControlServer(
            folder: opened.folder, handler: CommandServer(root: TownAgent.self, opened: opened).handle)
        defer { control.close() }
        let ready = ReadyLine(isJSON: common.json, names: ["desk"])
        let services: [any Service] = [
            SyncLoop(line: opened.line, store: opened.store, logger: logger), Readiness(opened),
            try DeskPages.application(opened, address: desk, hosts: hosts, logger: logger) {
                ready.note("desk", host: desk.host, port: $0)
            },
        ]
        do {
            try await Serving.run(services, logger: logger)
        } catch {
            throw ListenFailure.words(error, [desk])
        }
    }
}
