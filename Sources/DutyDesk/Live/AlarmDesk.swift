import DutyRecords
import ProgramShell
import SyncKit
import Synchronization

/// The one bell of a desk, whatever number of browsers show it.
final class AlarmDesk<Room: DeskRoom>: Sendable {
    /// What stands now, and the bell's last stroke.
    struct Standing: Sendable {
        let now: Instant
        let alarms: [Alarm]
        let unheard: Int
        /// Names the stroke: a browser that has not heard this one yet sounds it. Nil before the first.
        let stroke: String?
        let priority: Alarm.Priority?
    }

    private struct State {
        var bell = AlarmBell()
        var stroke = 0
        var priority: Alarm.Priority?
    }

    private let state = Mutex(State())
    /// Another start of the program counts anew.
    private let life = RecordID.drawn().description

    func standing(_ desk: Desk<Room>) async throws -> Standing {
        let (alarms, now) = try await alarms(desk)
        return state.withLock { state in
            let call = state.bell.call(alarms, at: now)
            if let rings = call.rings {
                state.stroke += 1
                state.priority = rings
            }
            return Standing(
                now: now, alarms: alarms, unheard: call.unheard,
                stroke: state.stroke == 0 ? nil : "\(life)-\(state.stroke)", priority: state.priority)
        }
    }

    /// Somebody at the desk has taken note of what stands.
    func hear(_ desk: Desk<Room>) async throws {
        let (alarms, now) = try await alarms(desk)
        state.withLock { $0.bell.hear(alarms, at: now) }
    }

    private func alarms(_ desk: Desk<Room>) async throws -> ([Alarm], Instant) {
        let reading = try await desk.reading()
        let rows = reading.running(reading.now.day - 1...reading.now.day + 1)
        let unanswered = try await desk.room.unanswered(
            of: reading.duties.incidents, reading.duties, reading.book, at: reading.now)
        let own =
            AlarmRules.alarms(of: rows, owedBy: desk.room.homeUnit, at: reading.now)
            + AlarmRules.alarms(of: unanswered, at: desk.room.homeUnit, now: reading.now)
        let known = Set(own.map(\.source))
        let overseen = try await desk.room.overseenAlarms().filter { !known.contains($0.source) }
        return ((own + overseen).sorted(by: AlarmRules.precedes), reading.now)
    }
}
