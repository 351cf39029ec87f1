import DutyRecords
import Foundation
import ProgramShell
import SyncKit

/// Backup and check of a hub that runs, as its page asks for them; each with what came of it in the audit list.
struct HubUpkeep: Sendable {
    private let opened: HubFolder
    private let auditor: Auditor
    private let person: String

    init(_ opened: HubFolder, _ auditor: Auditor, person: String) {
        self.opened = opened
        self.auditor = auditor
        self.person = person
    }

    /// Where the page's backups lie.
    static func folder(of opened: HubFolder) -> URL {
        opened.settings.value("backups", flag: nil).map { URL(fileURLWithPath: $0) }
            ?? opened.folder.url.appendingPathComponent("backups")
    }

    /// Writes a backup under the name of this minute.
    func backUp() throws {
        let folder = Self.folder(of: opened)
        let stamp = Instant.text(SystemClock.wall()).prefix(19).replacing(":", with: "")
        let path = folder.appendingPathComponent("hub-\(stamp).backup").path
        try opened.work.start(.backup, by: person) { [opened, auditor] progress in
            let contents = try await auditor.enter(.backup, on: path) {
                try Self.make(folder)
                Self.clear(folder)
                try Self.checkRoom(in: folder, for: opened)
                return try await HubBackup.make(opened, to: path) { progress(.sets($0, of: $1)) }
            }
            try await auditor.note(.backup, on: path, outcome: AuditOutcome.verified(contents))
            return .backedUp(path: path, sets: contents.sets, records: contents.records)
        }
    }

    func check() throws {
        try opened.work.start(.check, by: person) { [opened, auditor] progress in
            let check = try await auditor.enter(.verify, on: "") {
                try await StoreCheck.run(opened.store) { stage in
                    switch stage {
                    case .sets(let walked, let total): progress(.sets(walked, of: total))
                    case .file: progress(.file)
                    }
                }
            }
            try await auditor.note(.verify, on: "", outcome: AuditOutcome.found(check))
            return .checked(check)
        }
    }

    private static func make(_ folder: URL) throws {
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw CommandFailure(
                .badUse, chinese: "无法建立备份文件夹 \(folder.path)。请检查设置 backups 和权限。",
                english:
                    "cannot make the folder of backups \(folder.path); check the setting backups and the permissions")
        }
    }

    /// What a program that was stopped half-way left behind. A backup that another writes there is younger.
    private static func clear(_ folder: URL) {
        let hourAgo = Date(timeIntervalSinceNow: -3600)
        let left = try? FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: [.contentModificationDateKey])
        for file in left ?? [] where file.lastPathComponent.hasPrefix("hub-") && file.pathExtension == "part" {
            let changed = try? file.resourceValues(forKeys: [.contentModificationDateKey]).contentModificationDate
            if let changed, changed < hourAgo { try? FileManager.default.removeItem(at: file) }
        }
    }

    /// A disk that a backup fills would stop the hub.
    private static func checkRoom(in folder: URL, for opened: HubFolder) throws {
        let attributes = try? FileManager.default.attributesOfItem(atPath: opened.folder.store.path)
        let size = attributes?[.size] as? Int64 ?? 0
        guard let free = DiskSpace(at: folder).free, free < size + 2 * DiskSpace.shortBytes else { return }
        throw CommandFailure(
            .badUse,
            chinese: "\(folder.path) 所在磁盘的余量不够放一份备份，没有开始。请清理，或用设置 backups 换一个磁盘。",
            english:
                "the disk of \(folder.path) has no room for a backup and none was begun; free some space, or name another disk in the setting backups"
        )
    }
}

/// What came of a long act, as the audit list keeps it: words of the program's, which pages put into a language.
enum AuditOutcome: Hashable {
    case verified(sets: Int64, records: Int64)
    case sound(sets: UInt64)
    /// The first ledger whose chain does not hold.
    case broken(ledger: String)
    case damagedFile

    static func verified(_ contents: StoreContents) -> String {
        "verified, sets: \(contents.sets), records: \(contents.records)"
    }

    static func found(_ check: StoreCheck) -> String {
        if let broken = check.ledgers.first(where: { !$0.isSound }) { return "a chain does not hold: \(broken.ledger)" }
        return check.isFileSound ? "sound, sets: \(check.sets)" : "the file is damaged"
    }

    init?(_ detail: String) {
        let numbers = detail.split { !$0.isNumber }.compactMap { Int64($0) }
        if detail.hasPrefix("verified, "), numbers.count == 2 {
            self = .verified(sets: numbers[0], records: numbers[1])
        } else if detail.hasPrefix("sound, "), numbers.count == 1 {
            self = .sound(sets: UInt64(numbers[0]))
        } else if detail.hasPrefix("a chain does not hold: ") {
            self = .broken(ledger: String(detail.dropFirst(23)))
        } else if detail == "the file is damaged" {
            self = .damagedFile
        } else {
            return nil
        }
    }
}
