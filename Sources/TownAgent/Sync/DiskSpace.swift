import Foundation
import Glibc

enum DiskSpace {
    /// Bytes that this user may still write where the folder lies; nil when that cannot be known.
    static func free(at folder: URL) -> Int64? {
        var status = statvfs()
        guard statvfs(folder.path, &status) == 0 else { return nil }
        return Int64(status.f_bavail) * Int64(status.f_frsize)
    }
}
