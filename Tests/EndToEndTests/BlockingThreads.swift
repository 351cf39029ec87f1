import Foundation

/// Runs a test's blocking work on a thread of its own, off the cooperative pool and still within its test.
final class BlockingThreads: TaskExecutor {
    private static let shared = BlockingThreads()

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        Thread.detachNewThread { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }

    static func run<T: Sendable>(_ work: @Sendable () throws -> T) async throws -> T {
        try await withTaskExecutorPreference(shared) { try work() }
    }
}

func blocking<T: Sendable>(_ work: @Sendable () throws -> T) async throws -> T {
    try await BlockingThreads.run(work)
}
