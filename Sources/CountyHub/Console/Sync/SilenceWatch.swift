import DutyRecords
import ProgramShell
import ServiceLifecycle
import SyncKit

/// After how long without contact a unit raises an alarm.
struct SilenceLimit: Sendable {
    let milliseconds: Int64

    static let byDefault = "30m"

    /// - Parameter settings: `silence` is a number with s, m or h.
    init(_ settings: Settings) throws {
        let text = settings.value("silence", flag: nil) ?? Self.byDefault
        let units: [Character: Int64] = ["s": 1000, "m": 60_000, "h": 3_600_000]
        guard let last = text.last, let unit = units[last], let count = Int64(text.dropLast()),
            (1...10_000).contains(count)
        else {
            throw CommandFailure(
                .badUse, chinese: "设置 silence“\(text)”应是带单位的数，例如 30m 或 2h。",
                english: "the setting silence, \"\(text)\", has to be a number with its unit, such as 30m or 2h")
        }
        milliseconds = count * unit
    }
}

/// Enters an event for each unit that has been silent too long, once for each silence.
struct SilenceWatch: Service {
    private let opened: HubFolder
    private let limit: SilenceLimit

    init(_ opened: HubFolder) throws {
        self.opened = opened
        limit = try SilenceLimit(opened.settings)
    }

    func run() async throws {
        let pause = Duration.milliseconds(min(15_000, limit.milliseconds / 2))
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                // A full disk is said elsewhere; the next look tries again.
                try? await look()
                try? await Task.sleep(for: pause)
            }
        }
    }

    private func look() async throws {
        let store = opened.store
        let contacts = Dictionary(uniqueKeysWithValues: try await store.contacts().map { ($0.replica, $0.at) })
        let silent = Silence.units(
            try await store.members(), contacts: contacts, listening: opened.started, now: store.clock().wall,
            limit: limit.milliseconds)
        opened.silent.set(silent)
        guard !silent.isEmpty else { return }
        let events = try await store.events().filter { $0.kind == .unitSilent }
        for unit in silent where !events.contains(where: { $0.unit == unit.code && $0.at >= unit.since }) {
            try await store.note(
                .unitSilent, unit: unit.code, replica: nil,
                text: "no machine of the unit has been in contact since \(PageTime.text(unit.since))")
        }
    }
}
