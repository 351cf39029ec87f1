import DutyDesk
import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

/// Backups of the running hub and checks of its store: begun here, seen running, and what came of them.
struct UpkeepPage: Sendable {
    private let desk: Desk<HubFolder>
    private let opened: HubFolder
    private let template: MustacheTemplate

    init(_ desk: Desk<HubFolder>, _ opened: HubFolder) throws {
        self.desk = desk
        self.opened = opened
        template = try MustacheTemplate(string: Self.html)
    }

    static let path = "/administration/upkeep"

    func add(to router: Router<PageContext>) {
        router.get("/administration/upkeep") { request, _ in
            try await desk.signedIn(request) { visitor, language in
                try AdministrationPage.check(visitor)
                return try await show(visitor, language)
            }
        }
        post("backup", to: router) { try $0.backUp() }
        post("check", to: router) { try $0.check() }
    }

    private func post(
        _ act: String, to router: Router<PageContext>, _ start: @escaping @Sendable (HubUpkeep) throws -> Void
    ) {
        router.post("/administration/upkeep/\(act)") { request, context in
            try await desk.posted(request) { _, visitor, _ in
                try AdministrationPage.check(visitor)
                let name = visitor.session.name
                let auditor = Auditor(opened.store, person: name, address: context.address)
                try start(HubUpkeep(opened, auditor, person: name))
                return DeskResponse.seeOther(Self.path)
            }
        }
    }

    private func show(_ visitor: Visitor, _ language: Language) async throws -> Response {
        let words = Words(language: language)
        let running = opened.work.running
        let backups = try await UpkeepView.past(.backup, opened)
        let checks = try await UpkeepView.past(.verify, opened)
        let folder = HubUpkeep.folder(of: opened).path
        let title = words("备份与检查", "Backup and check")
        let view: [String: Any] = [
            "title": title, "back": words("管理", "Administration"), "token": visitor.session.formToken,
            "running": running.map { [UpkeepView.running($0, words)] } ?? [], "isIdle": running == nil,
            "again": words("刷新", "Refresh"),
            "ended": HubWork.Kind.allCases.compactMap { opened.work.ended($0) }.sorted { $0.endedAt > $1.endedAt }
                .map { UpkeepView.ended($0, words) },
            "backupTitle": words("备份", "Backup"), "backupText": words("现在备份", "Back up now"),
            "backupNote": words(
                "运行中备份，写完立即整个读回核验。备份写在本机 \(folder)（可用设置 backups 改）。同一块磁盘坏了备份也没了：请把文件再拷到别的机器。文件里有县端的密钥，要像保管县端一样保管。",
                "Made while the hub runs, and read back whole at once. It lies on this machine in \(folder) (the setting backups names another folder). A disk that fails takes the backup along: copy the file to another machine. It holds the hub's keys: keep it as you keep the hub."
            ),
            "backupHead": [
                words("时间", "When"), words("谁", "Who"), words("结果", "Result"), words("文件", "File"), words("大小", "Size"),
            ],
            "backups": backups.map { past -> [String: Any] in
                let size = (try? FileManager.default.attributesOfItem(atPath: past.object))?[.size] as? Int64
                return [
                    "at": UpkeepView.minute(past.at), "person": past.person, "result": UpkeepView.outcome(past, words),
                    "style": UpkeepView.style(past), "file": past.object,
                    "size": size.map { Figures.bytes($0) } ?? words("不在这里", "not here"),
                ]
            },
            "noBackup": backups.isEmpty ? [words("还没有备份。", "No backup yet.")] : [], "hasBackups": !backups.isEmpty,
            "restoreTitle": words("怎样恢复", "How to restore"),
            "restore": [
                words("停止 county-hub。", "Stop county-hub."),
                "county-hub --data \(opened.folder.url.path) restore \(words("备份文件", "FILE")) --replace",
                words(
                    "再启动 county-hub run。现有的数据文件夹移到旁边，不删除；备份之后的内容由各单位补回；在“管理”页按提示确认以后才发编号和注册码。",
                    "Start county-hub run again. What lies in the data folder is moved aside and not deleted; the units give back what came after the backup; numbers and codes are given once it is confirmed, as the page of administration then says."
                ),
            ],
            "checkTitle": words("检查数据", "Check of the data"), "checkText": words("现在检查", "Check now"),
            "checkNote": words(
                "核对每一组内容的链和签名，再检查数据库文件的各页。在旁边进行，不挡录入和交换；与 county-hub verify 相同。",
                "Walks every chain and signature, then the pages of the file, beside the hub's work and without holding up entries or exchanges; the same as county-hub verify."
            ),
            "checkHead": [words("时间", "When"), words("谁", "Who"), words("结果", "Result")],
            "checks": checks.map {
                [
                    "at": UpkeepView.minute($0.at), "person": $0.person, "result": UpkeepView.outcome($0, words),
                    "style": UpkeepView.style($0),
                ]
            },
            "noCheck": checks.isEmpty ? [words("还没有检查过。", "Never checked.")] : [], "hasChecks": !checks.isEmpty,
        ]
        return try await desk.frame.page(title, template.render(view), visitor, language)
    }

    private static let html = """
        <p><a href="/administration">← {{back}}</a></p><h2>{{title}}</h2><div id="upkeep">
        {{#running}}<section class="notice" data-running role="status"><p><b>{{kind}}</b> {{step}}</p>{{#isCounted}}<progress max="{{total}}" value="{{done}}" aria-label="{{kind}}"></progress>{{/isCounted}}<p class="soft">{{who}} <a href="/administration/upkeep">{{again}}</a></p></section>{{/running}}
        {{#ended}}<section class="{{style}}"><p><b>{{title}}</b> {{text}}</p>{{#advice}}<p><b>{{.}}</b></p>{{/advice}}<p class="soft">{{who}}</p></section>{{/ended}}
        <h2>{{backupTitle}}</h2>{{#isIdle}}<form method="post" action="/administration/upkeep/backup"><input type="hidden" name="token" value="{{token}}"><button>{{backupText}}</button></form>{{/isIdle}}<p class="soft">{{backupNote}}</p>
        {{#noBackup}}<p>{{.}}</p>{{/noBackup}}{{#hasBackups}}<div class="wide"><table><thead><tr>{{#backupHead}}<th scope="col">{{.}}</th>{{/backupHead}}</tr></thead><tbody>{{#backups}}<tr><th scope="row" class="n">{{at}}</th><td>{{person}}</td><td class="{{style}}">{{result}}</td><td class="file">{{file}}</td><td class="n">{{size}}</td></tr>{{/backups}}</tbody></table></div>{{/hasBackups}}
        <details><summary>{{restoreTitle}}</summary><ol>{{#restore}}<li>{{.}}</li>{{/restore}}</ol></details>
        <h2>{{checkTitle}}</h2>{{#isIdle}}<form method="post" action="/administration/upkeep/check"><input type="hidden" name="token" value="{{token}}"><button>{{checkText}}</button></form>{{/isIdle}}<p class="soft">{{checkNote}}</p>
        {{#noCheck}}<p>{{.}}</p>{{/noCheck}}{{#hasChecks}}<div class="wide"><table><thead><tr>{{#checkHead}}<th scope="col">{{.}}</th>{{/checkHead}}</tr></thead><tbody>{{#checks}}<tr><th scope="row" class="n">{{at}}</th><td>{{person}}</td><td class="{{style}}">{{result}}</td></tr>{{/checks}}</tbody></table></div>{{/hasChecks}}</div>
        """
}
