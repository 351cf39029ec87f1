import DutyDesk
import DutyRecords
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

/// Who knew what of one incident at which minute, each minute with whose clock it is by.
struct KnownPage: Sendable {
    private let desk: Desk<HubFolder>
    private let opened: HubFolder
    private let template: MustacheTemplate

    init(_ desk: Desk<HubFolder>, _ opened: HubFolder) throws {
        self.desk = desk
        self.opened = opened
        template = try MustacheTemplate(string: Self.html)
    }

    func add(to router: Router<PageContext>) {
        router.get("/incident/:id/known") { request, context in
            try await desk.signedIn(request) { visitor, language in
                let event = try await IncidentCase.read(try context.parameters.require("id"), in: opened)
                return try await show(
                    event, request.uri.queryParameters.get("at").map { String($0) } ?? "", visitor, language)
            }
        }
    }

    private func show(
        _ event: IncidentCase, _ typed: String, _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        let words = Words(language: language)
        var (asked, wrong): (Instant?, String?) = (nil, nil)
        if !typed.isEmpty {
            do throws(TypedMoment.Fault) {
                asked = Instant(try TypedMoment.time(typed, now: event.now, .past))
            } catch {
                wrong = words(error.sentence(of: typed, .moment))
            }
        }
        let knowledge = try await KnowledgeReading.read(event, in: opened)
        let name = KnownWords(words: words, event: event)
        let view: [String: Any] = [
            "title": words("谁何时知道什么", "Who knew what when"), "event": ReportName.event(event.incident.record),
            "path": event.path, "action": "\(event.path)/known", "typed": typed,
            "askLabel": words("某一分钟各方知道什么（如 0830）", "What each knew at a minute (as 0830)"),
            "askButton": words("查看", "Show"), "wrong": wrong.map { [$0] } ?? [],
            "wrongStyle": wrong == nil ? "" : "wrong",
            "asked": asked.map { [answer($0, knowledge, name)] } ?? [],
            "head": [
                words("时间", "Minute"), words("得知什么", "What"), words("谁", "Who"), words("按谁的时钟", "By whose clock"),
            ],
            "parts": knowledge.parts.map { part in
                ["party": name.party(part.party), "rows": part.entries.map(name.row)]
            },
            "note": words(
                "批示何时到达单位的机器，没有任何地方记录：单位已经收到，只有它的签收能证明。单位填写的时间按单位的时钟，到达和县签收按县端的时钟；后来改过的时间旁边有原来的值。",
                "When an instruction came to a unit's machine is written down nowhere: only the unit's receipt proves that it was there. What a unit wrote is by its clock, arrival and the county's receipt by the hub's; a time that was changed has its first value beside it."
            ),
        ]
        return try await desk.frame.page(
            words("谁何时知道什么", "Who knew what when"), template.render(view), visitor, language,
            status: wrong == nil ? .ok : .unprocessableContent)
    }

    /// What each party knew at a minute: of a minute that was typed, all of it.
    private func answer(_ moment: Instant, _ knowledge: Knowledge, _ name: KnownWords) -> [String: Any] {
        let words = name.words
        // All that carries this minute is known in it.
        let end = moment + .minutes(1)
        return [
            "askedTitle": words("\(Words.minute(moment)) 各方知道什么", "What each knew at \(Words.minute(moment))"),
            "askedHead": [
                words("谁", "Who"), words("最近得知", "Learned last"), words("所知伤亡（最近一份报告）", "Casualties (last report)"),
            ],
            "knew": knowledge.parts.map { part -> [String: Any] in
                let last = part.known(before: end).last
                return [
                    "knower": name.party(part.party),
                    "last": last.map { "\(Words.minute($0.at)) \(name.what($0))" } ?? words("什么都不知道", "nothing"),
                    "lastStyle": last == nil ? "warn" : "",
                    "figures": part.report(before: end).map(name.figures)
                        ?? words("–（没有收到报告）", "– (no report had come)"),
                ]
            },
        ]
    }

    private static var html: String {
        """
        <h2>{{title}} <a href="{{path}}">{{event}}</a></h2>
        <form class="row" method="get" action="{{action}}"><p><label for="at">{{askLabel}}</label><input id="at" name="at" class="n {{wrongStyle}}" autocomplete="off" value="{{typed}}"></p><button>{{askButton}}</button>{{#wrong}}<span class="message" role="alert">{{.}}</span>{{/wrong}}</form>
        <div id="known" data-live>{{#asked}}<section class="card"><h3>{{askedTitle}}</h3><div class="wide"><table><thead><tr>{{#askedHead}}<th scope="col">{{.}}</th>{{/askedHead}}</tr></thead><tbody>{{#knew}}<tr><th scope="row">{{knower}}</th><td class="{{lastStyle}}">{{last}}</td><td>{{figures}}</td></tr>{{/knew}}</tbody></table></div></section>{{/asked}}
        <p class="soft">{{note}}</p><div class="wide"><table><thead><tr>{{#head}}<th scope="col">{{.}}</th>{{/head}}</tr></thead>{{#parts}}<tbody><tr><th scope="rowgroup" colspan="4">{{party}}</th></tr>{{#rows}}<tr><td class="n">{{at}}{{#earlier}}<br><span class="soft">{{.}}</span>{{/earlier}}</td><td><a href="{{path}}">{{what}}</a></td><td>{{who}}</td><td>{{clock}}</td></tr>{{/rows}}</tbody>{{/parts}}</table></div></div>
        """
    }
}
