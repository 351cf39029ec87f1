import DutyDesk
import ProgramShell
import SyncKit

extension AuditedAct {
    func text(_ words: Words) -> String {
        switch self {
        case .confirm: words("确认事项", "confirmed an event")
        case .release: words("放行暂扣", "released a held set")
        case .addUnit: words("增加单位", "added a unit")
        case .issueCode: words("发注册码", "issued an enrolment code")
        case .revokeUnit: words("停用单位", "revoked a unit")
        case .revokeReplica: words("停用机器", "revoked a machine")
        case .backup: words("备份", "made a backup")
        case .restore: words("从备份恢复", "restored a backup")
        case .verify: words("核验数据", "checked the data")
        case .account: words("账户", "changed an account")
        }
    }
}

extension AuditEntry {
    /// An act that a later version knows keeps its own word.
    func text(_ words: Words) -> String { AuditedAct(rawValue: act)?.text(words) ?? act }
}
