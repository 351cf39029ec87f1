import DutyRecords
import Foundation
import ProgramShell
import SyncKit

/// Every version of a record: who wrote it, when and at which replica, what it changed, what it decided, when the county
/// had it, what was entered only afterwards.
struct HistoryView {
    let detail: RecordDetail
    let collection: Collection
    let values: ValueWords
    let lineage: Lineage
    let target: RecordTarget
    let token: String

    private var words: Words { values.words }
    /// A page stays below 100 kB.
    private static var entriesMax: Int { 60 }
    private static var bytesMax: Int { 40_000 }

    /// Which versions one page shows: the latest ones that fit.
    func shown(all: Bool) -> ArraySlice<HistoryEntry> {
        if all { return detail.history[...] }
        var (count, bytes) = (0, 0)
        for entry in detail.history.reversed() {
            bytes += entry.writes.reduce(0) { $0 + Self.weight($1) }
            if count > 0, count == Self.entriesMax || bytes > Self.bytesMax { break }
            count += 1
        }
        return detail.history.suffix(count)
    }

    private static func weight(_ write: FieldWrite) -> Int {
        switch write.operation {
        case .set(let value): JSONValue(value).text.utf8.count
        case .elements(let add, let remove): (add + remove).reduce(0) { $0 + JSONValue($1).text.utf8.count }
        case .unknown: 0
        }
    }

    /// Latest first.
    func entries(_ shown: ArraySlice<HistoryEntry>) -> [[String: Any]] { shown.reversed().map(entry) }

    private func entry(_ entry: HistoryEntry) -> [String: Any] {
        let authorship = entry.authorship
        let at = Instant(milliseconds: authorship.at)
        var marks: [String] = []
        if authorship.dot == detail.history.first?.authorship.dot { marks.append(words("录入", "entered")) }
        if entry.writes.contains(where: { lineage.settles($0.field, authorship.dot) }) {
            marks.append(words("裁定冲突", "decided a conflict"))
        }
        return [
            "at": Words.minute(at), "atPath": target.path("record", "at=\(at.description.prefix(16))"),
            "author": authorship.author.isEmpty ? words("（没有署名）", "(no name)") : authorship.author,
            "replica": values.replicas.name(authorship.replica), "marks": marks,
            "late": Sometimes.text(late(entry)), "received": received(authorship),
            "held": entry.isHeld ? [words("暂扣，不生效", "held, without effect")] : [],
            "changes": entry.writes.map { change($0, of: entry) },
        ]
    }

    private func received(_ authorship: Authorship) -> String {
        if let received = authorship.receivedAt {
            return words("县端 ", "at the county ") + Words.minute(Instant(milliseconds: received)) + words(" 收到", "")
        }
        return values.replicas.isCounty(authorship.replica)
            ? words("县端填写", "written at the county") : words("还没有县端的收讫", "no receipt of the county yet")
    }

    /// 补记: what was written down long after it happened, or filled in after the record was entered.
    private func late(_ entry: HistoryEntry) -> String? {
        guard let first = detail.history.first else { return nil }
        if entry.authorship.dot == first.authorship.dot {
            guard let field = collection.timeField, case .time? = collection.field(field)?.kind,
                case .text(let text)? = lineage.value(of: field, from: entry.authorship.dot),
                let happened = Instant(text)
            else { return nil }
            let minutes = (Instant(milliseconds: entry.authorship.at) - happened).minutesDown
            return minutes > LogFindings.promptMinutes
                ? words("补记，录入晚于发生 ", "entered late, after ") + words.minutes(minutes) : nil
        }
        let before = lineage.before(entry.authorship.dot)
        guard entry.writes.contains(where: { before.fields[$0.field] == nil }) else { return nil }
        let minutes = Int((entry.authorship.at - first.authorship.at) / 60_000)
        return minutes > 0 ? words("补填，录入后 ", "filled in after ") + words.minutes(minutes) : nil
    }

    private func change(_ write: FieldWrite, of entry: HistoryEntry) -> [String: Any] {
        let field = collection.field(write.field)
        let dot = entry.authorship.dot
        var view: [String: Any] = ["label": field.map(words.name) ?? write.field]
        switch write.operation {
        case .set(let value):
            let before = lineage.alternatives(of: write.field, before: dot).map(\.value)
            let after = values.text(value, of: field)
            view["after"] = after
            if before.count == 1, before[0] != .absent {
                let old = values.text(before[0], of: field)
                let parts = value == .absent ? [] : DifferenceWords.view(from: old, to: after, isShort: true)
                view["parts"] = parts
                view["before"] = parts.isEmpty ? [old] : []
                view["isMarked"] = !parts.isEmpty
            }
            if lineage.settles(write.field, dot) { view["setAside"] = setAside(write.field, field, value, dot) }
        case .elements(let add, let remove):
            view["after"] =
                (add.map { "＋" + values.text($0, of: nil) } + remove.map { "－" + values.text($0, of: nil) })
                .joined(separator: words("　", "  "))
        case .unknown: view["after"] = values.text(.unknown([]), of: field)
        }
        view["apart"] = Sometimes.text(words("同时另有填写，互不知情：", "written apart from: "), apart(write.field, entry), words)
        return view
    }

    /// Those who wrote the same field without having seen this one, nor this one them.
    private func apart(_ field: String, _ entry: HistoryEntry) -> [String] {
        let dot = entry.authorship.dot
        return detail.history.filter { other in
            other.authorship.dot != dot && other.writes.contains { $0.field == field }
                && !entry.seen.contains(other.authorship.dot) && !other.seen.contains(dot)
        }.map { "\($0.authorship.author) \(Words.minute(Instant(milliseconds: $0.authorship.at)))" }
    }

    /// The values that a decision set aside, each with the way back to it.
    private func setAside(_ name: String, _ field: Field?, _ chosen: FieldValue, _ dot: Dot) -> [[String: Any]] {
        lineage.alternatives(of: name, before: dot).filter { $0.value != chosen }.map { other in
            let authorship = detail.authors[other.dot]
            return [
                "value": values.text(other.value, of: field), "author": authorship?.author ?? "",
                "restore": detail.view.fields[name] ?? .absent == other.value || detail.view.conflicts.contains(name)
                    ? [] : [restoring(name, other.dot)],
            ]
        }
    }

    /// What a form needs that brings an earlier value back.
    func restoring(_ field: String, _ version: Dot) -> [String: String] {
        [
            "action": target.path("restore"), "token": token, "seen": detail.seen.description, "field": field,
            "version": version.description, "button": words("改回这个值", "Bring this back"),
        ]
    }

    static let restoreHTML = """
        {{#restore}}<form method="post" action="{{action}}"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="seen" value="{{seen}}"><input type="hidden" name="field" value="{{field}}"><input type="hidden" name="version" value="{{version}}"><button class="quiet">{{button}}</button></form>{{/restore}}
        """

    static let html = """
        <ol class="history">{{#history}}<li><p><a class="n" href="{{atPath}}">{{at}}</a> <b>{{author}}</b> <span class="soft">{{replica}} · {{received}}</span>{{#marks}} <span class="mark">{{.}}</span>{{/marks}}{{#late}} <span class="warn">{{.}}</span>{{/late}}{{#held}} <span class="bad">{{.}}</span>{{/held}}</p>
        <ul class="plain">{{#changes}}<li><b>{{label}}</b> {{#isMarked}}<span class="said">\(DifferenceWords.html)</span>{{/isMarked}}{{^isMarked}}{{#before}}<del class="said">{{.}}</del> → {{/before}}<span class="said">{{after}}</span>{{/isMarked}}
        {{#setAside}}<br><span class="soft">{{setAsideLabel}} {{author}}：</span><span class="said">{{value}}</span> \(restoreHTML){{/setAside}}{{#apart}}<br><span class="soft">{{.}}</span>{{/apart}}</li>{{/changes}}</ul></li>{{/history}}</ol>
        """
}
