import DutyDesk
import SyncKit

/// An act of administration, as the audit list names it.
enum AuditedAct: String, CaseIterable, Sendable {
    case confirm
    case release
    case addUnit = "unit-add"
    case issueCode = "unit-code"
    case revokeUnit = "unit-revoke"
    case revokeReplica = "replica-revoke"
    case backup
    case restore
    case verify
    case account

    func text(_ words: Words) -> String {
        switch self {
        case .confirm: words("确认事项", "confirmed an event")
        case .release: words("放行暂扣", "released a held set")
        case .addUnit: words("增加单位", "added a unit")
        case .issueCode: words("发注册码", "issued an enrolment code")
        case .revokeUnit: words("停用单位", "revoked a unit")
        case .revokeReplica: words("停用机器", "revoked a machine")
        case .backup: words("备份", "made a backup")
        case .restore: words("恢复", "restored a backup")
        case .verify: words("核验数据", "checked the data")
        case .account: words("账户", "changed an account")
        }
    }
}

/// Who does an act, and from where. What he does stands in the audit list before it is done: a crash in between leaves
/// an act too many there, never one too few.
struct Auditor: Sendable {
    let store: LedgerStore
    let person: String
    /// Empty for a command on the machine itself.
    let address: String

    func enter<T>(
        _ act: AuditedAct, on object: String, detail: String = "", _ body: () async throws -> T
    ) async throws -> T {
        try await store.audit(act.rawValue, on: object, detail: detail, by: person, from: address)
        do {
            return try await body()
        } catch {
            try? await store.audit(act.rawValue, on: object, detail: Self.notDone, by: person, from: address)
            throw error
        }
    }

    /// Of an act that was refused or failed.
    static let notDone = "not done"
}
