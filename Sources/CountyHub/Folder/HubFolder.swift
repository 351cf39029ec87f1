package import DutyRecords
import Foundation
package import ProgramShell
package import SyncKit

/// The hub's data folder, open for its one writer.
package struct HubFolder: RecordFolder {
    package let folder: DataFolder
    let identity: HubIdentity
    package let store: LedgerStore
    let settings: Settings
    package let catalog: DutyCatalog
    package let mirror: DutyMirror
    /// What the county's wall is drawn from.
    package let county: CountyMirror
    package let passwordPauses = PasswordPauses()
    /// The certificates that the units' machines showed.
    let shownCertificates = ShownCertificates()
    /// What takes minutes, beside the pages.
    let work = HubWork()
    let silent = SilentUnits()
    let started = SystemClock.wall()

    package static var kind: FolderKind { .hub }
    package var homeUnit: String { identity.code }
    package var unitName: String { identity.name }
    package var countyName: String { identity.name }
    package var writer: WriterRole { .county }
    package var deliveredTo: ReplicaID? { nil }
    package var volumeLetter: String { Self.letter }
    /// The hub is the first replica of its unit.
    static let letter = "A"
    package var channel: DutyChannel { DutyChannel(rawValue: identity.channel) ?? .open }
    package var hub: Hub { Hub(store: store) }

    package func check(unit: String) async throws { _ = try await Units(self).find(unit) }

    var enrolment: EnrolmentDesk {
        EnrolmentDesk(hub: hub, identity: identity) { code in try await Units(self).find(code).name }
    }

    package static func open(_ folder: DataFolder) async throws -> HubFolder {
        try await open(folder, settings: Settings.read(folder, path: nil), drawsEpoch: false)
    }

    package static func open(_ folder: DataFolder, settings: Settings, drawsEpoch: Bool, isNew: Bool = false)
        async throws -> HubFolder
    {
        if !isNew { try folder.requireStore() }
        let identity = try HubIdentity.read(folder)
        let schema = DutySchema(channel: DutyChannel(rawValue: identity.channel) ?? .open, catalog: Program.catalog)
        let store = try LedgerStore.open(
            path: folder.store.path, schema: schema,
            signer: try identity.signer(), guardDirectory: settings.guards(), drawsEpoch: drawsEpoch,
            clock: SystemClock.moment)
        let opened = HubFolder(
            folder: folder, identity: identity, store: store, settings: settings, catalog: schema.catalog,
            mirror: DutyMirror(store, homeUnit: identity.code), county: CountyMirror(store))
        try await opened.noteRestore()
        return opened
    }

    /// A store that lies behind its guard is a hub that was restored: towns will give back what they hold of it.
    private func noteRestore() async throws {
        let events = try await store.events()
        let isDoubtful = events.contains {
            ($0.kind == .rolledBack || $0.kind == .copied) && $0.replica == store.signer.replica
                && $0.confirmedAt == nil
        }
        if isDoubtful {
            try await store.note(
                .hubRestored, unit: identity.code, replica: store.signer.replica,
                text: "this hub's store is older than what was last written from it, or a copy")
        }
    }

    package func close() async { try? store.close() }
}
