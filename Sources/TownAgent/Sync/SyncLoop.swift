import Foundation
import Logging
import ProgramShell
import ServiceLifecycle
import SyncKit

/// Keeps a running agent in step with its hub: asks the schedule what to do, does it, and tells it what came of it.
struct SyncLoop: Service {
    let line: SyncLine
    let store: LedgerStore
    let logger: Logger

    private enum Signal: Sendable {
        case event(SyncSchedule.Event)
    }

    func run() async throws {
        let (signals, inbox) = AsyncStream<SyncSchedule.Event>.makeStream()
        let changes = store.changes.listen()
        await withGracefulShutdownHandler {
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    for await change in changes {
                        guard change.origin == nil else { continue }
                        inbox.yield(.committed(isUrgent: change.ledgers.contains { $0.name == .urgent }))
                    }
                }
                group.addTask { await drive(signals, inbox) }
                await group.next()
                group.cancelAll()
            }
        } onGracefulShutdown: {
            inbox.finish()
        }
    }

    private func drive(
        _ signals: AsyncStream<SyncSchedule.Event>, _ inbox: AsyncStream<SyncSchedule.Event>.Continuation
    ) async {
        var schedule = SyncSchedule()
        var alarm: Task<Void, Never>?
        await withDiscardingTaskGroup { group in
            inbox.yield(.started)
            for await event in signals {
                let wasOnline = schedule.isOnline
                let actions = schedule.handle(
                    event, now: SystemClock.monotonic(), jitter: Double.random(in: 0..<1))
                if schedule.isOnline != wasOnline {
                    logger.info(schedule.isOnline ? "online" : "offline: \(line.condition.lastErrorCode)")
                }
                for action in actions { group.addTask { inbox.yield(await perform(action)) } }
                alarm?.cancel()
                if let due = schedule.wakeAt {
                    alarm = Task {
                        let wait = max(0, due - SystemClock.monotonic())
                        guard (try? await Task.sleep(for: .milliseconds(wait))) != nil else { return }
                        inbox.yield(.woke)
                    }
                }
            }
            alarm?.cancel()
            group.cancelAll()
        }
    }

    private func perform(_ action: SyncSchedule.Action) async -> SyncSchedule.Event {
        let lane: SyncSchedule.Lane = action == .push ? .push : .listen
        do {
            let progress = try await action == .push ? line.push() : line.listen()
            if lane == .listen { try? await line.renewIfDue() }
            return .succeeded(lane, hasMore: progress.hasMore)
        } catch {
            let failure = LineFailure.of(error)
            return .failed(lane, retryAfterMs: failure.retryAfter, isRefused: failure.isRefusal)
        }
    }
}
