package import Foundation
import Glibc

/// The folder of one replica: its store, its identity, the lock of its one writer, and the socket of a running one.
package struct DataFolder: Sendable {
    package let url: URL

    package init(path: String) {
        url = URL(fileURLWithPath: (path as NSString).expandingTildeInPath).standardizedFileURL
    }

    package var store: URL { url.appendingPathComponent("store.sqlite") }
    package var identity: URL { url.appendingPathComponent("identity.json") }
    package var config: URL { url.appendingPathComponent("config.json") }
    var lock: URL { url.appendingPathComponent("lock") }
    static let socketName = "control.socket"

    package var exists: Bool { FileManager.default.fileExists(atPath: identity.path) }

    /// What a folder may hold before it is set up: settings, the lock of an earlier try, and what a file system puts
    /// at its own root.
    private static let namesBefore: Set<String> = ["config.json", "lock", "lost+found"]

    /// - Throws: where the folder holds something else: files of another purpose are not mixed with the county's data.
    package func requireEmpty() throws {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
        guard let foreign = names.filter({ !Self.namesBefore.contains($0) }).min() else { return }
        throw CommandFailure(
            .dataFolder,
            chinese: "\(url.path) 不是空文件夹（其中有“\(foreign)”），没有写入任何内容。请换一个空文件夹，其中只可先放 config.json。",
            english:
                "\(url.path) is not empty (it holds \"\(foreign)\") and nothing was written; take an empty folder, in which only config.json may lie"
        )
    }

    /// - Throws: where the folder has an identity and no store: an empty one in its place would look like a fresh start.
    package func requireStore() throws {
        guard exists, !FileManager.default.fileExists(atPath: store.path) else { return }
        throw CommandFailure(
            .dataFolder,
            chinese: "\(url.path) 里没有数据库 \(store.lastPathComponent)，没有做任何事。请把它放回，或从备份恢复；若是初次设置中断，请清空文件夹后重新设置。",
            english:
                "\(url.path) has no \(store.lastPathComponent), and nothing was done; put it back or restore a backup, "
                + "or empty the folder and set it up again if it never was whole")
    }

    /// Makes the folder, readable by its owner alone.
    package func create() throws {
        do {
            try FileManager.default.createDirectory(
                at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw CommandFailure(
                .dataFolder,
                chinese: "无法建立数据文件夹 \(url.path)。请检查路径和权限。",
                english: "cannot make the data folder \(url.path); check the path and its permissions")
        }
    }

    /// Writes a small file whole or not at all, readable by its owner alone, and forces it to disk.
    package static func write(_ data: Data, to file: URL) throws {
        let temporary = file.appendingPathExtension("new")
        let descriptor = open(temporary.path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        guard descriptor >= 0 else { throw Self.cannotWrite(file) }
        let written = data.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        let isOnDisk = written == data.count && fsync(descriptor) == 0
        close(descriptor)
        guard isOnDisk, rename(temporary.path, file.path) == 0 else { throw Self.cannotWrite(file) }
        try? force(file.deletingLastPathComponent())
    }

    /// Forces a file, or a folder with the names in it, to disk.
    package static func force(_ place: URL) throws {
        let descriptor = open(place.path, O_RDONLY)
        defer { close(descriptor) }
        guard descriptor >= 0, fsync(descriptor) == 0 else { throw Self.cannotWrite(place) }
    }

    private static func cannotWrite(_ file: URL) -> CommandFailure {
        let reason = String(cString: strerror(errno))
        return CommandFailure(
            .dataFolder, chinese: "无法写入 \(file.path):\(reason)。请检查磁盘空间和权限。",
            english: "cannot write \(file.path): \(reason); check the disk's space and the permissions")
    }
}
