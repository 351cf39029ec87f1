import DutyDesk
import DutyRecords
import ProgramShell
import SyncKit

extension AuditedAct {
    func text(_ words: Words) -> String {
        switch self {
        case .confirm: words("确认事项", "confirmed an event")
        case .release: words("放行暂扣", "released a held set")
        case .addUnit: words("增加单位", "added a unit")
        case .renameUnit: words("更改单位名称", "renamed a unit")
        case .issueCode: words("发注册码", "issued an enrolment code")
        case .withdrawCode: words("收回注册码", "withdrew an enrolment code")
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

    /// What is told beside the act, as far as it is the program's own words.
    func detailText(_ words: Words) -> String {
        if detail == Auditor.notDone { return words("没有做成", "not done") }
        if let outcome = AuditOutcome(detail) { return outcome.text(words) }
        switch AuditedAct(rawValue: act) {
        case .account: return Self.account(detail, words)
        case .backup where detail.isEmpty, .verify where detail.isEmpty: return words("开始", "begun")
        case .withdrawCode: return words("开头是 \(detail)", "begins with \(detail)")
        default: return detail
        }
    }

    /// `role administrator`, as pages and commands enter it.
    private static func account(_ detail: String, _ words: Words) -> String {
        detail.split(separator: " ").map { part in
            switch part {
            case "account", "add": words("设口令", "password given")
            case "role": words("改角色", "role changed")
            case "disable": words("停用", "disabled")
            case "enable": words("恢复", "enabled")
            default: Wording.choice(String(part), in: words.language)
            }
        }.joined(separator: words("，", ", "))
    }
}
