import DutyDesk
import DutyRecords
import Foundation
import ProgramShell
import SyncKit

/// Backups and checks in words: what runs, what came of the last, and what the audit list has of those before.
enum UpkeepView {
    /// A backup that is older asks to be made anew.
    private static let backupDaysMax: Int64 = 7
    private static let rowsMax = 10
    /// Of one act the list is read back so far.
    private static let entriesMax = 200

    struct Past: Sendable {
        let object: String
        let person: String
        /// Unix milliseconds.
        let at: Int64
        /// nil while there is none, or where the program ended in between.
        let outcome: AuditOutcome?
        let isNotDone: Bool
        let isRunning: Bool
    }

    /// Each act once, the latest first: its entries are its begin and what came of it.
    static func past(_ act: AuditedAct, _ opened: HubFolder) async throws -> [Past] {
        let entries = try await opened.store.audits(AuditFilter(act: act.rawValue), limit: entriesMax)
        var past: [Past] = []
        var ending: [String: AuditEntry] = [:]
        for entry in entries {
            if !entry.detail.isEmpty {
                ending[entry.object] = ending[entry.object] ?? entry
                continue
            }
            let end = ending.removeValue(forKey: entry.object)
            past.append(
                Past(
                    object: entry.object, person: entry.person, at: end?.at ?? entry.at,
                    outcome: end.flatMap { AuditOutcome($0.detail) }, isNotDone: end?.detail == Auditor.notDone,
                    isRunning: end == nil && past.isEmpty && opened.work.running?.kind.act == act))
        }
        return Array(past.prefix(rowsMax))
    }

    /// The card on the page of administration.
    static func latest(
        _ opened: HubFolder, _ words: Words
    ) async throws -> (backup: String, isLate: Bool, check: String) {
        let now = opened.store.clock().wall
        let backup = try await past(.backup, opened).first { if case .verified? = $0.outcome { true } else { false } }
        let check = try await past(.verify, opened).first { $0.outcome != nil }
        return (
            backup.map { words("上次核验过的备份：", "Last checked backup: ") + minute($0.at) }
                ?? words("还没有核验过的备份。", "There is no checked backup yet."),
            backup.map { now - $0.at > backupDaysMax * 86_400_000 } ?? true,
            check.map { words("上次检查：", "Last check: ") + minute($0.at) + words("，", ", ") + outcome($0, words) }
                ?? words("还没有检查过数据。", "The data were never checked.")
        )
    }

    static func minute(_ milliseconds: Int64) -> String { Words.minute(Instant(milliseconds: milliseconds)) }

    static func outcome(_ past: Past, _ words: Words) -> String {
        if let outcome = past.outcome { return outcome.text(words) }
        if past.isRunning { return words("正在进行", "going on") }
        return past.isNotDone
            ? words("没有做成", "not done") : words("没有结果：程序中途停止", "no end known: the program was stopped")
    }

    static func style(_ past: Past) -> String {
        if past.isRunning { return "" }
        return switch past.outcome {
        case .verified, .sound: "good"
        case .broken, .damagedFile: "bad"
        case nil: "warn"
        }
    }

    // MARK: What runs

    static func kind(_ kind: HubWork.Kind, _ words: Words) -> String {
        switch kind {
        case .backup: words("备份", "Backup")
        case .check: words("检查数据", "Check of the data")
        }
    }

    static func running(_ running: HubWork.Running, _ words: Words) -> [String: Any] {
        var (step, done, total) = ("", UInt64(0), UInt64(0))
        switch running.stage {
        case .copying:
            step = running.kind == .backup ? words("正在复制数据库……", "copying the store …") : words("正在读取……", "reading …")
        case .sets(let walked, let all):
            (done, total) = (walked, all)
            step = words("逐组核对链和签名：", "chains and signatures: ") + "\(walked) / \(all)"
        case .file: step = words("正在检查数据库文件的各页（这一步没有进度）……", "checking the file's pages (no figure for this step) …")
        }
        return [
            "kind": kind(running.kind, words), "step": step, "isCounted": total > 0, "done": "\(done)",
            "total": "\(total)",
            "who": words(
                "\(running.person) 于 \(PageTime.text(running.startedAt)) 开始",
                "begun by \(running.person) at \(PageTime.text(running.startedAt))"),
        ]
    }

    static func ended(_ ended: HubWork.Ended, _ words: Words) -> [String: Any] {
        let (text, isGood): (String, Bool) =
            switch ended.outcome {
            case .backedUp(let path, let sets, let records):
                (
                    words(
                        "✓ 已备份并读回核验：\(sets) 组，\(records) 条记录。文件：\(path)",
                        "✓ backed up, read back and checked: \(sets) sets, \(records) records. File: \(path)"), true
                )
            case .checked(let check):
                (
                    AuditOutcome(AuditOutcome.found(check))?.text(words) ?? "", check.isSound
                )
            case .failed(let chinese, let english): ("✗ " + words(chinese, english), false)
            case .stopped: (words("✗ 程序停止，没有做完。", "✗ the program was stopped before the end."), false)
            }
        return [
            "title": kind(ended.kind, words), "text": text, "style": isGood ? "done" : "notice badly",
            "advice": isGood ? [] : advice(ended, words),
            "who": words(
                "\(ended.person)，\(PageTime.text(ended.startedAt)) 至 \(PageTime.text(ended.endedAt))",
                "\(ended.person), \(PageTime.text(ended.startedAt)) to \(PageTime.text(ended.endedAt))"),
        ]
    }

    private static func advice(_ ended: HubWork.Ended, _ words: Words) -> [String] {
        guard case .checked = ended.outcome else { return [] }
        return [
            words(
                "请先停止 county-hub，把整个数据文件夹另存一份，再从最近一份核验过的备份恢复；各单位会把其后的内容补回。",
                "Stop county-hub, keep a copy of its whole data folder, and restore the latest checked backup; the units give back what came later."
            )
        ]
    }
}

extension AuditOutcome {
    func text(_ words: Words) -> String {
        switch self {
        case .verified(let sets, let records):
            words("✓ 已核验：\(sets) 组，\(records) 条记录", "✓ checked: \(sets) sets, \(records) records")
        case .sound(let sets):
            words("✓ 完好：\(sets) 组的链和签名、文件各页", "✓ sound: chains and signatures of \(sets) sets, and the file's pages")
        case .broken(let ledger): words("✗ 账本 \(ledger) 的链不成立", "✗ a chain of the ledger \(ledger) does not hold")
        case .damagedFile: words("✗ 数据库文件已损坏", "✗ the file is damaged")
        }
    }
}

extension HubWork.Kind {
    fileprivate var act: AuditedAct {
        switch self {
        case .backup: .backup
        case .check: .verify
        }
    }
}
