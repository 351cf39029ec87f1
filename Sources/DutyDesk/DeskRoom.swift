package import DutyRecords
package import Foundation
package import ProgramShell

/// What the desk needs of the program that serves it: its records, its name, and the truth on the network.
package protocol DeskRoom: RecordFolder {
    /// Where what is being typed is kept.
    var draftFolder: URL { get }
    /// The state of the line to the county; nil at the hub, which is the county.
    func network(_ language: Language) async throws -> NetworkState?
    /// Other units' events, which the county oversees; nil at a unit.
    func wall() async throws -> WallReading?
    /// What calls at its desk beside its own unit's clocks.
    func overseenAlarms() async throws -> [Alarm]
}

extension DeskRoom {
    /// A unit oversees nobody.
    package func wall() async throws -> WallReading? { nil }
    package func overseenAlarms() async throws -> [Alarm] { [] }
}

/// The one honest line on the network.
package struct NetworkState: Sendable {
    package var isOnline: Bool
    /// Unix milliseconds.
    package var offlineSince: Int64?
    package var waitingSets: UInt64
    package var lastDelivered: Int64?
    package var clockOffset: Int64?
    /// Why it is off line and what to do; nil while all is well.
    package var reason: String?
    package var isHubRestoring: Bool

    package init(
        isOnline: Bool, offlineSince: Int64?, waitingSets: UInt64, lastDelivered: Int64?, clockOffset: Int64?,
        reason: String?, isHubRestoring: Bool
    ) {
        self.isOnline = isOnline
        self.offlineSince = offlineSince
        self.waitingSets = waitingSets
        self.lastDelivered = lastDelivered
        self.clockOffset = clockOffset
        self.reason = reason
        self.isHubRestoring = isHubRestoring
    }
}
