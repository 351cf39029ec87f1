import DutyRecords
import Foundation
import Identity
import ProgramShell
import SyncKit

/// The agent's data folder, open for its one writer.
struct AgentFolder: RecordFolder {
    let folder: DataFolder
    let identity: AgentIdentity
    let replica: Replica
    let settings: Settings
    let catalog: DutyCatalog
    /// The line to the hub; there is one in the process that runs, and one for a `sync` of its own.
    let line: SyncLine

    static var isHub: Bool { false }
    var store: LedgerStore { replica.store }
    var homeUnit: String { identity.unit }
    var writer: WriterRole { .unit }
    var deliveredTo: ReplicaID? { replica.hub.replica }
    var channel: DutyChannel { DutyChannel(rawValue: identity.channel) ?? .open }

    func check(unit: String) async throws {
        guard unit == identity.unit else {
            throw CommandFailure(
                .badUse, chinese: "本机属于 \(identity.unit),不能办理 \(unit) 的记录。",
                english: "this replica belongs to \(identity.unit), not to \(unit)")
        }
    }

    static func open(_ folder: DataFolder) async throws -> AgentFolder {
        try await open(folder, settings: Settings(folder, path: nil), drawsEpoch: false)
    }

    /// - Parameter hubs: where the hub is now, where flags name it; else the settings or the enrolment tell.
    static func open(
        _ folder: DataFolder, settings: Settings, hubs: [String] = [], drawsEpoch: Bool
    ) async throws -> AgentFolder {
        let identity = try AgentIdentity.read(folder)
        let schema = DutySchema(channel: DutyChannel(rawValue: identity.channel) ?? .open, catalog: Program.catalog)
        let store = try LedgerStore.open(
            path: folder.store.path, schema: schema,
            signer: try identity.signer(), guardDirectory: settings.guardDirectory, drawsEpoch: drawsEpoch,
            clock: SystemClock.moment)
        let replica = try await Replica(store: store, hub: identity.hub())
        let named = settings.hubs(flags: hubs)
        let line = try SyncLine(
            folder: folder, identity: identity, hubs: named.isEmpty ? identity.hubs : named, replica: replica)
        return AgentFolder(
            folder: folder, identity: identity, replica: replica, settings: settings, catalog: schema.catalog,
            line: line)
    }

    func close() async {
        await line.close()
        try? store.close()
    }
}
