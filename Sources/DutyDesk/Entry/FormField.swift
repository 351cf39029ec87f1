import DutyRecords
import Foundation
import SyncKit

/// A field of a form: what it looks like, and what of it was typed. All from the one description.
struct FormField {
    let field: Field
    let words: Words
    /// As it stands in the form.
    let value: String
    var choices: FormChoices?
    var error: String?
    /// What a record takes over from another, and whether a person has confirmed it.
    var taken: TakenField?
    /// What became of the field elsewhere while the form was open.
    var meanwhile: String?
    /// Where the form is begun, or gone on with.
    var isFocused = false
    /// Before its name, where a page has it twice.
    var prefix = ""

    private var name: String { prefix + field.name }

    /// What a mustache template draws.
    var view: [String: Any] {
        var view: [String: Any] = [
            "name": name, "label": words.name(field), "value": value, "error": Sometimes.text(error),
            "wrong": error == nil ? "" : "wrong",
            "mark": field.isRequired
                ? words("必填", "required") : field.need == .element ? words("要素", "element") : "",
            "need": field.isRequired ? "required" : field.need == .element ? "element" : "",
            "hint": FormHints.text(field, words), "focus": isFocused ? "autofocus" : "",
            "meanwhile": Sometimes.text(meanwhile), "taken": taken.map { [$0.view(field, words)] } ?? [],
        ]
        switch field.kind {
        case .lines, .items, .figures, .texts: view["isArea"] = true
        case .choice(let words): draw(words.map { ($0, Wording.choice($0, in: self.words.language)) }, into: &view)
        case .boolean: draw([("true", words("是", "yes")), ("false", words("否", "no"))], into: &view)
        case .time, .date, .timeOrDate:
            view["isTime"] = true
            view["now"] = if case .date = field.kind { words("今天", "today") } else { words("现在", "now") }
            view["kind"] = if case .time = field.kind { "time" } else { "day" }
        case .integer: view["isNumber"] = true
        case .reference(let collection):
            let options = choices?.options(collection, holding: value) ?? []
            view["isSelect"] = true
            view["choices"] = options.map {
                ["word": $0.id, "text": $0.text, "selected": $0.id == value ? "selected" : ""]
            }
        case .person: (view["isLine"], view["list"]) = (true, ["people"])
        case .text:
            view["isLine"] = true
            view["list"] = Sometimes.text(
                FormPlan.people.contains(field.name) ? "people" : FormPlan.callers[field.name])
        }
        return view
    }

    /// A few words are seen at once, beside each other; many are a list.
    private static let mostBesideEachOther = 5

    private func draw(_ choices: [(word: String, text: String)], into view: inout [String: Any]) {
        let isBeside = choices.count <= Self.mostBesideEachOther
        view[isBeside ? "isRadio" : "isSelect"] = true
        let empty = isBeside && !field.isRequired ? [(word: "", text: words("未填", "none"))] : []
        let rows = choices + empty
        // The group's one stop of the Tab key is what is chosen, else its first.
        let stop = rows.firstIndex { $0.word == value } ?? 0
        view["choices"] = rows.enumerated().map { index, choice in
            [
                "word": choice.word, "text": choice.text, "at": "\(name)-\(index)", "of": name,
                "selected": choice.word == value ? "selected" : "", "checked": choice.word == value ? "checked" : "",
                "focus": isFocused && index == stop ? "autofocus" : "",
            ]
        }
    }

    static let html = """
        {{^isRadio}}<p class="field {{#isArea}}full{{/isArea}} {{#taken}}{{state}}{{/taken}}"><label for="{{name}}">{{label}} <span class="soft">{{mark}} {{hint}}</span></label>
        {{#isArea}}<textarea id="{{name}}" name="{{name}}" class="{{wrong}}" data-label="{{label}}" data-need="{{need}}" {{focus}}>
        {{value}}</textarea>{{/isArea}}
        {{#isSelect}}<select id="{{name}}" name="{{name}}" class="{{wrong}}" data-label="{{label}}" data-need="{{need}}" {{focus}}><option value=""></option>{{#choices}}<option value="{{word}}" {{selected}}>{{text}}</option>{{/choices}}</select>{{/isSelect}}
        {{#isTime}}<span class="moment"><input id="{{name}}" name="{{name}}" value="{{value}}" class="n {{wrong}}" autocomplete="off" data-label="{{label}}" data-need="{{need}}" data-moment="{{kind}}" {{focus}}><button type="button" class="quiet" data-now="{{name}}" tabindex="-1" hidden>{{now}}</button></span>{{/isTime}}
        {{#isNumber}}<input id="{{name}}" name="{{name}}" inputmode="numeric" autocomplete="off" value="{{value}}" class="n {{wrong}}" data-label="{{label}}" data-need="{{need}}" {{focus}}>{{/isNumber}}
        {{#isLine}}<input id="{{name}}" name="{{name}}" {{#list}}list="{{.}}"{{/list}} autocomplete="off" value="{{value}}" class="{{wrong}}" data-label="{{label}}" data-need="{{need}}" {{focus}}>{{/isLine}}
        {{/isRadio}}{{#isRadio}}<fieldset class="field choices {{wrong}} {{#taken}}{{state}}{{/taken}}" data-label="{{label}}" data-need="{{need}}" data-group="{{name}}"><legend>{{label}} <span class="soft">{{mark}} {{hint}}</span></legend>
        {{#choices}}<label for="{{at}}"><input type="radio" id="{{at}}" name="{{of}}" value="{{word}}" {{checked}} {{focus}}>{{text}}</label>{{/choices}}{{/isRadio}}
        {{#taken}}<label class="taken" for="ok-{{field}}"><input type="checkbox" id="ok-{{field}}" name="ok-{{field}}" value="1" data-confirms="{{field}}" {{checked}}>{{text}}</label>{{/taken}}
        {{#meanwhile}}<span class="message meanwhile">{{.}}</span>{{/meanwhile}}{{#error}}<span class="message" role="alert">{{.}}</span>{{/error}}{{^isRadio}}</p>{{/isRadio}}{{#isRadio}}</fieldset>{{/isRadio}}
        """
}

/// Where an element was taken from. It counts only once a person has looked at it.
struct TakenField {
    /// The names of the elements that it came from, as screens show them.
    let from: [String]
    let isConfirmed: Bool

    func view(_ field: Field, _ words: Words) -> [String: String] {
        [
            "field": field.name, "checked": isConfirmed ? "checked" : "", "state": isConfirmed ? "" : "unconfirmed",
            "text": words("已核对，取自：", "checked; taken from: ") + from.joined(separator: "、"),
        ]
    }
}

/// What a field takes, where its name does not tell.
enum FormHints {
    static func text(_ field: Field, _ words: Words) -> String {
        switch field.kind {
        case .texts: words("一行一条", "one a line")
        case .time, .timeOrDate: words("如 0830、昨天 2350", "such as 0830, yesterday 2350")
        case .date: words("如 今天、10-1", "such as today, 10-1")
        case .person: words("姓名", "name")
        case .figures: words("如 {\"reportMinutes\": 30}", "such as {\"reportMinutes\": 30}")
        default: ""
        }
    }
}

/// A form's fields in the order of work: what a record needs first, the rest folded away until it is wanted.
enum FormFolds {
    /// - Parameters:
    ///   - fields: each with what an edit had shown of it; nil on a new record.
    ///   - collection: tells which stand first; nil: those that are needed.
    static func view(
        _ fields: [(field: FormField, was: String?)], _ words: Words, of collection: Collection? = nil
    ) -> [String: Any] {
        func drawn(_ row: (field: FormField, was: String?)) -> [String: Any] {
            var view = row.field.view
            view["was"] = row.was.map { [["text": $0]] } ?? []
            return view
        }
        let isFirst = { (row: (field: FormField, was: String?)) in
            let isPlanned = collection.map { FormPlan.isFirst(row.field.field, of: $0) } ?? false
            return isPlanned || row.field.field.need != .optional || !row.field.value.isEmpty
                || row.field.error != nil || row.field.isFocused || row.field.meanwhile != nil
        }
        return [
            "fields": fields.filter(isFirst).map(drawn), "rest": fields.filter { !isFirst($0) }.map(drawn),
            "hasRest": fields.contains { !isFirst($0) }, "restTitle": words("其余项目", "More fields"),
        ]
    }

    private static let field = """
        {{#was}}<textarea hidden name="was-{{name}}">
        {{text}}</textarea>{{/was}}\(FormField.html)
        """

    static let html = """
        {{#fields}}\(field){{/fields}}
        {{#hasRest}}<details class="full"><summary>{{restTitle}}</summary><div class="entry">{{#rest}}\(field){{/rest}}</div></details>{{/hasRest}}
        """
}

/// A sentence that a page shows only where there is something to say: a template draws each element of the list.
package enum Sometimes {
    package static func text(_ sentence: String?) -> [String] { sentence.map { $0.isEmpty ? [] : [$0] } ?? [] }

    static func text(_ start: String, _ names: [String], _ words: Words) -> [String] {
        names.isEmpty ? [] : [start + names.joined(separator: words("、", ", "))]
    }
}
