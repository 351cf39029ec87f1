import DutyRecords
import Foundation
import FoundationXML
import SyncKit
import Testing

/// The county's reports as messages of CAP 1.2, read back by another parser and held to the schema's order.
@Suite struct CAPTests {
    /// The elements of the schema in their order, with those that a message cannot be without; `*` may stand many times.
    private static let alert = [
        "identifier!", "sender!", "sent!", "status!", "msgType!", "source", "scope!", "restriction", "addresses",
        "code*", "note", "references", "incidents", "info*",
    ]
    private static let info = [
        "language", "category!*", "event!", "responseType*", "urgency!", "severity!", "certainty!", "audience",
        "eventCode*", "effective", "onset", "expires", "senderName", "headline", "description", "instruction", "web",
        "contact", "parameter*", "resource*", "area*",
    ]
    private static let pair = ["valueName!", "value!"]
    private static let area = ["areaDesc!", "polygon*", "circle*", "geocode*", "altitude", "ceiling"]
    private static let words: [String: Set<String>] = [
        "status": ["Actual", "Exercise", "System", "Test", "Draft"],
        "msgType": ["Alert", "Update", "Cancel", "Ack", "Error"], "scope": ["Public", "Restricted", "Private"],
        "category": [
            "Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env", "Transport", "Infra", "CBRNE",
            "Other",
        ],
        "urgency": ["Immediate", "Expected", "Future", "Past", "Unknown"],
        "severity": ["Extreme", "Severe", "Moderate", "Minor", "Unknown"],
        "certainty": ["Observed", "Likely", "Possible", "Unlikely", "Unknown"],
    ]

    private func incident(_ fields: [String: FieldValue] = [:]) throws -> Incident {
        let all: [String: FieldValue] = [
            "occurredAt": .time(at("08:00")), "summary": .text("两车相撞"), "place": .text("淮金线12公里"),
            "category": .text("事故灾难"), "level": .text("较大"), "deaths": .integer(3),
        ]
        return try #require(Incident(facts(1, all.merging(fields) { $1 })))
    }

    private func report(_ number: UInt64, _ kind: String, sent: Instant?, _ fields: [String: FieldValue] = [:]) throws
        -> Report
    {
        var all: [String: FieldValue] = [
            "incident": .record(1), "kind": .text(kind), "by": .text("written"), "text": .text("两车相撞，死亡3人"),
            "deaths": .integer(3),
        ]
        if let sent { all["sentAt"] = .time(sent) }
        return try #require(Report(facts(number, all.merging(fields) { $1 }, unit: "JH"), countyUnit: "JH"))
    }

    private func alert(
        _ incident: Incident, _ report: Report? = nil, own: [Report] = [], channel: DutyChannel = .open
    ) throws -> Element {
        let alert = try CAPAlert.of(
            incident, report: report, own: own, county: ("JH", "金湖县"), title: "金湖县车祸初报", channel: channel,
            now: at("12:00"))
        let read = try Element.read(alert.xml)
        check(read)
        return read
    }

    private func check(_ alert: Element) {
        #expect(alert.name == "alert" && alert.namespace == "urn:oasis:names:tc:emergency:cap:1.2")
        check(alert, Self.alert)
        for info in alert.all("info") {
            check(info, Self.info)
            for pair in info.all("parameter") + info.all("eventCode") { check(pair, Self.pair) }
            for area in info.all("area") { check(area, Self.area) }
        }
        for name in ["sent", "onset"] {
            for time in alert.deep(name) {
                #expect(time.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d/) != nil, "\(name): \(time)")
            }
        }
        for (name, allowed) in Self.words {
            for word in alert.deep(name) { #expect(allowed.contains(word), "\(name): \(word)") }
        }
        for name in ["identifier", "sender"] {
            for text in alert.deep(name) { #expect(text.wholeMatch(of: /[^\s,<&]+/) != nil, "\(name): \(text)") }
        }
        // What the standard ties together.
        if alert.text("scope") == "Restricted" { #expect(alert.text("restriction") != nil) }
        if alert.text("msgType") != "Alert" { #expect(alert.text("references") != nil) }
        if alert.text("status") == "Exercise" { #expect(alert.text("note")?.contains("演练") == true) }
    }

    /// The children in the order of the schema, none missing, none too many.
    private func check(_ element: Element, _ schema: [String]) {
        var rest = element.children.map(\.name)[...]
        for rule in schema {
            let name = rule.filter { $0.isLetter }
            let count = rest.prefix { $0 == name }.count
            #expect(count > 0 || !rule.contains("!"), "\(element.name) lacks \(name)")
            #expect(count <= 1 || rule.contains("*"), "\(element.name) has \(name) \(count) times")
            rest = rest.dropFirst(count)
        }
        #expect(rest.isEmpty, "\(element.name): \(rest) out of order or unknown")
    }

    @Test func theFirstReportIsAnAlert() throws {
        let first = try report(11, "初报", sent: at("09:00"))
        let read = try alert(incident(), first, own: [first])
        #expect(read.text("identifier") == id(11).description && read.text("sender") == "zhishou.JH")
        #expect(read.text("sent") == "2026-10-01T09:00:00+08:00" && read.text("status") == "Actual")
        #expect(read.text("msgType") == "Alert" && read.text("references") == nil)
        #expect(read.text("incidents") == id(1).description)
        let info = try #require(read.all("info").first)
        #expect(info.text("language") == "zh-CN" && info.text("category") == "Transport")
        #expect(info.text("urgency") == "Immediate" && info.text("severity") == "Moderate")
        #expect(info.text("senderName") == "金湖县政府值班室" && info.text("headline") == "金湖县车祸初报")
        #expect(info.text("onset") == "2026-10-01T08:00:00+08:00")
        #expect(info.text("description") == "两车相撞，死亡3人\n伤亡和损失：死亡人数 3")
        #expect(info.all("area").first?.text("areaDesc") == "淮金线12公里")
        let parameters = info.all("parameter").map { "\($0.text("valueName") ?? "")=\($0.text("value") ?? "")" }
        #expect(parameters == ["level=较大", "deaths=3"])
    }

    @Test func aFollowUpNamesAllThatWentOutBeforeIt() throws {
        let own = [
            try report(11, "初报", sent: at("09:00")), try report(12, "续报", sent: at("10:00")),
            try report(13, "终报", sent: at("11:00")),
        ]
        let read = try alert(incident(), own[2], own: own)
        #expect(read.text("msgType") == "Update")
        #expect(
            read.text("references")
                == "zhishou.JH,\(id(11)),2026-10-01T09:00:00+08:00 zhishou.JH,\(id(12)),2026-10-01T10:00:00+08:00")
        #expect(read.all("info").first?.text("urgency") == "Past", "a 终报")
    }

    @Test func whatHasNotGoneOutIsADraft() throws {
        let first = try report(11, "初报", sent: nil)
        #expect(try alert(incident(), first, own: [first]).text("status") == "Draft")
        #expect(try alert(incident()).text("status") == "Draft", "the event's own record")
    }

    @Test func aDrillIsAnExerciseWhateverWasSent() throws {
        let first = try report(11, "初报", sent: at("09:00"))
        for report in [first, try report(12, "初报", sent: nil)] {
            let read = try alert(incident(["drill": .boolean(true)]), report, own: [report])
            #expect(read.text("status") == "Exercise")
        }
    }

    @Test func aFalseReportIsCancelledWhereTheCityHadIt() throws {
        let event = try incident(["falseAlarmAt": .time(at("10:30")), "falseAlarmReason": .text("现场核实<无事>")])
        let first = try report(11, "初报", sent: at("09:00"))
        let read = try alert(event, first, own: [first])
        #expect(read.text("msgType") == "Cancel" && read.text("sent") == "2026-10-01T10:30:00+08:00")
        #expect(read.text("references")?.contains(id(11).description) == true && read.text("note") == "现场核实<无事>")
        #expect(read.all("info").first?.text("certainty") == "Unlikely")
        #expect(throws: CAPAlert.Refusal.nothingToCancel) { try alert(event) }
    }

    @Test func whatIsSecretLeavesByNoOpenFile() throws {
        #expect(throws: CAPAlert.Refusal.secret) { try alert(incident(), channel: .classified) }
        #expect(throws: CAPAlert.Refusal.secret) { try alert(incident(["workSecret": .boolean(true)])) }
    }

    @Test func everyCharacterComesBackOrIsReplaced() throws {
        let hostile = "a<b>&\"'\u{0}\u{1}\u{B}\u{FFFE}\u{1F}]]>𠮷\r\n\t<!-- ]]> &amp;"
        let read = try alert(incident(["summary": .text(hostile), "place": .text(hostile)]))
        let expected = "a<b>&\"'\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}]]>𠮷\r\n\t<!-- ]]> &amp;"
        #expect(read.all("info").first?.all("area").first?.text("areaDesc") == expected)
        let named = CAPAlert(
            identifier: "a b,c<d>&e", sender: "县 政府", sent: at("09:00"), status: .actual, message: .alert,
            restriction: "", incident: "x",
            info: .init(
                category: .other, event: "", urgency: .past, severity: .unknown, certainty: .possible, senderName: "",
                headline: "", description: "", area: ""))
        #expect(named.identifier == "a_b_c_d>_e" && named.sender == "县_政府")
    }

    @Test(arguments: [
        ("自然灾害", "暴雨内涝", "Met"), ("自然灾害", "山体滑坡", "Geo"), ("事故灾难", "仓库起火", "Fire"), ("事故灾难", "车祸", "Transport"),
        ("事故灾难", "化工厂泄漏", "Env"), ("事故灾难", "坍塌", "Safety"), ("公共卫生事件", "食物中毒", "Health"), ("社会安全事件", "聚集", "Security"),
    ])
    func theCategoryFollowsTheKind(_ kind: String, _ summary: String, _ category: String) throws {
        let read = try alert(incident(["category": .text(kind), "summary": .text(summary)]))
        #expect(read.all("info").first?.text("category") == category)
    }

    @Test(arguments: [
        ("特别重大", "Extreme"), ("重大", "Severe"), ("较大", "Moderate"), ("一般", "Minor"), ("", "Unknown"),
    ])
    func theSeverityFollowsTheLevel(_ level: String, _ severity: String) throws {
        let read = try alert(incident(["level": .text(level)]))
        #expect(read.all("info").first?.text("severity") == severity)
    }
}

/// An element as Foundation's parser reads it.
private final class Element {
    let name: String
    let namespace: String
    private(set) var children: [Element] = []
    private var characters = ""

    init(_ name: String, _ namespace: String) { (self.name, self.namespace) = (name, namespace) }

    func all(_ name: String) -> [Element] { children.filter { $0.name == name } }
    func text(_ name: String) -> String? { all(name).first?.characters }
    func deep(_ name: String) -> [String] {
        all(name).map(\.characters) + children.flatMap { $0.deep(name) }
    }

    static func read(_ xml: String) throws -> Element {
        let reader = Reader()
        let parser = XMLParser(data: Data(xml.utf8))
        parser.shouldProcessNamespaces = true
        parser.delegate = reader
        guard parser.parse(), let root = reader.root else { throw Unreadable(xml: xml) }
        return root
    }

    struct Unreadable: Error {
        let xml: String
    }

    private final class Reader: NSObject, XMLParserDelegate {
        var root: Element?
        private var open: [Element] = []

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String]
        ) {
            let element = Element(name, namespaceURI ?? "")
            open.last?.children.append(element)
            if root == nil { root = element }
            open.append(element)
        }

        func parser(
            _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
        ) {
            open.removeLast()
        }

        func parser(_ parser: XMLParser, foundCharacters string: String) { open.last?.characters += string }
    }
}
