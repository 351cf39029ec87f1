import DutyRecords

/// One thing that the command bar finds: a form, a list, a place, an open incident, somebody's number.
struct BarItem: Sendable {
    let kind: String
    let text: String
    /// Beside it: a number, a time.
    var more = ""
    let path: String
    /// In which it is looked for, in lower case.
    let words: String
    /// The key that leads there as well.
    var key = ""

    init(_ kind: String, _ text: String, more: String = "", path: String, words: [String], key: String = "") {
        self.kind = kind
        self.text = text
        self.more = more
        self.path = path
        self.key = key
        self.words = ([text, more] + words).joined(separator: " ").lowercased()
    }

    /// Every word of what was typed is found, in any order.
    func matches(_ typed: String) -> Bool {
        typed.lowercased().split(separator: " ").allSatisfy { words.contains($0) }
    }

    var json: JSONValue {
        .object([
            ("kind", .text(kind)), ("text", .text(text)), ("more", .text(more)), ("path", .text(path)),
            ("words", .text(words)), ("key", .text(key)),
        ])
    }

    var view: [String: Any] {
        ["kind": kind, "text": text, "more": more, "path": path, "key": Sometimes.text(key)]
    }
}

/// The first letters of the pinyin, as officers type them.
enum Initials {
    static let collections = [
        "log-entry": "zbjl", "phone-record": "dhjl", "first-inquiry": "swdj", "handover": "jjb", "task": "jbsx",
        "zero-report": "lbg", "incident": "tfsj", "report": "xxbg tfsjxxbg cb xb zb", "timeline-entry": "czgc",
        "instruction": "ldps", "unit": "dw", "calendar-day": "rl", "special-period": "tsmgsj", "rule-profile": "gzsz",
        "spot-check": "zbcc", "interview": "yt", "rectification": "zg", "commendation": "bzjl",
        "accountability-case": "zrzj", "document": "wddj", "bulletin": "zbzb", "circular": "zbtb", "notice": "tz",
        "contact": "lxfs", "person": "ry", "absence": "wcbb", "log-volume": "zbjlb", "training": "ywpx",
        "equipment": "sb", "duty-shift": "zbbc", "leader-shift": "dbbc", "roster-submission": "zbbbs",
    ]
    static let places = [
        "/": "jr", "/incidents": "sj", "/roster": "zbb", "/volumes": "jz", "/search": "ss", "/handover": "jjb",
        "/people": "ryyzh", "/records": "qbjl", "/conflicts": "ct", "/events": "xz", "/sheets": "drdc",
        "/sync": "tbzt", "/callbacks": "dhb", "/units": "gdw",
    ]
}
