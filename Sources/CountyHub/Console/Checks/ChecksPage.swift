import DutyDesk
import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

/// 点名抽查: roll calls and spot checks, what they found, and what came of it until the re-check.
struct ChecksPage: Sendable {
    let desk: Desk<HubFolder>
    let opened: HubFolder
    let memory: CountyMemory
    let checks: CheckReading
    let overview: MustacheTemplate
    let start: MustacheTemplate
    let roll: MustacheTemplate
    let form: MustacheTemplate
    let chain: MustacheTemplate
    private static let daysMax = 400

    init(_ desk: Desk<HubFolder>, _ opened: HubFolder, _ memory: CountyMemory) throws {
        self.desk = desk
        self.opened = opened
        self.memory = memory
        checks = CheckReading(opened)
        overview = try MustacheTemplate(string: Self.overviewHTML)
        start = try MustacheTemplate(string: Self.startHTML)
        roll = try MustacheTemplate(string: Self.rollHTML)
        form = try MustacheTemplate(string: Self.formHTML)
        chain = try MustacheTemplate(string: Self.chainHTML)
    }

    static let readPaths: Set<String> = ["/checks"]

    func add(to router: Router<PageContext>) {
        router.get("/checks") { request, _ in
            try await desk.signedIn(request) { try await showOverview(request.typed, $0, $1) }
        }
        router.get("/checks/roll") { request, _ in
            try await desk.signedIn(request) { try await showStart(nil, $0, $1) }
        }
        router.post("/checks/roll") { request, _ in
            try await desk.posted(request) { try await startRoll($0, $1, $2) }
        }
        router.get("/checks/roll/:base") { request, context in
            try await desk.signedIn(request) { visitor, language in
                try await showRoll(try Self.id(context, "base"), [:], visitor, language)
            }
        }
        router.post("/checks/roll/:base") { request, context in
            try await desk.posted(request) { posted, visitor, language in
                try await answer(try Self.id(context, "base"), posted, visitor, language)
            }
        }
        router.get("/checks/new") { request, _ in
            try await desk.signedIn(request) { try await showForm(request.typed, [:], $0, $1) }
        }
        router.post("/checks/new") { request, _ in
            try await desk.posted(request) { try await enter($0, $1, $2) }
        }
        router.get("/checks/of/:unit/:id") { request, context in
            try await desk.signedIn(request) { visitor, language in
                try await showChain(
                    try context.parameters.require("unit"), try Self.id(context, "id"), [:], visitor, language)
            }
        }
        router.post("/checks/of/:unit/:id") { request, context in
            try await desk.posted(request) { posted, visitor, language in
                try await decide(
                    try context.parameters.require("unit"), try Self.id(context, "id"), posted, visitor, language)
            }
        }
    }

    private static func id(_ context: PageContext, _ name: String) throws -> RecordID {
        guard let id = RecordID(try context.parameters.require(name)) else { throw SyncError.unknown("record") }
        return id
    }

    static func path(_ check: RecordFacts) -> String { "/checks/of/\(check.unit)/\(check.id)" }

    /// Those on duty in a unit at a minute, by name.
    func roster(_ unit: String, at moment: Instant) async throws -> [String] {
        let county = try await memory.read(moment.day...moment.day + 1, in: opened)
        return Self.roster(PresentDuty.all(county.duties, at: moment).first { $0.unit.code == unit })
    }

    static func roster(_ present: PresentDuty?) -> [String] { present?.officers.compactMap { $0.person?.name } ?? [] }

    func figures(_ unit: String, _ moment: Instant) async throws -> RuleFigures {
        try await memory.read(moment.day...moment.day + 1, in: opened).book.figures(for: unit, at: moment)
    }

    // MARK: What was checked

    private func showOverview(
        _ typed: [String: String], _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        let words = Words(language: language)
        let now = try await opened.now()
        let asked = AskedPeriod(typed, now: now, most: Self.daysMax, words)
        let all = try await checks.checks(asked.days)
        let chains = try await checks.chains(of: all)
        let names = try await opened.unitNames()
        let findings = chains.filter { $0.stage(at: now) != .inOrder }
        let overdue = findings.count { if case .overdue = $0.stage(at: now) { true } else { false } }
        let rolls = RollCall.all(all, countyUnit: opened.homeUnit) { Addressees.copy(of: $0, for: $1) }
        var view = asked.view("/checks")
        let own: [String: Any] = [
            "title": words("点名抽查 ", "Checks ") + asked.title,
            "links": [
                ["path": "/checks/roll", "text": words("开始点名", "Start a roll call")],
                ["path": "/checks/new", "text": words("抽查一个单位", "Check a unit")],
            ],
            "summary": words(
                "共查 \(chains.count { $0.check != nil }) 次，发现问题 \(findings.count { $0.check != nil }) 次，整改超期 \(overdue) 件。",
                "\(chains.count { $0.check != nil }) checks, \(findings.count { $0.check != nil }) with a finding, \(overdue) rectifications late."
            ),
            "style": overdue > 0 ? "bad" : "good",
            "rollsTitle": words("点名", "Roll calls"), "hasRolls": !rolls.isEmpty,
            "rolls": rolls.map { call in
                [
                    "path": "/checks/roll/\(call.base)", "at": Words.minute(call.startedAt),
                    "text": words(
                        "应点 \(call.called.count)，未应答 \(call.unanswered().count)，未点 \(call.open.count)",
                        "\(call.called.count) called, \(call.unanswered().count) without an answer, \(call.open.count) not yet"
                    ),
                    "style": call.unanswered().isEmpty && call.open.isEmpty ? "good" : "warn",
                ]
            },
            "findingsTitle": words("发现的问题和处理", "Findings and what came of them"), "hasFindings": !findings.isEmpty,
            "noFindings": words("没有发现问题。", "Nothing was found."),
            "head": [
                words("时间", "Time"), words("单位", "Unit"), words("方式", "How"), words("应答", "Answer"),
                words("结果", "Finding"), words("处理", "What came of it"),
            ],
            "findings": findings.sorted { $0.rank(at: now) < $1.rank(at: now) }.map { row($0, names, now, words) },
            "repeatsTitle": words("按单位", "By unit"),
            "repeats": CheckChain.repeats(chains).map { unit, counts in
                [
                    "name": names[unit] ?? unit, "count": "\(counts.values.reduce(0, +))",
                    "text": CheckFinding.allCases.compactMap { kind in
                        counts[kind].map { "\(CheckWords.finding(kind, words)) \($0)" }
                    }.joined(separator: words("、", ", ")),
                ]
            },
        ]
        view.merge(own) { $1 }
        return try await desk.frame.page(
            words("点名抽查", "Checks"), overview.render(view), visitor, language,
            status: asked.error == nil ? .ok : .unprocessableContent)
    }

    private func row(_ chain: CheckChain, _ names: [String: String], _ now: Instant, _ words: Words) -> [String: Any] {
        let stage = CheckWords.stage(chain.stage(at: now), now: now, words)
        let ground = chain.rectification?.text("ground") ?? ""
        return [
            "at": (chain.check?.time("at") ?? chain.rectification?.time("demandedAt")).map(Words.minute) ?? "",
            "unit": names[chain.unit] ?? chain.unit,
            "path": chain.check.map(Self.path)
                ?? chain.rectification.map { "/record/rectification/\($0.id)?unit=\($0.unit)" } ?? "/checks",
            "method": CheckWords.method(chain.check?.text("method"), words),
            "answer": chain.check.map { CheckWords.answer($0, words) + ($0.text("detail").map { " · " + $0 } ?? "") }
                ?? ground,
            "finding": chain.check.map { CheckWords.finding(of: $0, words) } ?? "–",
            "stage": stage.text, "style": stage.style,
        ]
    }

    private static var overviewHTML: String {
        """
        <h2>{{title}}</h2><p class="acts">{{#links}}<a class="button" href="{{path}}">{{text}}</a> {{/links}}</p>\(AskedPeriod.html)
        <p class="{{style}}">{{summary}}</p><h2>{{findingsTitle}}</h2>{{^hasFindings}}<p>{{noFindings}}</p>{{/hasFindings}}
        {{#hasFindings}}<div class="wide"><table><thead><tr>{{#head}}<th scope="col">{{.}}</th>{{/head}}</tr></thead><tbody>{{#findings}}<tr><td class="n">{{at}}</td><th scope="row"><a href="{{path}}">{{unit}}</a></th><td>{{method}}</td><td>{{answer}}</td><td>{{finding}}</td><td class="{{style}}">{{stage}}</td></tr>{{/findings}}</tbody></table></div>
        <h2>{{repeatsTitle}}</h2><ul class="plain">{{#repeats}}<li><b>{{name}}</b> <span class="n">{{count}}</span> · {{text}}</li>{{/repeats}}</ul>{{/hasFindings}}
        {{#hasRolls}}<h2>{{rollsTitle}}</h2><ul class="plain">{{#rolls}}<li><a class="n" href="{{path}}">{{at}}</a> <span class="{{style}}">{{text}}</span></li>{{/rolls}}</ul>{{/hasRolls}}
        """
    }
}

extension CheckChain {
    /// What is late first, then what is open, then what is at its end.
    fileprivate func rank(at now: Instant) -> Int {
        if case .overdue = stage(at: now) { return 0 }
        return isOpen(at: now) ? 1 : 2
    }
}
