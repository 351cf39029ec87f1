import DutyDesk

/// The questions of a form of the console, each with its label, hint and error.
struct Questions {
    private(set) var view: [[String: Any]] = []
    private let fields: [String: String]
    private let errors: [String: String]

    init(_ fields: [String: String], _ errors: [String: String]) {
        self.fields = fields
        self.errors = errors
    }

    mutating func ask(_ name: String, _ label: String, _ hint: String = "") {
        add(name, label, hint, ["isText": true])
    }

    mutating func lines(_ name: String, _ label: String, rows: Int = 9) {
        add(name, label, "", ["isLines": true, "width": "full", "rows": rows])
    }

    /// - Parameter choices: the word that is sent, and what is shown.
    mutating func choose(_ name: String, _ label: String, _ choices: [(String, String)]) {
        let chosen = fields[name] ?? ""
        add(
            name, label, "",
            [
                "isChoice": true,
                "choices": choices.map { ["word": $0, "text": $1, "selected": $0 == chosen ? "selected" : ""] },
            ])
    }

    func asks(_ name: String) -> Bool { view.contains { $0["id"] as? String == name } }

    private mutating func add(_ name: String, _ label: String, _ hint: String, _ kind: [String: Any]) {
        let plain: [String: Any] = [
            "id": name, "label": label, "hint": hint, "value": fields[name] ?? "",
            "wrong": errors[name] == nil ? "" : "wrong", "message": errors[name].map { [$0] } ?? [], "isText": false,
            "isLines": false, "isChoice": false, "width": "", "rows": 1,
        ]
        view.append(plain.merging(kind) { $1 })
    }

    static let html = """
        {{#inputs}}<p class="{{width}}"><label for="{{id}}">{{label}} <span class="soft">{{hint}}</span></label>{{#isText}}<input id="{{id}}" name="{{id}}" value="{{value}}" class="{{wrong}}" autocomplete="off">{{/isText}}{{#isLines}}<textarea id="{{id}}" name="{{id}}" rows="{{rows}}" class="{{wrong}}">
        {{value}}</textarea>{{/isLines}}{{#isChoice}}<select id="{{id}}" name="{{id}}" class="{{wrong}}">{{#choices}}<option value="{{word}}" {{selected}}>{{text}}</option>{{/choices}}</select>{{/isChoice}}{{#message}}<span class="message">{{.}}</span>{{/message}}</p>{{/inputs}}
        """
}
