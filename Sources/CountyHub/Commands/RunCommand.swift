import ArgumentParser
import DutyRecords
import Foundation
import Hummingbird
import Logging
import ProgramShell
import ServiceLifecycle
import SyncKit
import Synchronization

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Serve the exchange and the console until stopped 运行县端")

    @OptionGroup var common: CommonOptions

    @Option(help: "Where units exchange, HOST:PORT; port 0 takes a free one. Default 0.0.0.0:8443.")
    var exchange: String?

    @Option(help: "Where the console's pages are, HOST:PORT. Default 127.0.0.1:8080.")
    var console: String?

    @Option(help: "A name under which the console's pages are opened, HOST[:PORT]; several may be given.")
    var host: [String] = []

    func run() async throws {
        let folder = try common.folder()
        guard folder.exists else {
            throw CommandFailure(
                .dataFolder, chinese: "\(folder.url.path) 尚未设置。请先运行 init。",
                english: "\(folder.url.path) is not set up; run init first")
        }
        try FolderKind.hub.require(of: folder)
        let settings = try Settings.read(folder, path: common.config)
        let exchangeAddress = try HostPort(settings.value("exchange", flag: exchange) ?? "0.0.0.0:8443")
        let consoleAddress = try HostPort(settings.value("console", flag: console) ?? "127.0.0.1:8080")
        let lock = try ExclusiveFolder.take(folder)
        try HubIdentity.renewCertificate(folder, now: SystemClock.wall())
        let opened = try await HubFolder.open(folder, settings: settings, drawsEpoch: true)
        do {
            try await serve(opened, exchangeAddress, consoleAddress, hosts: settings.hosts(flags: host))
            await opened.close()
        } catch {
            await opened.close()
            throw error
        }
        _ = consume lock
    }

    private func serve(_ opened: HubFolder, _ exchange: HostPort, _ console: HostPort, hosts: [String]) async throws {
        var logger = Logger(label: "county-hub") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .notice
        let control = try ControlServer(
            folder: opened.folder, handler: CommandServer(root: CountyHub.self, opened: opened).handle)
        defer { control.close() }
        let ready = ReadyLine(isJSON: common.json, names: ["exchange", "console"])
        let isExchangeOpen = Mutex(false)
        let services: [any Service] = [
            try ExchangeServer.application(
                opened, router: ExchangeServer.router(opened), address: (exchange.host, exchange.port), logger: logger
            ) {
                isExchangeOpen.withLock { $0 = true }
                ready.note("exchange", host: exchange.host, port: $0)
            },
            try Console.application(
                opened, address: console, hosts: hosts, logger: logger,
                isExchangeOpen: { isExchangeOpen.withLock { $0 } },
                onRunning: { ready.note("console", host: console.host, port: $0) }),
            Readiness(opened, alsoWarm: opened.county.warm), try SilenceWatch(opened), opened.work,
        ]
        do {
            try await Serving.run(services, logger: logger)
        } catch {
            throw ListenFailure.words(error, [exchange, console])
        }
    }
}
