package import DutyDesk
package import DutyRecords
package import Foundation
import ProgramShell

extension AgentFolder: DeskRoom {
    package var draftFolder: URL { folder.url.appendingPathComponent("drafts") }

    package func network(_ language: Language) async throws -> NetworkState? {
        let status = try await AgentStatus.read(self)
        let condition = status.condition
        return NetworkState(
            isOnline: condition.isOnline, offlineSince: condition.offlineSince, waitingSets: status.waitingSets,
            lastDelivered: condition.lastSuccess, clockOffset: condition.clockOffset, reason: status.reason(language),
            isHubRestoring: condition.isHubRestoring)
    }
}
