import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

/// The file of an incident: its facts, the relay of times, who answered for the duty then, its course, its reports.
struct IncidentPrint<Room: DeskRoom>: Sendable {
    let desk: Desk<Room>
    private let prints: PrintFrame<Room>
    private let form: FormSheet<Room>
    private let template: MustacheTemplate

    init(_ desk: Desk<Room>, _ prints: PrintFrame<Room>) throws {
        self.desk = desk
        self.prints = prints
        form = try FormSheet()
        template = try MustacheTemplate(string: Self.html)
    }

    func add(to router: Router<PageContext>) {
        router.get("/print/incident/:id") { request, context in
            try await desk.signedIn(request) { visitor, language in
                try await show(try context.parameters.require("id"), visitor, language)
            }
        }
    }

    private func show(_ id: String, _ visitor: Visitor, _ language: Language) async throws -> Response {
        let words = Words(language: language)
        let detail = try await RecordLookup.detail(Collection.incident.name, id, of: nil, in: desk.room)
        let incident = RecordFacts(detail.view)
        let names = try await PrintNames(desk, language)
        let parts = try await Parts(desk, of: incident)
        let unit = try await desk.unitName(incident.unit)
        let course = try await course(parts, names, words)
        let mark = SecrecyMark.word(incident, in: desk.room.channel)
        let content = template.render([
            "mark": Sometimes.text(mark), "title": words("突发事件处置卷", "Incident file"),
            "drill": Sometimes.text(incident.flag("drill") ? words("演练", "DRILL") : nil), "unit": unit,
            "facts": words("一、基本情况", "1 Facts"),
            "form": try await form.render(incident, .incident, names, words),
            "relayTitle": words("二、时限接力", "2 Relay of times"), "relay": try await relay(of: incident, parts, words),
            "relayHead": [
                words("时限", "Clock"), words("起算", "From"), words("截止", "Due"), words("完成", "Met"),
                words("结果", "Result"),
            ],
            "dutyTitle": words("三、责任人（第二十条，按事发时的记录）", "3 Who answered (Art. 20, by the records of that minute)"),
            "duty": try await responsible(incident, words),
            "courseTitle": words("四、处置过程", "4 Course"), "course": course,
            "hasCourse": !course.isEmpty,
            "courseHead": [words("时间", "Time"), words("情况", "What"), words("来源、记录人", "Source, recorder")],
            "reportTitle": words("五、信息报告", "5 Reports"), "reports": try await reports(parts, names, words),
            "none": words("无", "none"),
        ])
        let delivered = [detail.view.isAtHub] + parts.all.map(\.isAtHub)
        return prints.page(
            words("突发事件处置卷", "Incident file"),
            prints.sheet(
                content, running: ("\(unit) \(words("突发事件处置卷", "Incident file"))", ReportName.event(incident)),
                foot: try await prints.foot(delivered, visitor, language)),
            back: "/record/incident/\(incident.id)", language)
    }

    /// What belongs to an incident, in the order of its own times.
    private struct Parts {
        /// Whose incident it is.
        let unit: String
        let course: [RecordView]
        let reports: [RecordView]
        let instructions: [RecordView]
        var all: [RecordView] { course + reports + instructions }

        init(_ desk: Desk<Room>, of incident: RecordFacts) async throws {
            func own(_ collection: Collection) async throws -> [RecordView] {
                let time = collection.timeField ?? ""
                // The county writes what it does about a unit's incident into its own ledger.
                let unit = desk.room.writer == .county ? nil : desk.room.homeUnit
                return try await desk.room.views(
                    collection.name, of: unit, naming: incident.id, by: "incident",
                    withReceipts: DutyBook.withReceipts.contains(collection.name)
                ).sorted {
                    (RecordFacts($0).time(time) ?? Instant(milliseconds: 0), $0.id)
                        < (RecordFacts($1).time(time) ?? Instant(milliseconds: 0), $1.id)
                }
            }
            unit = incident.unit
            course = try await own(.timelineEntry)
            reports = try await own(.report)
            instructions = try await own(.instruction)
        }
    }

    private func relay(
        of record: RecordFacts, _ parts: Parts, _ words: Words
    ) async throws -> [[String: String]] {
        guard let incident = Incident(record) else { return [] }
        let (now, countyUnit) = (try await desk.room.now(), try await desk.room.countyUnit())
        let rules = ReportingRules(
            book: RuleBook(try await desk.room.mirror.notices(["rule-profile"])), countyUnit: countyUnit, now: now)
        let rows = rules.obligations(
            of: incident, reports: parts.reports.compactMap { Report(RecordFacts($0), countyUnit: countyUnit) })
        // Whether the county told the city is known to the county alone.
        let known = desk.room.writer == .county ? rows : rows.filter { $0.owedBy != countyUnit }
        return known.sorted { $0.dueAt < $1.dueAt }.map { row in
            let late = row.lateMinutes(at: now)
            return [
                "why": words(row.why.chinese, row.why.english) + "（\(row.article)）",
                "from": Words.minute(row.startedAt),
                "due": Words.minute(row.dueAt), "met": row.metAt.map(Words.minute) ?? "–",
                "state": late > 0
                    ? words("迟 ", "late by ") + words.minutes(late)
                    : row.metAt == nil ? words("在计时", "running") : words("按时", "in time"),
            ]
        }
    }

    private func responsible(_ incident: RecordFacts, _ words: Words) async throws -> [[String: String]] {
        guard let at = incident.time("occurredAt") ?? incident.time("receivedAt") else { return [] }
        let reading = try await DutyReading.read(
            ["person", "duty-shift", "leader-shift"], unit: incident.unit, at: at, asOf: at, in: desk.room)
        let found = Responsibility(of: incident.unit, at: at, duties: reading.duties)
        func names(_ persons: [Person]) -> String {
            persons.isEmpty
                ? words("空缺", "nobody")
                : persons.map { [$0.name, $0.post].compactMap { $0 }.joined(separator: " ") }
                    .joined(separator: words("、", ", "))
        }
        return [
            ["label": words("第一责任人", "First responsible"), "text": names(found.firstResponsible)],
            ["label": words("直接责任人", "Directly responsible"), "text": names(found.directlyResponsible)],
        ]
    }

    /// The course with the leaders' instructions where they were given.
    private func course(
        _ parts: Parts, _ names: PrintNames<Room>, _ words: Words
    ) async throws -> [[String: String]] {
        var rows: [(at: Instant, view: [String: String])] = []
        for view in parts.course {
            let record = RecordFacts(view)
            let at = record.time("at") ?? record.enteredAt
            let by = [record.text("source"), record.text("recorder")].compactMap { $0 }.joined(
                separator: words("；", "; "))
            rows.append((at, row(at, record.text("what") ?? "", by, record, words)))
        }
        for view in parts.instructions {
            let record = RecordFacts(view)
            let at = record.time("issuedAt") ?? record.enteredAt
            let feedback = record.text("feedback").map { words("；反馈：", "; feedback: ") + $0 } ?? ""
            let what = words("批示：", "instruction: ") + (record.text("text") ?? "") + feedback
            rows.append((at, row(at, what, record.text("leader") ?? "", record, words)))
        }
        return rows.sorted { $0.at < $1.at }.map(\.view)
    }

    private func row(
        _ at: Instant, _ what: String, _ by: String, _ record: RecordFacts, _ words: Words
    ) -> [String: String] {
        let void = record.isVoided ? words("作废：", "void: ") + (record.text("voidReason") ?? "–") : ""
        return [
            "at": Words.minute(at), "what": what, "by": by, "struck": record.isVoided ? "struck" : "", "void": void,
        ]
    }

    private func reports(
        _ parts: Parts, _ names: PrintNames<Room>, _ words: Words
    ) async throws -> [[String: String]] {
        var rows: [[String: String]] = []
        for view in parts.reports {
            let record = RecordFacts(view)
            let kind = record.text("kind") ?? ""
            let which = ReportName.counted(
                kind, ReportName.number(of: record, among: parts.reports.map { RecordFacts($0) }))
            var head = [which, Wording.choice(record.text("by") ?? "", in: words.language)]
            head.append(record.time("sentAt").map(Words.minute) ?? words("未报送", "not sent"))
            head.append(Delivered.word(view, desk.room.catalog, words))
            if record.unit != parts.unit { head.append(try await desk.unitName(record.unit)) }
            if let signer = record.text("signedBy") { head.append(words("签发 ", "signed by ") + signer) }
            rows.append([
                "head": head.joined(separator: " · "), "text": record.text("text") ?? record.text("changes") ?? "",
                "struck": record.isVoided ? "struck" : "",
            ])
        }
        return rows
    }

    private static var html: String {
        """
        {{#mark}}<p class="mark">{{.}}</p>{{/mark}}<h1>{{title}}{{#drill}} <span class="drill">{{.}}</span>{{/drill}}</h1><p>{{unit}}</p><h2>{{facts}}</h2>{{{form}}}
        <h2>{{relayTitle}}</h2>{{^relay}}<p>{{none}}</p>{{/relay}}<table class="grid relay"><thead><tr>{{#relayHead}}<th scope="col">{{.}}</th>{{/relayHead}}</tr></thead><tbody>{{#relay}}<tr><td>{{why}}</td><td>{{from}}</td><td>{{due}}</td><td>{{met}}</td><td>{{state}}</td></tr>{{/relay}}</tbody></table>
        <h2>{{dutyTitle}}</h2><table class="grid form"><tbody>{{#duty}}<tr><th scope="row">{{label}}</th><td>{{text}}</td></tr>{{/duty}}</tbody></table>
        <h2>{{courseTitle}}</h2>{{^course}}<p>{{none}}</p>{{/course}}{{#hasCourse}}<table class="grid course"><thead><tr>{{#courseHead}}<th scope="col">{{.}}</th>{{/courseHead}}</tr></thead><tbody>{{#course}}<tr class="long"><td class="nowrap">{{at}}</td><td><span class="{{struck}}">{{what}}</span> {{void}}</td><td>{{by}}</td></tr>{{/course}}</tbody></table>{{/hasCourse}}
        <h2>{{reportTitle}}</h2>{{^reports}}<p>{{none}}</p>{{/reports}}{{#reports}}<p><b>{{head}}</b></p><p class="{{struck}}">{{text}}</p>{{/reports}}
        """
    }
}
