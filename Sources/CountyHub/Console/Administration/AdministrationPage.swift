import DutyDesk
import DutyRecords
import Foundation
import Hummingbird
import Identity
import Mustache
import ProgramShell
import SyncKit

/// What an administrator looks after: the units with their machines, codes and certificates, accounts, backups, checks.
struct AdministrationPage: Sendable {
    private let desk: Desk<HubFolder>
    private let opened: HubFolder
    private let codes: IssuedCodes
    private let template: MustacheTemplate

    init(_ desk: Desk<HubFolder>, _ opened: HubFolder, _ codes: IssuedCodes) throws {
        self.desk = desk
        self.opened = opened
        self.codes = codes
        template = try MustacheTemplate(string: Self.html)
    }

    static let path = "/administration"
    static let readPaths: Set<String> = [
        "/administration/audit", "/administration/audit.csv", "/administration/upkeep",
    ]

    /// Every page of administration, with what they share.
    static func add(to router: Router<PageContext>, _ desk: Desk<HubFolder>, _ opened: HubFolder) throws {
        let codes = IssuedCodes()
        try AdministrationPage(desk, opened, codes).add(to: router)
        try UnitPage(desk, opened, codes).add(to: router)
        try CodePage(desk, codes).add(to: router)
        try UpkeepPage(desk, opened).add(to: router)
        try AuditPage(desk, opened).add(to: router)
    }

    static func check(_ visitor: Visitor) throws {
        try visitor.checkAdministers(
            "单位注册、停用、备份、检查和操作记录由管理员办理，值班人员不用办。要加单位或换机器，请找县里的管理员；机器的状态在“同步状态”里看。",
            "Enrolling and revoking machines, backups, checks and the audit list are an administrator's work. Ask the county's administrator for a new unit or machine; how the machines are is on Sync state."
        )
    }

    static func acts(_ opened: HubFolder, _ visitor: Visitor, _ context: PageContext) -> UnitActs {
        UnitActs(opened, Auditor(opened.store, person: visitor.session.name, address: context.address))
    }

    func add(to router: Router<PageContext>) {
        router.get("/administration") { request, _ in
            try await desk.signedIn(request) { visitor, language in
                try Self.check(visitor)
                return try await show([:], nil, visitor, language)
            }
        }
        router.post("/administration") { request, context in
            try await desk.posted(
                request,
                again: { posted, visitor, language, sentence in
                    try Self.check(visitor)
                    return try await show(posted.fields, sentence, visitor, language)
                }
            ) { posted, visitor, language in
                try Self.check(visitor)
                do {
                    return try await addUnit(posted, visitor, context)
                } catch let failure as CommandFailure {
                    let sentence = Words(language: language)(failure.chinese, failure.english)
                    return try await show(posted.fields, sentence, visitor, language)
                }
            }
        }
    }

    private func addUnit(_ posted: Posted, _ visitor: Visitor, _ context: PageContext) async throws -> Response {
        guard let id = RecordID(posted["id"]) else { throw SyncError.unknown("form") }
        let (code, name) = (
            posted["code"].trimmingCharacters(in: .whitespaces), posted["name"].trimmingCharacters(in: .whitespaces)
        )
        let kind = UnitAdd.Kind(rawValue: posted["kind"]) ?? .town
        try await codes.issue(id, owner: visitor.session.formToken) {
            let issued = try await Self.acts(opened, visitor, context).add(code, name, kind.rawValue)
            return IssuedCodes.Kept(unit: code, unitName: name, code: issued.code, expires: issued.expires)
        }
        return DeskResponse.seeOther(CodePage.path(id))
    }

    // MARK: The page

    private func show(
        _ typed: [String: String], _ message: String?, _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        let words = Words(language: language)
        let overview = try await UnitOverview.read(opened)
        var questions = Questions(typed, [:])
        questions.ask("code", words("代码", "Code"), words("字母、数字、- 和 _，以后不改", "letters, digits, - and _; for good"))
        questions.ask("name", words("名称", "Name"))
        questions.choose(
            "kind", words("类别", "Kind"),
            [UnitAdd.Kind.town, .department].map { ($0.rawValue, Wording.choice($0.rawValue, in: language)) })
        var view: [String: Any] = [
            "title": words("管理", "Administration"), "message": Sometimes.text(message),
            "warnings": try warnings(overview, words), "cards": try await cards(words),
            "unitsTitle": words("单位与机器", "Units and machines"), "units": overview.table(words),
            "head": [
                words("单位", "Unit"), words("代码", "Code"), words("类别", "Kind"), words("机器", "Machine"),
                words("证书指纹", "Certificate"), words("证书到期", "Valid to"), words("最近联系", "Last contact"),
                words("未用的注册码", "Codes out"),
            ],
            "note": words(
                "点单位名称：发注册码、收回、停用、改名。指纹是机器在本程序启动后最近一次出示的证书的（SHA-256 前 8 字节）。",
                "Behind a unit's name: issue and withdraw codes, revoke, rename. A fingerprint is that of the certificate which the machine showed last since this program started (the first 8 bytes of SHA-256)."
            ),
            "certificatesTitle": words("县端证书", "The hub's certificates"),
            "certificates": try certificates(overview.now, words),
            "certificateHead": [
                words("证书", "Certificate"), words("自", "From"), words("到期", "Valid to"),
                words("指纹（SHA-256）", "Fingerprint (SHA-256)"),
            ],
            "addTitle": words("增加单位", "Add a unit"), "isOpen": message == nil ? "" : "open",
            "inputs": questions.view, "token": visitor.session.formToken,
            "id": typed["id"] ?? RecordID.drawn().description,
            "addText": words("增加并发注册码", "Add, and issue a code"),
        ]
        view.merge(try await restored(overview, words)) { $1 }
        return try await desk.frame.page(
            words("管理", "Administration"), template.render(view), visitor, language,
            status: message == nil ? .ok : .unprocessableContent)
    }

    /// What stops the hub from giving out numbers, codes and enrolments, and what to do first.
    private func restored(_ overview: UnitOverview, _ words: Words) async throws -> [String: Any] {
        let events = try await opened.store.events().filter { $0.kind == .hubRestored && $0.confirmedAt == nil }
        guard let first = events.map(\.at).min() else { return ["isRestored": false] }
        let silent = overview.rows.filter { row in
            row.unit.code != opened.homeUnit && row.unit.revokedAt == nil
                && row.members.contains { $0.revokedAt == nil && (overview.contacts[$0.replica]?.at ?? 0) < first }
        }
        return [
            "isRestored": true,
            "restoredTitle": words("县端从旧副本恢复，等待确认", "This hub was restored and waits to be confirmed"),
            "restoredText": words(
                "确认之前，本县端不发编号、注册码，也不接受注册。各单位的机器联系上以后会把恢复点之后的内容补回来。",
                "Until it is confirmed this hub gives out no numbers and no codes, and enrols nobody. The units' machines give back by themselves what came after the copy."
            ),
            "restoredSteps": [
                silent.isEmpty
                    ? words("各单位的机器都已联系过。", "Every unit's machine has been in contact since.")
                    : words("恢复后还没有联系过的：", "Not in contact since: ")
                        + silent.map(\.unit.name).joined(separator: words("、", ", "))
                        + words("。先等它们联系，或问清不会再来。", ". Wait for them, or make sure that they will not come."),
                words("核对最近的编号和记录都已补回。", "Check that the latest numbers and records are back."),
                words(
                    "到同步状态页确认这些事项：",
                    "Then confirm on the page of the sync state: ")
                    + events.map { "#\($0.id) " + Words.minute(Instant(milliseconds: $0.at)) }
                    .joined(separator: words("、", ", ")),
            ],
            "restoredLink": words("去确认", "Confirm"),
        ]
    }

    private func warnings(_ overview: UnitOverview, _ words: Words) throws -> [String] {
        var warnings: [String] = []
        let disk = DiskSpace(at: opened.folder.url)
        if disk.isShort { warnings.append(DiskWords.short(disk.free, words.language)) }
        let server = try CertificateInfo(pem: opened.identity.tlsCertificate)
        if UnitOverview.isShort(server.notAfter, overview.now) {
            warnings.append(
                words(
                    "县端的服务器证书 \(Self.day(server.notAfter)) 到期。重新启动 county-hub，它会自己换新；各单位照常联系，不用做什么。",
                    "The hub's server certificate ends on \(Self.day(server.notAfter)). Restart county-hub and it renews it by itself; the units notice nothing."
                ))
        }
        let authority = try AuthorityCertificate(pem: opened.identity.authorityCertificate)
        if UnitOverview.isShort(authority.validity.notAfter, overview.now) {
            warnings.append(
                words(
                    "县的根证书 \(Self.day(authority.validity.notAfter)) 到期。各单位照常联系；请与开发者联系更换。",
                    "The county's authority ends on \(Self.day(authority.validity.notAfter)). The units go on as before; have it replaced."
                ))
        }
        let short = overview.shortCertificates
        if !short.isEmpty {
            let names = short.prefix(10).map { "\($0.unit) \($0.label)" }.joined(separator: words("、", ", "))
            warnings.append(
                words(
                    "这些机器的证书 30 天内到期而没有自动换新：\(names)。让它们联网即可；到期后照常接收。",
                    "Certificates that end within 30 days and were not renewed: \(names). They renew once the machine is on line; it is served until then and after."
                ))
        }
        return warnings
    }

    private static func day(_ milliseconds: Int64) -> String {
        String(Words.minute(Instant(milliseconds: milliseconds)).prefix(10))
    }

    // MARK: What else there is

    private func cards(_ words: Words) async throws -> [[String: Any]] {
        let upkeep = try await UpkeepView.latest(opened, words)
        return [
            [
                "title": words("备份与检查", "Backup and check"), "path": UpkeepPage.path,
                "late": upkeep.isLate ? ["▲ " + upkeep.backup] : [],
                "lines": (upkeep.isLate ? [] : [upkeep.backup]) + [upkeep.check],
            ],
            [
                "title": words("人员与账户", "People and accounts"), "path": "/people", "late": [String](),
                "lines": try await accounts(words),
            ],
            [
                "title": words("操作记录", "Audit list"), "path": AuditPage.path, "late": [String](),
                "lines": [words("谁在什么时候做了什么；可筛选、可导出。", "Who did what, and when; to be filtered and exported.")],
            ],
        ]
    }

    private func certificates(_ now: Int64, _ words: Words) throws -> [[String: Any]] {
        let authority = try AuthorityCertificate(pem: opened.identity.authorityCertificate)
        let server = try CertificateInfo(pem: opened.identity.tlsCertificate)
        func row(_ name: String, _ fingerprint: String, from: Int64, to: Int64) -> [String: Any] {
            let isShort = UnitOverview.isShort(to, now)
            return [
                "name": name, "fingerprint": UnitOverview.lines(fingerprint, bytes: 16), "from": Self.day(from),
                "to": Self.day(to),
                "style": isShort ? "warn" : "", "mark": isShort ? UnitOverview.shortText(to, now, words) : "",
            ]
        }
        return [
            row(
                words("根证书", "Authority"), CertificateFingerprint.text(der: authority.der),
                from: authority.validity.notBefore, to: authority.validity.notAfter),
            row(words("服务器证书", "Server"), server.fingerprint, from: server.notBefore, to: server.notAfter),
        ]
    }

    private func accounts(_ words: Words) async throws -> [String] {
        let accounts = try await Accounts(opened).all()
        let working = accounts.filter { !$0.isDisabled }
        let counts = AccountRole.allCases.reversed().compactMap { role -> String? in
            let count = working.count { $0.role == role.rawValue }
            return count == 0 ? nil : "\(Wording.choice(role.rawValue, in: words.language)) \(count)"
        }
        let disabled = accounts.count - working.count
        return [
            (counts + (disabled > 0 ? [words("已停用 \(disabled)", "disabled \(disabled)")] : []))
                .joined(separator: words("，", ", ")),
            words("最后一名管理员不能停用，也不能改成别的角色。", "The last administrator can be neither disabled nor made something else."),
        ]
    }

    private static var html: String {
        """
        <h2>{{title}}</h2>
        {{#isRestored}}<section class="notice badly" role="alert"><h2>{{restoredTitle}}</h2><p>{{restoredText}}</p><ol>{{#restoredSteps}}<li>{{.}}</li>{{/restoredSteps}}</ol><p><a class="button" href="/sync">{{restoredLink}}</a></p></section>{{/isRestored}}
        {{#message}}<p class="notice badly" role="alert">{{.}}</p>{{/message}}{{#warnings}}<p class="notice">▲ {{.}}</p>{{/warnings}}
        <div class="cards">{{#cards}}<section class="card"><h2><a href="{{path}}">{{title}}</a></h2>{{#late}}<p class="warn">{{.}}</p>{{/late}}{{#lines}}<p>{{.}}</p>{{/lines}}</section>{{/cards}}</div>
        <h2>{{unitsTitle}}</h2><details {{isOpen}}><summary>{{addTitle}}</summary><form class="entry" method="post" action="/administration"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="id" value="{{id}}">\(Questions.html)<p class="full"><button>{{addText}}</button></p></form></details>
        <div id="units" data-live>\(UnitOverview.tableHTML)</div><p class="soft">{{note}}</p>
        <h2>{{certificatesTitle}}</h2><div class="wide"><table><thead><tr>{{#certificateHead}}<th scope="col">{{.}}</th>{{/certificateHead}}</tr></thead><tbody>{{#certificates}}<tr><th scope="row">{{name}}</th><td class="n">{{from}}</td><td class="n {{style}}">{{to}} {{mark}}</td><td class="fingerprint">{{#fingerprint}}<span>{{.}}</span>{{/fingerprint}}</td></tr>{{/certificates}}</tbody></table></div>
        """
    }
}
