import DutyDesk
import DutyRecords
import Hummingbird
import Logging
import ProgramShell
import SyncKit

/// The agent's pages: the duty room's desk, and the state of the exchange: what the county has, and what waits here.
enum DeskPages {
    static func application(
        _ opened: AgentFolder, address: HostPort, hosts: [String], logger: Logger,
        onRunning: @escaping @Sendable (Int) async -> Void
    ) throws -> some ApplicationProtocol {
        let page = try SyncPage()
        let desk = try Desk(opened)
        let router = PageGate.router(
            HostRule(bound: address, named: hosts),
            paths: Desk<AgentFolder>.readPaths.union(["/sync", "/status.json"]))
        try desk.add(to: router)
        router.get("/sync") { request, _ in
            try await desk.open(request, ("同步状态", "Sync state")) { language in
                let events = try await opened.store.events().filter { $0.confirmedAt == nil }
                return page.html(try await AgentStatus.read(opened), events, language)
            }
        }
        router.get("/status.json") { _, _ in Page.json(try await AgentStatus.read(opened).json) }
        return PageServer.application(router, at: address, logger: logger, onRunning: onRunning)
    }
}
