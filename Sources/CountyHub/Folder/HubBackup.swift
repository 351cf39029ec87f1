import DutyRecords
import Foundation
import Glibc
import ProgramShell
import SyncKit

/// The whole hub in one file: its store, and in it the identity with its keys. Readable by its owner alone.
enum HubBackup {
    /// Writes the file beside a running hub, and reads it back before it gets its name.
    static func make(
        _ opened: HubFolder, to path: String, progress: @Sendable @escaping (UInt64, UInt64) -> Void
    ) async throws -> StoreContents {
        let target = URL(fileURLWithPath: path)
        guard !FileManager.default.fileExists(atPath: target.path) else {
            throw CommandFailure(
                .badUse, chinese: "\(target.path) 已存在，没有覆盖。请换一个文件名。",
                english: "\(target.path) exists and was not overwritten; take another name")
        }
        let part = target.appendingPathExtension("part")
        try? FileManager.default.removeItem(at: part)
        guard FileManager.default.createFile(atPath: part.path, contents: nil, attributes: [.posixPermissions: 0o600])
        else {
            throw CommandFailure(
                .badUse, chinese: "无法在 \(target.deletingLastPathComponent().path) 中写入。请检查路径和权限。",
                english:
                    "cannot write in \(target.deletingLastPathComponent().path); check the path and its permissions")
        }
        do {
            let contents = try await opened.store.checkedBackup(
                to: part.path, enclosing: Data(contentsOf: opened.folder.identity), progress: progress)
            try DataFolder.force(part)
            guard rename(part.path, target.path) == 0 else { throw CocoaError(.fileWriteUnknown) }
            try DataFolder.force(target.deletingLastPathComponent())
            return contents
        } catch {
            try? FileManager.default.removeItem(at: part)
            throw error is StoreBackup.Unsound ? unsound(path) : error
        }
    }

    /// Puts a backup in the place of a hub that does not run. What stood there is moved aside, never deleted.
    /// - Parameter replaces: whether a hub that holds records may be replaced.
    static func restore(
        _ path: String, into folder: DataFolder, replaces: Bool, progress: (UInt64, UInt64) -> Void
    ) throws -> StoreContents {
        guard FileManager.default.fileExists(atPath: path) else {
            throw CommandFailure(
                .badUse, chinese: "没有文件 \(path)。", english: "there is no file \(path)")
        }
        if folder.exists, !replaces {
            throw CommandFailure(
                .badUse,
                chinese: "\(folder.url.path) 里已有一个县端，没有改动。确要用备份替换，请加 --replace；原有内容会移到旁边保留。",
                english:
                    "\(folder.url.path) holds a hub and was left as it is; add --replace to put the backup in its place, which moves what is there aside"
            )
        }
        let found: (contents: StoreContents, enclosed: Data?)
        do {
            found = try StoreBackup.check(path, progress: progress)
        } catch is StoreBackup.Unsound {
            throw unsound(path)
        }
        guard let identity = found.enclosed else { throw unsound(path) }
        try folder.create()
        let arrived = folder.url.appendingPathComponent("restored.sqlite")
        try? FileManager.default.removeItem(at: arrived)
        try FileManager.default.copyItem(atPath: path, toPath: arrived.path)
        guard try StoreBackup.check(arrived.path, progress: progress).contents == found.contents else {
            throw unsound(path)
        }
        try StoreBackup.unwrap(arrived.path)
        try DataFolder.force(arrived)
        try moveAside(folder)
        guard rename(arrived.path, folder.store.path) == 0 else { throw CocoaError(.fileWriteUnknown) }
        try DataFolder.write(identity, to: folder.identity)
        return found.contents
    }

    private static func moveAside(_ folder: DataFolder) throws {
        let names = ["store.sqlite", "store.sqlite-wal", "store.sqlite-shm", "store-search.sqlite", "identity.json"]
        let present = names.filter {
            FileManager.default.fileExists(atPath: folder.url.appendingPathComponent($0).path)
        }
        guard !present.isEmpty else { return }
        let stamp = Instant.text(SystemClock.wall()).prefix(19).replacing(":", with: "")
        let aside = folder.url.appendingPathComponent("before-restore-\(stamp)")
        try FileManager.default.createDirectory(at: aside, withIntermediateDirectories: true)
        for name in present {
            try FileManager.default.moveItem(
                at: folder.url.appendingPathComponent(name), to: aside.appendingPathComponent(name))
        }
    }

    private static func unsound(_ path: String) -> CommandFailure {
        CommandFailure(
            .dataFolder, chinese: "\(path) 不是完好的县端备份，没有使用。请换一份备份，或检查磁盘。",
            english: "\(path) is no sound backup of a hub and was not used; take another one, or check the disk")
    }
}
