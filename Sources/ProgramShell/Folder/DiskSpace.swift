package import Foundation
import Glibc

/// The room that is left where a folder lies.
package struct DiskSpace: Sendable {
    /// Bytes that this user may still write; nil when that cannot be known.
    package let free: Int64?

    package init(at folder: URL) {
        var status = statvfs()
        free = statvfs(folder.path, &status) == 0 ? Int64(status.f_bavail) * Int64(status.f_frsize) : nil
    }

    /// Below it both ends show red: a night's records and the log of the database still go in, and not much more.
    package static let shortBytes: Int64 = 32 * 1024 * 1024

    package static func isShort(_ free: Int64?) -> Bool { free.map { $0 < shortBytes } ?? false }

    package var isShort: Bool { Self.isShort(free) }
}
