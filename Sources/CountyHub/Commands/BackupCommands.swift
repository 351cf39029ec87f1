import ArgumentParser
import DutyRecords
import Foundation
import ProgramShell
import SyncKit

struct BackupCommand: FolderCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Write the whole hub into one new file, also while it runs, and check it 备份",
        discussion: "The file holds the hub's keys: keep it as you keep the hub. 文件中有县端的密钥，请妥善保管。")

    @OptionGroup var common: CommonOptions
    @Argument(help: "The file, which must not exist yet.") var file: String

    var outputFile: String? { file }

    func perform(in opened: HubFolder, _ session: CommandSession) async throws -> ExitStatus {
        let auditor = Auditor(opened.store, session)
        let contents = try await auditor.enter(.backup, on: file) {
            try await HubBackup.make(opened, to: file) { session.show(walked: $0, of: $1) }
        }
        try await auditor.note(.backup, on: file, outcome: AuditOutcome.verified(contents))
        session.emitOrShow(
            contents.json(file),
            session.word(
                chinese: "已备份到 \(file)，并已核验：\(contents.sets) 组，\(contents.records) 条记录。",
                english: "backed up to \(file) and checked: \(contents.sets) sets, \(contents.records) records"))
        return .done
    }
}

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Put a backup in the place of a hub that does not run 从备份恢复")

    @OptionGroup var common: CommonOptions
    @Argument(help: "The backup.") var file: String
    @Flag(help: "Replace the hub that is there; it is moved aside.") var replace = false

    func run() async throws {
        let folder = try common.folder()
        let session = CommandSession.own(isJSON: common.json)
        try FolderKind.hub.require(of: folder)
        let settings = try Settings.read(folder, path: common.config)
        _ = try settings.guards()
        if !folder.exists { try folder.requireEmpty() }
        try folder.create()
        let lock = try ExclusiveFolder.take(folder)
        let contents = try HubBackup.restore(file, into: folder, replaces: replace) { session.show(walked: $0, of: $1) }
        let opened = try await HubFolder.open(folder, settings: settings, drawsEpoch: true)
        // Wherever it lies now: what was written after the backup is not in it.
        try await opened.store.note(
            .hubRestored, unit: opened.homeUnit, replica: opened.store.signer.replica,
            text: "this hub was restored from a backup")
        try await Auditor(opened.store, session).enter(.restore, on: file) {}
        await opened.close()
        _ = consume lock
        session.emitOrShow(
            contents.json(file),
            session.word(
                chinese: "已恢复：\(contents.sets) 组，\(contents.records) 条记录。启动后各单位会补回其后的内容；请管理员在“同步状态”页确认，确认前不发编号和注册码。",
                english:
                    "restored: \(contents.sets) sets, \(contents.records) records. Once it runs, units give back what came later; an administrator confirms it on the page of the sync state, and no numbers or codes are given before"
            ))
    }
}

extension CommandSession {
    fileprivate func show(walked: UInt64, of total: UInt64) {
        if !isJSON { progress(walked == total ? "" : "\(walked)/\(total)") }
    }
}

extension StoreContents {
    fileprivate func json(_ file: String) -> JSONValue {
        .object([
            ("file", .text(file)), ("sets", .integer(sets)), ("records", .integer(records)),
            ("verified", .boolean(true)),
            (
                "vectors",
                .object(vectors.sorted { $0.key < $1.key }.map { ($0.key.description, .text($0.value.description)) })
            ),
        ])
    }
}
