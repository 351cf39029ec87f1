package import DutyRecords
import Foundation
import Identity
package import ProgramShell
package import SyncKit

/// The agent's data folder, open for its one writer.
package struct AgentFolder: RecordFolder {
    let folder: DataFolder
    let identity: AgentIdentity
    package let replica: Replica
    let settings: Settings
    package let catalog: DutyCatalog
    /// The line to the hub; there is one in the process that runs, and one for a `sync` of its own.
    package let line: SyncLine
    package let mirror: DutyMirror
    package let passwordPauses = PasswordPauses()

    package static var kind: FolderKind { .agent }
    package var store: LedgerStore { replica.store }
    package var homeUnit: String { identity.unit }
    package var unitName: String { identity.unitName }
    package var countyName: String { identity.deploymentName }
    package var writer: WriterRole { .unit }
    package var deliveredTo: ReplicaID? { replica.hub.replica }
    package var volumeLetter: String { identity.label }
    package var channel: DutyChannel { DutyChannel(rawValue: identity.channel) ?? .open }

    package func check(unit: String) async throws {
        guard unit == identity.unit else {
            throw CommandFailure(
                .badUse, chinese: "本机属于 \(identity.unit),不能办理 \(unit) 的记录。",
                english: "this replica belongs to \(identity.unit), not to \(unit)")
        }
    }

    package static func open(_ folder: DataFolder) async throws -> AgentFolder {
        try await open(folder, settings: Settings.read(folder, path: nil), drawsEpoch: false)
    }

    /// - Parameter hubs: where the hub is now, where flags name it; else the settings or the enrolment tell.
    package static func open(
        _ folder: DataFolder, settings: Settings, hubs: [String] = [], drawsEpoch: Bool, isNew: Bool = false
    ) async throws -> AgentFolder {
        if !isNew { try folder.requireStore() }
        let identity = try AgentIdentity.read(folder)
        let schema = DutySchema(channel: DutyChannel(rawValue: identity.channel) ?? .open, catalog: Program.catalog)
        let store = try LedgerStore.open(
            path: folder.store.path, schema: schema,
            signer: try identity.signer(), guardDirectory: settings.guards(), drawsEpoch: drawsEpoch,
            clock: SystemClock.moment)
        let replica = try await Replica(store: store, hub: identity.hub())
        let named = settings.hubs(flags: hubs)
        let line = try SyncLine(
            folder: folder, identity: identity, hubs: named.isEmpty ? identity.hubs : named, replica: replica)
        return AgentFolder(
            folder: folder, identity: identity, replica: replica, settings: settings, catalog: schema.catalog,
            line: line, mirror: DutyMirror(store, homeUnit: identity.unit))
    }

    package func close() async {
        await line.close()
        try? store.close()
    }
}
