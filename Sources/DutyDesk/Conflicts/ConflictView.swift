import DutyRecords
import Foundation
import ProgramShell
import SyncKit

/// One field with several values: the value before them, each of them side by side with who wrote it, when, where and
/// what he had seen, and what can be done.
struct ConflictView {
    let detail: RecordDetail
    let collection: Collection
    let values: ValueWords
    let lineage: Lineage
    let target: RecordTarget
    let writer: WriterRole
    let token: String

    private var words: Words { values.words }

    /// - Parameters:
    ///   - typed: what a refused form had in its own field.
    ///   - error: why it was refused.
    func view(_ name: String, typed: String? = nil, error: String? = nil) -> [String: Any]? {
        guard let siblings = detail.view.state.fields[name] else { return nil }
        let field = collection.field(name)
        let earlier = lineage.earlier(name, than: siblings.map(\.dot))
        let base = earlier.count == 1 ? earlier[0].content.shown : nil
        let isOpen = field.map { !$0.isIssued && !$0.isSignature && $0.mayBeWritten(by: writer) } ?? false
        return [
            "label": field.map(words.name) ?? name, "field": name, "anchor": "conflict-\(name)",
            "action": target.path("resolve"), "token": token, "seen": detail.seen.description,
            "earlierLabel": words("原来的值", "Before"),
            "earlier": earlier.map { ["value": values.text($0.content.shown, of: field), "by": signature($0.dot)] },
            "none": earlier.isEmpty ? [words("原来没有值", "no value before")] : [],
            "choices": choices(siblings, base, name, field), "isOpen": isOpen,
            "closed": isOpen ? [] : [closed(field)], "settle": words("就用所选的", "Settle"),
            "own": isOpen ? field.map { [own($0, siblings, typed, error)] } ?? [] : [],
            "ownLabel": words("合并或另写一个", "Combined, or another value"), "ownChecked": typed == nil ? "" : "checked",
        ]
    }

    /// Since when there are two values: when the second of them was written, by its author's clock.
    func since(_ name: String) -> Instant? {
        let times = (detail.view.state.fields[name] ?? []).compactMap { detail.authors[$0.dot]?.at }.sorted()
        return times.count > 1 ? Instant(milliseconds: times[1]) : nil
    }

    /// The value that a person picked, by the set that wrote it.
    static func version(_ picked: String) throws -> Dot {
        guard let dot = Dot(picked) else {
            throw CommandFailure(
                .badUse, chinese: "还没有选定一个值，没有保存。请返回选一个。", english: "no value was chosen; choose one and try again")
        }
        return dot
    }

    /// Each differing value once, with all who wrote it.
    private func choices(
        _ siblings: [RecordState.Sibling], _ base: FieldValue?, _ name: String, _ field: Field?
    ) -> [[String: Any]] {
        var order: [FieldValue] = []
        for sibling in siblings where !order.contains(sibling.content.shown) { order.append(sibling.content.shown) }
        return order.map { value in
            let writers = siblings.filter { $0.content.shown == value }
            let text = values.text(value, of: field)
            var parts: [[String: Any]] = []
            if case .text(let before)? = base, case .text = value { parts = differences(before, text, field) }
            return [
                "version": writers.last?.dot.description ?? "", "value": text, "isMarked": !parts.isEmpty,
                "parts": parts,
                "style": value == .absent ? "soft" : "",
                "writers": writers.map { sibling -> [String: Any] in
                    ["by": signature(sibling.dot), "sight": sight(sibling.dot, name, field, siblings)]
                },
            ]
        }
    }

    private func differences(_ before: String, _ after: String, _ field: Field?) -> [[String: Any]] {
        switch field?.kind {
        case .text?, .lines?, .items?: DifferenceWords.view(from: before, to: after)
        default: []
        }
    }

    /// Who, when and where.
    private func signature(_ dot: Dot) -> String {
        guard let authorship = detail.authors[dot] else { return "–" }
        let author = authorship.author.isEmpty ? words("（没有署名）", "(no name)") : authorship.author
        return "\(author) · \(Words.minute(Instant(milliseconds: authorship.at))) · "
            + values.replicas.name(authorship.replica)
    }

    /// What its author had before him, and whose value he had not seen.
    private func sight(
        _ dot: Dot, _ name: String, _ field: Field?, _ siblings: [RecordState.Sibling]
    ) -> String {
        let own = lineage.value(of: name, from: dot)
        let others = lineage.unseen(by: dot, of: siblings.map(\.dot)).filter {
            lineage.value(of: name, from: $0) != own
        }.compactMap { detail.authors[$0]?.author }
        let before = lineage.alternatives(of: name, before: dot).map {
            RecordTitle.shortened(values.text($0.value, of: field))
        }
        let had =
            before.isEmpty
            ? words("填写时这一项是空的", "it was empty when he wrote")
            : words("填写时看到的是“\(before.joined(separator: "”“"))”", "he saw “\(before.joined(separator: "”, “"))”")
        guard !others.isEmpty else { return had }
        let names = Set(others).sorted().joined(separator: words("、", ", "))
        return had + words("，没有看到 \(names) 写的", ", and not what \(names) wrote")
    }

    private func closed(_ field: Field?) -> String {
        guard let field else {
            return words("这一项由更新的版本填写，请升级后裁定。", "A newer version wrote this; upgrade to settle it.")
        }
        if field.isIssued { return words("这一项由程序编写，不能裁定。", "The software writes this; it is not settled.") }
        if field.isSignature { return words("这一项只能由本人签字。", "Only a signature writes this.") }
        return writer == .unit
            ? words("这一项由县里填写，请县里裁定。", "The county writes this field and settles it.")
            : words("这一项由该单位填写，请该单位裁定。", "The unit writes this field and settles it.")
    }

    /// The field for a combined or another value; of texts with all of them in it.
    private func own(
        _ field: Field, _ siblings: [RecordState.Sibling], _ typed: String?, _ error: String?
    ) -> [String: Any] {
        var texts: [String] = []
        for sibling in siblings {
            if case .value(.text(let text)) = sibling.content, !texts.contains(text) { texts.append(text) }
        }
        let prefilled: String =
            switch field.kind {
            case .text: texts.joined(separator: "；")
            case .lines, .items: texts.joined(separator: "\n")
            default: ""
            }
        let drawn = FormField(
            field: field, words: words, value: typed ?? prefilled, error: error, prefix: "own-")
        var view = drawn.view
        view["label"] = words("写在这里", "Write it here")
        view["mark"] = ""
        return view
    }

    /// Authors with a value in several of the record's conflicts, whose values can be taken all at once: the person
    /// who looks first.
    func authors(of fields: [String], first name: String) -> [String] {
        var counts: [String: Int] = [:]
        for field in fields {
            let dots = (detail.view.state.fields[field] ?? []).map(\.dot)
            for author in Set(dots.compactMap { detail.authors[$0]?.author }) { counts[author, default: 0] += 1 }
        }
        return counts.filter { $0.value > 1 && !$0.key.isEmpty }.keys.sorted {
            $1 != name && ($0 == name || $0 < $1)
        }
    }

    static let bodyHTML = """
        <p><span class="soft">{{earlierLabel}}</span> {{#earlier}}<span class="said">{{value}}</span> <span class="soft">{{by}}</span> {{/earlier}}{{#none}}<span class="soft">{{.}}</span>{{/none}}</p>
        <div class="values">{{#choices}}<div class="value"><p>{{#isOpen}}<label><input type="radio" name="pick" value="{{version}}" required> {{/isOpen}}<span class="said {{style}}">{{#isMarked}}\(DifferenceWords.html){{/isMarked}}{{^isMarked}}{{value}}{{/isMarked}}</span>{{#isOpen}}</label>{{/isOpen}}</p>
        {{#writers}}<p class="soft">{{by}}<br>{{sight}}</p>{{/writers}}</div>{{/choices}}
        {{#own}}<div class="value"><p><label><input type="radio" name="pick" value="own" required {{ownChecked}}> {{ownLabel}}</label></p>\(FormField.html)</div>{{/own}}</div>
        {{#closed}}<p class="soft">{{.}}</p>{{/closed}}
        """

    static let html = """
        <section class="conflict" id="{{anchor}}" aria-label="{{label}}"><h3>{{label}}</h3><form method="post" action="{{action}}">
        <input type="hidden" name="token" value="{{token}}"><input type="hidden" name="seen" value="{{seen}}"><input type="hidden" name="field" value="{{field}}">
        \(bodyHTML){{#isOpen}}<p><button>{{settle}}</button></p>{{/isOpen}}</form></section>
        """
}

extension RecordState.Content {
    /// As a field's value.
    var shown: FieldValue {
        switch self {
        case .value(let value), .element(let value): value
        case .unknown(let bytes): .unknown(bytes)
        }
    }
}
