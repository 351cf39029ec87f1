/// The one style sheet and the one script, put together from the parts that lie beside their pages.
///
/// They are built into the program, so that it needs no folder beside it.
enum Assets {
    private static let styles = [
        PackageResources.desk_css,
        PackageResources.entry_css,
        PackageResources.record_css,
        PackageResources.conflicts_css,
        PackageResources.history_css,
        PackageResources.exchange_css,
        PackageResources.roster_css,
        PackageResources.volumes_css,
        PackageResources.search_css,
        PackageResources.signin_css,
        PackageResources.handover_css,
        PackageResources.incident_css,
        PackageResources.sheets_css,
        PackageResources.plot_css,
    ]
    private static let scripts = [
        PackageResources.desk_js,
        PackageResources.alarm_js,
        PackageResources.renew_js,
        PackageResources.roster_js,
        PackageResources.entry_js,
        PackageResources.draft_js,
        PackageResources.calls_js,
        PackageResources.bar_js,
        PackageResources.incident_js,
    ]
    static func style(_ additions: DeskAdditions) -> String { joined(styles + additions.styles) }
    static func script(_ additions: DeskAdditions) -> String { joined(scripts + additions.scripts) }

    /// What the browser's one connection runs in.
    static let worker = joined([PackageResources.live_js])

    /// Paper has a style and a script of its own.
    static let printStyle = joined([PackageResources.print_css])
    static let printScript = joined([PackageResources.print_js])

    private static func joined(_ parts: [[UInt8]]) -> String {
        parts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
    }
}
