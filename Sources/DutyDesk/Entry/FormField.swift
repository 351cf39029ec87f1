import DutyRecords
import Foundation
import SyncKit

/// A field of a form: what it looks like, and what of it was typed. All from the one description.
struct FormField {
    let field: Field
    let words: Words
    /// As it stands in the form.
    let value: String
    var error: String?

    /// What a mustache template draws.
    var view: [String: Any] {
        var view: [String: Any] = [
            "name": field.name, "label": words.name(field), "value": value, "error": Sometimes.text(error),
            "wrong": error == nil ? "" : "wrong", "isRequired": field.isRequired,
            "mark": field.isRequired
                ? words("必填", "required") : field.need == .element ? words("要素", "element") : "",
        ]
        switch field.kind {
        case .lines, .items, .figures, .texts:
            view["isArea"] = true
            if case .texts = field.kind { view["hint"] = words("一行一条", "one a line") }
        case .choice(let choices):
            view["isChoice"] = true
            view["choices"] = choices.map {
                [
                    "word": $0, "text": Wording.choice($0, in: words.language),
                    "selected": $0 == value ? "selected" : "",
                ]
            }
        case .boolean:
            view["isFlag"] = true
            view["isYes"] = value == "true" ? "selected" : ""
            view["isNo"] = value == "false" ? "selected" : ""
            (view["yes"], view["no"]) = (words("是", "yes"), words("否", "no"))
        case .time: view["isTime"] = true
        case .date: view["isDate"] = true
        case .integer: view["isNumber"] = true
        case .person: view["isPerson"] = true
        case .text, .timeOrDate, .reference: view["isLine"] = true
        }
        return view
    }

    static let html = """
        <p class="{{#isArea}}full{{/isArea}}"><label for="{{name}}">{{label}} <span class="soft">{{mark}} {{hint}}</span></label>
        {{#isArea}}<textarea id="{{name}}" name="{{name}}" class="{{wrong}}" {{#isRequired}}data-required{{/isRequired}}>{{value}}</textarea>{{/isArea}}
        {{#isChoice}}<select id="{{name}}" name="{{name}}" class="{{wrong}}" {{#isRequired}}data-required{{/isRequired}}><option value=""></option>{{#choices}}<option value="{{word}}" {{selected}}>{{text}}</option>{{/choices}}</select>{{/isChoice}}
        {{#isFlag}}<select id="{{name}}" name="{{name}}" class="{{wrong}}" {{#isRequired}}data-required{{/isRequired}}><option value=""></option><option value="true" {{isYes}}>{{yes}}</option><option value="false" {{isNo}}>{{no}}</option></select>{{/isFlag}}
        {{#isTime}}<input id="{{name}}" name="{{name}}" type="datetime-local" value="{{value}}" class="{{wrong}}" {{#isRequired}}data-required{{/isRequired}}>{{/isTime}}
        {{#isDate}}<input id="{{name}}" name="{{name}}" type="date" value="{{value}}" class="{{wrong}}" {{#isRequired}}data-required{{/isRequired}}>{{/isDate}}
        {{#isNumber}}<input id="{{name}}" name="{{name}}" inputmode="numeric" value="{{value}}" class="{{wrong}}" {{#isRequired}}data-required{{/isRequired}}>{{/isNumber}}
        {{#isPerson}}<input id="{{name}}" name="{{name}}" list="persons" value="{{value}}" class="{{wrong}}" {{#isRequired}}data-required{{/isRequired}}>{{/isPerson}}
        {{#isLine}}<input id="{{name}}" name="{{name}}" value="{{value}}" class="{{wrong}}" {{#isRequired}}data-required{{/isRequired}}>{{/isLine}}
        {{#error}}<span class="message" role="alert">{{.}}</span>{{/error}}</p>
        """
}

/// A form's fields in the order of work: what a record needs first, the rest folded away until it is wanted.
enum FormFolds {
    /// - Parameter fields: each with what an edit had shown of it; nil on a new record.
    static func view(_ fields: [(field: FormField, was: String?)], _ words: Words) -> [String: Any] {
        func drawn(_ row: (field: FormField, was: String?)) -> [String: Any] {
            var view = row.field.view
            view["was"] = row.was.map { [["text": $0]] } ?? []
            return view
        }
        let isFirst = { (row: (field: FormField, was: String?)) in
            row.field.field.need != .optional || !row.field.value.isEmpty || row.field.error != nil
        }
        return [
            "fields": fields.filter(isFirst).map(drawn), "rest": fields.filter { !isFirst($0) }.map(drawn),
            "hasRest": fields.contains { !isFirst($0) }, "restTitle": words("其余项目", "More fields"),
        ]
    }

    private static let field = """
        {{#was}}<textarea hidden name="was-{{name}}">{{text}}</textarea>{{/was}}\(FormField.html)
        """

    static let html = """
        {{#fields}}\(field){{/fields}}
        {{#hasRest}}<details class="full"><summary>{{restTitle}}</summary><div class="entry">{{#rest}}\(field){{/rest}}</div></details>{{/hasRest}}
        """
}

/// A sentence that a page shows only where there is something to say: a template draws each element of the list.
enum Sometimes {
    static func text(_ sentence: String?) -> [String] { sentence.map { $0.isEmpty ? [] : [$0] } ?? [] }

    static func text(_ start: String, _ names: [String]) -> [String] {
        names.isEmpty ? [] : [start + names.joined(separator: "、")]
    }
}

/// What a form's texts mean, and how values look in a form.
enum FormText {
    /// The value of a field as JSON; nil where nothing was typed.
    static func json(_ text: String, of field: Field) throws(EntryError) -> JSONValue? {
        let typed = text.replacing("\r\n", with: "\n")
        if typed.isEmpty { return nil }
        switch field.kind {
        case .time: return .text(time(typed))
        case .texts:
            return .array(typed.split(separator: "\n").map { .text($0.trimmingCharacters(in: .whitespaces)) })
        default: return try EditForm.json(typed, of: field)
        }
    }

    /// A browser's `datetime-local` has no offset: the county is in Asia/Shanghai. What has one already stays.
    static func time(_ typed: String) -> String {
        let isLocal = (16...23).contains(typed.utf8.count) && WrittenTime.isTime(typed + "+08:00")
        return isLocal ? typed + "+08:00" : typed
    }

    static func shown(_ value: FieldValue?, of field: Field) -> String {
        switch value {
        case nil, .absent?: return ""
        case .text(let text)?:
            if case .time = field.kind, let instant = Instant(text) { return String(instant.description.prefix(16)) }
            return text
        case .list(let values)?:
            if case .texts = field.kind {
                return values.map { if case .text(let text) = $0 { text } else { JSONValue($0).text } }.joined(
                    separator: "\n")
            }
            return JSONValue(value ?? .absent).text
        case let other?: return JSONValue(other).text
        }
    }
}
