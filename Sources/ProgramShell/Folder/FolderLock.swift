import Foundation
import Glibc

/// The lock of a folder's one writer. The kernel drops it when the process ends, however it ends.
package struct FolderLock: ~Copyable, Sendable {
    private let descriptor: Int32

    deinit { close(descriptor) }

    /// Takes the lock, or answers nil when another process holds it.
    static func take(_ folder: DataFolder) throws -> FolderLock? {
        let descriptor = open(folder.lock.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let reason = String(cString: strerror(errno))
            throw CommandFailure(
                .dataFolder, chinese: "无法打开数据文件夹 \(folder.url.path):\(reason)。",
                english: "cannot open the data folder \(folder.url.path): \(reason)")
        }
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return FolderLock(descriptor: descriptor) }
        close(descriptor)
        return nil
    }
}

/// A folder held for a whole command that cannot run beside another program: `run`, `init`, `enrol`.
package enum ExclusiveFolder {
    /// - Throws: when another program holds the folder; a short command is waited for.
    package static func take(_ folder: DataFolder) throws -> FolderLock {
        for _ in 0..<100 {
            if let lock = try FolderLock.take(folder) { return lock }
            if ControlClient.answers(folder) { break }
            usleep(50_000)
        }
        throw FolderFailures.locked(folder)
    }
}
