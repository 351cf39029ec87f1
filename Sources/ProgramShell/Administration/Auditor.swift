package import SyncKit

/// An act of administration, as the audit list names it.
package enum AuditedAct: String, CaseIterable, Sendable {
    case confirm
    case release
    case addUnit = "unit-add"
    case renameUnit = "unit-rename"
    case issueCode = "unit-code"
    case withdrawCode = "unit-code-withdraw"
    case revokeUnit = "unit-revoke"
    case revokeReplica = "replica-revoke"
    case backup
    case restore
    case verify
    case account
}

/// Who does an act, and from where. What he does stands in the audit list before it is done: a crash in between leaves
/// an act too many there, never one too few. Only the hub keeps such a list; elsewhere an act is just done.
package struct Auditor: Sendable {
    private let store: LedgerStore
    private let person: String
    private let address: String

    /// - Parameter address: of who asks; empty for a command on the machine itself.
    package init(_ store: LedgerStore, person: String, address: String) {
        self.store = store
        self.person = person
        self.address = address
    }

    /// Of a command: whoever runs it on the machine.
    package init(_ store: LedgerStore, _ session: CommandSession) {
        self.init(store, person: session.person, address: "")
    }

    package func enter<T>(
        _ act: AuditedAct, on object: String, detail: String = "", _ body: () async throws -> T
    ) async throws -> T {
        guard store.signer.role == .county else { return try await body() }
        try await store.audit(act.rawValue, on: object, detail: detail, by: person, from: address)
        do {
            return try await body()
        } catch {
            try? await store.audit(act.rawValue, on: object, detail: Self.notDone, by: person, from: address)
            throw error
        }
    }

    /// Enters what came of an act that takes long, as words of the program's.
    package func note(_ act: AuditedAct, on object: String, outcome: String) async throws {
        guard store.signer.role == .county else { return }
        try await store.audit(act.rawValue, on: object, detail: outcome, by: person, from: address)
    }

    /// Of an act that was refused or failed.
    package static let notDone = "not done"
}
