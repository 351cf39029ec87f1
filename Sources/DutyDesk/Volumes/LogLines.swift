import DutyRecords
import ProgramShell
import SyncKit

/// An entry of the log as a screen and a printed page show it.
struct LogLine {
    let view: [String: Any]
    let isDelivered: Bool

    private static let cells = """
        {{#times}}<p><span class="nowrap">{{label}} {{time}}</span></p>{{/times}}</td><td><p class="{{struck}}">{{matter}}</p>{{#more}}<p class="small">{{.}}</p>{{/more}}{{#marks}}<p class="small warn">{{.}}</p>{{/marks}}{{#void}}<p class="small bad">{{.}}</p>{{/void}}{{#corrections}}<p class="small">{{text}}<span class="struck">{{before}}</span></p>{{/corrections}}</td><td>{{#handling}}<p class="{{struck}}">{{.}}</p>{{/handling}}</td><td><p>{{recorder}}</p>
        """
    static let paperHTML = """
        <tr class="long"><td><p>{{serial}}</p></td><td>\(cells)</td></tr>
        """
    static let screenHTML = """
        <tr id="{{id}}"><td class="n"><a href="{{path}}">{{number}}</a><br><span class="{{deliveredClass}}">{{delivered}}</span>{{#pagePath}}<br><a href="{{path}}">{{text}}</a>{{/pagePath}}</td><td class="n">\(cells)</td></tr>
        """
}

/// Draws entries of one volume, with their corrections and marks.
struct LogLines<Room: DeskRoom> {
    private let desk: Desk<Room>
    private let shelf: VolumeShelf<Room>
    private let words: Words
    private let marks: [RecordID: [LogMark]]
    /// Its times need no year beside them.
    private let year: String

    init(_ desk: Desk<Room>, _ shelf: VolumeShelf<Room>, _ volume: LogVolume, _ language: Language) {
        self.desk = desk
        self.shelf = shelf
        words = Words(language: language)
        marks = LogMark.all(volume.entries)
        year = "\(volume.record.number("year") ?? 0)-"
    }

    var head: [String] {
        [
            words("编号", "Number"), words("时间", "Times"), words("事项", "Matter"), words("处理情况", "Handling"),
            words("记录人", "Recorder"),
        ]
    }

    func row(of entry: RecordFacts) async throws -> LogLine {
        let detail = try await RecordLookup.detail(
            LogNumber.collection, entry.id.description, of: entry.unit, in: desk.room)
        let corrections = Correction.all(in: try await shelf.versions(of: entry))
        func labelled(_ field: String, _ chinese: String, _ english: String) -> String? {
            entry.text(field).map { words("\(chinese)：", "\(english): ") + $0 }
        }
        let more = [
            labelled("source", "来源", "source"), labelled("leader", "带班", "leader"),
            entry.texts("officers").isEmpty
                ? nil : words("值班：", "officers: ") + entry.texts("officers").joined(separator: "、"),
            labelled("weather", "天气", "weather"), labelled("remark", "备注", "remark"),
        ].compactMap { $0 }
        let handling = [
            entry.text("handling"), labelled("undertaker", "承办", "by"), labelled("feedback", "反馈", "feedback"),
            entry.time("closedAt").map { words("办结 ", "closed ") + Words.minute($0) },
        ].compactMap { $0 }
        let times = [("发", "occ.", "occurredAt"), ("接", "rec.", "receivedAt"), ("记", "wr.", "recordedAt")]
            .compactMap { chinese, english, field in
                entry.time(field).map { ["label": words(chinese, english), "time": short($0)] }
            }
        let view: [String: Any] = [
            "id": entry.id.description, "path": "/record/\(LogNumber.collection)/\(entry.id)",
            "number": entry.text("number") ?? "",
            "serial": entry.text("number")?.split(separator: "-").last.map { String($0) } ?? "", "times": times,
            "matter": entry.text("matter") ?? "", "more": more,
            "handling": handling, "recorder": entry.text("recorder") ?? "",
            "struck": entry.isVoided ? "struck void" : "",
            "void": Sometimes.text(
                entry.isVoided ? words("作废：", "void: ") + (entry.text("voidReason") ?? "–") : nil),
            "marks": (marks[entry.id] ?? []).map(word), "corrections": corrections.map(correction),
            "delivered": Delivered.word(detail.view, desk.room.catalog, words),
            "deliveredClass": Delivered.style(detail.view),
        ]
        return LogLine(view: view, isDelivered: detail.view.isAtHub)
    }

    private func short(_ instant: Instant) -> String {
        let minute = Words.minute(instant)
        return minute.hasPrefix(year) ? String(minute.dropFirst(year.count)) : minute
    }

    private func word(_ mark: LogMark) -> String {
        switch mark {
        case .late(let minutes): words("补记 +", "late entry +") + words.minutes(minutes)
        case .fromPaper(let number): words("补录，纸质编号 \(number)", "entered from paper \(number)")
        case .clockSetBack(let minutes):
            words("⚠ 本机时钟在上一条之后被拨回约 ", "⚠ the clock was set back since the entry before, by about ")
                + words.minutes(minutes)
        case .clockSetForward(let saved, let next):
            words(
                "⚠ 时钟曾被拨快：本条存于 \(short(saved))，而后面一条存于 \(short(next))",
                "⚠ the clock had been set forward: saved at \(short(saved)), a later entry at \(short(next))")
        }
    }

    private func correction(_ correction: Correction) -> [String: String] {
        let field = Collection.logEntry.field(correction.field)
        let name = field.map(words.name) ?? correction.field
        let by = correction.author.isEmpty ? "" : " \(correction.author)"
        let before =
            switch correction.before {
            case .text(let text): field.map { FormText.shown(.text(text), of: $0) } ?? text
            case let other: JSONValue(other).text
            }
        let at = Words.minute(Instant(milliseconds: correction.at))
        return ["text": words("更正 \(at)\(by)：\(name)原为 ", "corrected \(at)\(by): \(name) was "), "before": before]
    }
}
