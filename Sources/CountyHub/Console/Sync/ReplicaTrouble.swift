import DutyDesk
import ProgramShell
import SyncKit

/// What an administrator has to look after at a replica, the worst first.
enum ReplicaTrouble: String, CaseIterable, Sendable {
    case silent
    case diskShort = "disk-short"
    case offline
    case failing
    case held
    case conflicts
    case clockWrong = "clock-wrong"
    case certificate
    case waiting

    /// A certificate renews itself after half of its life; one that has not by then is worth a look.
    private static let certificateDays: Int64 = 30
    /// What waits longer while the line is there does not move, in milliseconds.
    private static let waitingMax: Int64 = 10 * 60_000

    static func of(_ member: Member, _ contact: Contact?, isOnline: Bool, isSilent: Bool, now: Int64) -> [Self] {
        guard member.revokedAt == nil else { return [] }
        let report = contact?.told
        return allCases.filter { trouble in
            switch trouble {
            case .silent: isSilent && !isOnline
            case .diskShort: DiskSpace.isShort(report?.diskFree)
            case .offline: !isOnline
            case .failing: report.map { !$0.lastError.isEmpty } ?? false
            case .held: report.map { $0.heldSets > 0 } ?? false
            case .conflicts: report.map { $0.openConflicts > 0 } ?? false
            case .clockWrong: report?.clockOffset.map { $0.magnitude > UInt64(HybridClock.aheadMax) } ?? false
            case .certificate:
                report.map {
                    $0.certificateExpires > 0 && $0.certificateExpires - now < certificateDays * 86_400_000
                } ?? false
            case .waiting: report.map { $0.waiting.contains { now - ($0.oldest ?? now) > waitingMax } } ?? false
            }
        }
    }

    func text(_ words: Words) -> String {
        switch self {
        case .silent: words("长时间没有联系", "silent")
        case .diskShort: words("磁盘将满", "disk nearly full")
        case .offline: words("离线", "off line")
        case .failing: words("上次联系失败", "last exchange failed")
        case .held: words("有暂扣", "holds sets")
        case .conflicts: words("有冲突", "has conflicts")
        case .clockWrong: words("时钟不准", "clock wrong")
        case .certificate: words("证书将到期", "certificate expires")
        case .waiting: words("积压未送", "backlog")
        }
    }
}
