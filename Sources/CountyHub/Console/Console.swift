import DutyDesk
import DutyRecords
import Hummingbird
import Logging
import NIOCore
import ProgramShell

/// The county's pages: the desk of its own duty room, and beside it what oversees every unit.
enum Console {
    static func application(
        _ opened: HubFolder, address: HostPort, hosts: [String], logger: Logger,
        isExchangeOpen: @escaping @Sendable () -> Bool, onRunning: @escaping @Sendable (Int) async -> Void
    ) throws -> some ApplicationProtocol {
        let desk = try Desk(
            opened, adding: DeskAdditions(places: places, styles: styles, scripts: [PackageResources.administration_js])
        )
        let router = PageGate.router(
            HostRule(bound: address, named: hosts), paths: Desk<HubFolder>.readPaths.union(readPaths))
        try desk.add(to: router)
        try WallPage(desk, opened).add(to: router)
        try FollowUpsPage(desk, opened).add(to: router)
        try KnownPage(desk, opened).add(to: router)
        try SyncPage(desk, opened).add(to: router)
        try IssuesPage(desk, opened).add(to: router)
        let memory = CountyMemory(opened.store)
        try RulesPage(desk, opened, memory).add(to: router)
        try CoveragePage(desk, opened, memory).add(to: router)
        try ChecksPage(desk, opened, memory).add(to: router)
        try StatisticsPage(desk, opened).add(to: router)
        try AdministrationPage.add(to: router, desk, opened)
        try CityReportPage(desk, opened).add(to: router)
        try ReviewPage(desk, opened).add(to: router)
        HealthPages(opened, isExchangeOpen: isExchangeOpen).add(to: router)
        return PageServer.application(router, at: address, logger: logger, onRunning: onRunning)
    }

    /// Where the county's people look beyond their own room.
    private static let places = [
        Place("w", "/wall", "总览墙", "Wall"),
        // The letters are all taken; `a` silences the bell.
        Place("1", FollowUpsPage.path, "督办", "Follow-ups"),
        Place("g", "/coverage", "覆盖", "Coverage"),
        Place("k", "/checks", "点名抽查", "Checks"),
        Place("q", "/statistics", "统计", "Statistics"),
        Place("j", IssuesPage.path, "专报与通报", "Issues"),
        Place("n", "/units", "各单位", "The units"),
        Place("y", RulesPage.path, "日历与规则", "Calendar and rules"),
        Place("d", AdministrationPage.path, "管理", "Administration"),
    ]

    private static let styles = [
        PackageResources.wall_css,
        PackageResources.followups_css,
        PackageResources.coverage_css,
        PackageResources.checks_css,
        PackageResources.statistics_css,
        PackageResources.rules_css,
        PackageResources.sync_css,
        PackageResources.administration_css,
        PackageResources.cityreport_css,
    ]

    /// Where the pages are that are read alone; the gate names their methods.
    private static let readPaths: Set<String> = Set([
        "/followups", "/healthz", "/issues", "/metrics", "/readyz", "/rules", "/status.json", "/sync", "/units",
        "/wall",
    ]).union(CoveragePage.readPaths).union(ChecksPage.readPaths).union(StatisticsPage.readPaths)
        .union(AdministrationPage.readPaths)
}
