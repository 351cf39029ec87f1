import Foundation

/// Runs a slow computation (stretching takes some 0.1 s and 32 MiB) off the cooperative pool.
package func offPool<T: Sendable>(_ work: @Sendable @escaping () throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(with: Result { try work() }) }
    }
}
