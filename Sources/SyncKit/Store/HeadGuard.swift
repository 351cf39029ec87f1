import Crypto
import Foundation
import Glibc

/// A small file outside the data folder, named by the folder's path, that says how far the folder had come.
/// A folder that was copied elsewhere has none; one that was put back, by renaming or by copying over the same
/// files, lies behind it. It is written after each commit and not forced to disk: a crash of the machine can only
/// make it differ, and any difference draws a new epoch.
struct HeadGuard: Sendable {
    /// What the folder and its machine look like now.
    struct Mark: Hashable, Sendable {
        var machine: String
        var device: UInt64
        var inode: UInt64
        var commits: Int64

        init(machine: String, device: UInt64, inode: UInt64, commits: Int64) {
            self.machine = machine
            self.device = device
            self.inode = inode
            self.commits = commits
        }

        var line: String { "\(machine) \(device) \(inode) \(commits)\n" }

        init?(line: String) {
            let parts = line.split(whereSeparator: \.isWhitespace)
            guard parts.count == 4, let device = UInt64(parts[1]), let inode = UInt64(parts[2]),
                let commits = Int64(parts[3])
            else { return nil }
            self.init(machine: String(parts[0]), device: device, inode: inode, commits: commits)
        }
    }

    private let file: URL

    /// - Parameters:
    ///   - folder: the data folder; its real path names the guard.
    ///   - directory: where guards lie; made with mode 0700 when it is missing.
    init(folder: URL, directory: URL) throws {
        try FileManager.default.createDirectory(
            at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let path = folder.resolvingSymlinksInPath().path
        let name = hexadecimal(SHA256.hash(data: Data(path.utf8)).prefix(12))
        file = directory.appendingPathComponent(name)
    }

    func read() -> Mark? {
        (try? String(contentsOf: file, encoding: .utf8)).flatMap(Mark.init(line:))
    }

    /// Writes by renaming, so that a reader never sees half a line.
    func write(_ mark: Mark) throws {
        let temporary = file.appendingPathExtension("new")
        try Data(mark.line.utf8).write(to: temporary)
        guard rename(temporary.path, file.path) == 0 else { throw CocoaError(.fileWriteUnknown) }
    }

    /// Why a new epoch has to be drawn; nil when the folder is just as it was left.
    ///
    /// - Parameters:
    ///   - found: what the guard says; nil when there is none for this path.
    ///   - stored: what the database says of itself when it was last written.
    ///   - present: what is there now.
    static func doubt(found: Mark?, stored: Mark?, present: Mark) -> EpochDeclaration.Cause? {
        guard let stored else { return nil }
        if stored.machine != present.machine || stored.device != present.device || stored.inode != present.inode {
            // A file copied back over the same name has a new inode, and a guard that knows of later commits.
            if let found, found.commits > present.commits { return .rolledBack }
            return .copied
        }
        guard let found else { return .copied }
        if found.commits > present.commits { return .rolledBack }
        return found.commits == present.commits && found.machine == present.machine ? nil : .started
    }
}
