import DutyRecords
import SyncKit

/// A record as a page that is read: what is filled in, in the form's order, each with its label.
struct RecordReading {
    let collection: Collection
    let values: ValueWords
    let fields: [String: FieldValue]
    /// Fields with several values; they are settled above.
    let conflicts: [String]

    /// Rows of at most so many scalars stand side by side; longer ones take a line of their own.
    private static let shortMost = 40

    var rows: [[String: Any]] {
        let known = collection.fields.compactMap { field -> [String: Any]? in
            guard let value = fields[field.name] ?? (conflicts.contains(field.name) ? .absent : nil) else { return nil }
            let isOpen = conflicts.contains(field.name)
            let text = values.text(value, of: field)
            let link = values.link(value, of: field)
            return [
                "label": values.words.name(field), "text": isOpen || link != nil ? [] : [text],
                "link": isOpen ? [] : link.map { [["path": $0.path, "title": $0.title]] } ?? [],
                "open": isOpen
                    ? [["anchor": "conflict-\(field.name)", "word": values.words("⚠ 有几个不同的值", "⚠ several values")]]
                    : [],
                "style": text.unicodeScalars.count > Self.shortMost || text.contains("\n") ? "long" : "",
            ]
        }
        let unknown = fields.keys.filter { collection.field($0) == nil }.sorted().map { name -> [String: Any] in
            [
                "label": name + values.words("（新版本的项目）", " (of a newer version)"),
                "text": [values.text(fields[name], of: nil)], "style": "",
            ]
        }
        return known + unknown
    }

    static let html = """
        <dl class="record">{{#rows}}<div class="{{style}}"><dt>{{label}}</dt><dd>{{#text}}<span class="said">{{.}}</span>{{/text}}{{#link}}<a href="{{path}}">{{title}}</a>{{/link}}{{#open}}<a class="bad" href="#{{anchor}}">{{word}}</a>{{/open}}</dd></div>{{/rows}}</dl>
        """
}
