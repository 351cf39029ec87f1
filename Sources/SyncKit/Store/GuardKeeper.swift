import Foundation
import GRDB
import Glibc

/// Compares a store with its guard, and keeps both in step.
struct GuardKeeper: Sendable {
    private let guardFile: HeadGuard
    private let machine: String
    private let device: UInt64
    private let inode: UInt64

    init(path: String, directory: URL) throws {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        guardFile = try HeadGuard(folder: folder, directory: directory)
        machine = MachineID.current
        var status = stat()
        guard stat(path, &status) == 0 else { throw CocoaError(.fileReadNoSuchFile) }
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
    }

    func doubt(_ db: Database, commits: Int64) throws -> EpochDeclaration.Cause? {
        let stored = try MetaTable.value(db, "guard").flatMap {
            HeadGuard.Mark(line: String(decoding: $0, as: UTF8.self))
        }
        return HeadGuard.doubt(found: guardFile.read(), stored: stored, present: mark(commits))
    }

    /// Notes in the store itself where it lies now.
    func store(_ db: Database) throws {
        try MetaTable.set(db, "guard", Data(mark(0).line.utf8))
    }

    func write(commits: Int64) throws { try guardFile.write(mark(commits)) }

    private func mark(_ commits: Int64) -> HeadGuard.Mark {
        HeadGuard.Mark(machine: machine, device: device, inode: inode, commits: commits)
    }
}

/// Which machine this is; a folder that turns up on another one is a copy.
enum MachineID {
    static let current: String = {
        let text = (try? String(contentsOfFile: "/etc/machine-id", encoding: .utf8)) ?? ""
        let id = text.trimmingCharacters(in: .whitespacesAndNewlines)
        return id.isEmpty ? "unknown" : id
    }()
}

/// Which boot of the machine this is: monotonic times of one boot compare with each other only.
enum BootID {
    static let current: Data = {
        let text = (try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)) ?? ""
        let digits = text.filter(\.isHexDigit).prefix(16)
        return Data(digits.utf8)
    }()
}
