package import DutyDesk
package import DutyRecords
package import Foundation
package import ProgramShell

/// The county's own duty room, over the hub's records.
extension HubFolder: DeskRoom {
    package var draftFolder: URL { folder.url.appendingPathComponent("drafts") }

    /// The hub is the county: there is no line to it.
    package func network(_ language: Language) async throws -> NetworkState? { nil }

    package func wall() async throws -> WallReading? { try await WallReading.read(county, in: self) }

    /// What arrived of other units, what they are late with, who does not answer, and who cannot be heard.
    package func overseenAlarms() async throws -> [Alarm] {
        let reading = try await WallReading.read(county, in: self)
        return AlarmRules.alarms(of: reading.wall, book: reading.book, countyUnit: homeUnit)
            + AlarmRules.alarms(
                of: try await unanswered(
                    of: reading.duties.incidents.filter { $0.unit != homeUnit }, reading.duties, reading.book,
                    at: reading.now), at: homeUnit, now: reading.now)
            + AlarmRules.alarms(
                of: silent.all, limit: try SilenceLimit(settings).milliseconds, countyUnit: homeUnit, at: reading.now)
    }
}
