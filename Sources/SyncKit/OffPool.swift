import Dispatch

/// Runs what blocks or computes for long off the cooperative pool: stretching a password takes some 0.1 s and 32 MiB,
/// reading a backup back takes minutes.
package func offPool<T: Sendable>(_ work: @Sendable @escaping () throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(with: Result { try work() }) }
    }
}
