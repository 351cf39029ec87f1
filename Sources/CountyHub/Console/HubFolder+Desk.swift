package import DutyDesk
package import DutyRecords
package import Foundation
import ProgramShell

/// The county's own duty room, over the hub's records.
extension HubFolder: DeskRoom {
    package var draftFolder: URL { folder.url.appendingPathComponent("drafts") }

    /// The hub is the county: there is no line to it.
    package func network(_ language: Language) async throws -> NetworkState? { nil }
}
