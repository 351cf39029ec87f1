import DutyDesk
import DutyRecords
import ProgramShell
import SyncKit

/// How the page on who knew what puts it.
struct KnownWords {
    let words: Words
    let event: IncidentCase

    private func unit(_ code: String) -> String { event.reading.duties.unit(code).name }

    func party(_ party: Knowledge.Party) -> String {
        switch party {
        case .unit(let code): words("\(unit(code))值班室", "\(unit(code)), duty room")
        case .told(let code): words("\(unit(code))告知的人", "Those whom \(unit(code)) told")
        case .county: words("县值班室", "The county's duty room")
        case .countyTold: words("县值班室告知的人", "Those whom the county's room told")
        case .city: words("市政府总值班室", "The city's duty room")
        }
    }

    func what(_ entry: Knowledge.Entry) -> String {
        let report = entry.report.map { $0.kind.rawValue + ($0.number.map(String.init) ?? "") } ?? ""
        return switch entry.kind {
        case .occurred: words("事发（所填）", "Occurred (as given)")
        case .received: words("接报", "Heard of it")
        case .recordArrived: words("事件记录到县端", "The incident's record came to the hub")
        case .told: words("被告知", "Was told")
        case .acknowledged: words("已知悉", "Acknowledged")
        case .sent: words("发出\(report)", "Sent \(report)")
        case .called: words("电话接到\(report)", "Was called: \(report)")
        case .arrived: words("\(report)到县端", "\(report) came to the hub")
        case .receipted:
            report.isEmpty
                ? words("签收事件记录", "Receipted the incident's record") : words("签收\(report)", "Receipted \(report)")
        case .issued: words("批示", "Instruction issued")
        case .instructionReceipted: words("签收批示", "Receipted the instruction")
        case .fedBack: words("反馈批示", "Fed the instruction back")
        case .passed: words("接到\(report)", "Had \(report)")
        }
    }

    func row(_ entry: Knowledge.Entry) -> [String: Any] {
        let view = event.view(entry.record)
        let target = "/record/\(view?.collection ?? "incident")/\(entry.record)"
        return [
            "at": Words.minute(entry.at), "what": what(entry), "who": entry.who,
            "path": view == nil ? event.path : target + (view.map { "?unit=\($0.ledger.unit)" } ?? ""),
            "clock": entry.clock == .hub ? words("县端", "the hub's") : words("单位", "the unit's"),
            "earlier": entry.earlier.map { words("原填 ", "first given as ") + Words.minute($0) },
        ]
    }

    /// The figures of a report; those that it does not tell are left out.
    func figures(_ report: Report) -> String {
        let told = Casualties.names.compactMap { name -> String? in
            guard let number = report.casualties[name], let field = Collection.report.field(name) else { return nil }
            return "\(words.name(field)) \(number)"
        }
        let title = report.kind.rawValue + (report.number.map(String.init) ?? "")
        return title + words("：", ": ")
            + (told.isEmpty ? words("未报伤亡", "no casualties told") : told.joined(separator: words("、", ", ")))
    }
}
