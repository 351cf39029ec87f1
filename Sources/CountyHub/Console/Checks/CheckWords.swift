import DutyDesk
import DutyRecords
import SyncKit

enum CheckWords {
    static func finding(_ finding: CheckFinding, _ words: Words) -> String {
        Wording.choice(finding.rawValue, in: words.language)
    }

    static func finding(of record: RecordFacts, _ words: Words) -> String {
        record.text("finding").flatMap { CheckFinding(rawValue: $0) }.map { finding($0, words) }
            ?? words("未判定", "not judged")
    }

    static func method(_ method: String?, _ words: Words) -> String {
        method.map { Wording.choice($0, in: words.language) } ?? ""
    }

    static func stage(_ stage: CheckChain.Stage, now: Instant, _ words: Words) -> (text: String, style: String) {
        switch stage {
        case .inOrder: (words("● 正常", "● in order"), "good")
        case .found: (words("○ 待处理", "○ nothing done yet"), "bad")
        case .told: (words("◔ 已通报，未提整改", "◔ circular written, no rectification"), "warn")
        case .demanded(let due):
            (
                words("◑ 整改中", "◑ being put right") + (due.map { words("，限 ", ", due ") + Words.minute($0) } ?? ""),
                "warn"
            )
        case .overdue(let since):
            (words("○ 整改超期 ", "○ rectification late by ") + words.minutes((now - since).minutesDown), "bad")
        case .done(let at):
            (words("◕ 已整改 ", "◕ put right ") + Words.minute(at) + words("，待复查", ", to be re-checked"), "warn")
        case .rechecked(let at): (words("● 已复查 ", "● re-checked ") + Words.minute(at), "good")
        }
    }

    /// `响铃 5 声，8 秒，由张三接听（不在值班表上）`.
    static func answer(_ record: RecordFacts, _ words: Words) -> String {
        var parts: [String] = []
        if let dialled = record.text("dialled") { parts.append(words("拨打 ", "dialled ") + dialled) }
        if let rings = record.number("rings") { parts.append(words("响铃 \(rings) 声", "\(rings) rings")) }
        if let seconds = record.number("secondsToAnswer") { parts.append(words("\(seconds) 秒接听", "\(seconds) s")) }
        if let name = record.text("answeredBy") {
            let mark = record.fields["onRoster"] == .boolean(false) ? words("（不在值班表上）", " (not on the roster)") : ""
            parts.append(words("由 \(name) 接听", "answered by \(name)") + mark)
        } else if record.has("finding") {
            parts.append(words("无人接听", "nobody answered"))
        }
        if record.flag("forwarded") { parts.append(words("来电被转移", "forwarded")) }
        return parts.joined(separator: words("，", ", "))
    }

    /// What a 通报 or a 整改 starts from: always in Chinese, as the papers are.
    static func ground(_ check: RecordFacts, unit: String, roster: [String]) -> String {
        let words = Words(language: .chinese)
        let at = check.time("at").map(Words.minute) ?? ""
        let names = roster.isEmpty ? "无人" : roster.joined(separator: "、")
        return
            "\(at) 县值班室对\(unit)进行\(CheckWords.method(check.text("method"), words))\(check.text("method") == RollCall.method ? "" : "抽查")：\(answer(check, words))。值班表上为：\(names)。结果：\(check.text("finding") ?? "")。"
            + (check.text("detail").map { "情况：\($0)" } ?? "")
    }
}
