import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

/// 卷宗: the unit's log volumes, whether each is whole, the blank forms, and a check of printed pages (Art. 10).
struct VolumesPage<Room: DeskRoom>: Sendable {
    let desk: Desk<Room>
    private let template: MustacheTemplate

    init(_ desk: Desk<Room>) throws {
        self.desk = desk
        template = try MustacheTemplate(string: Self.html)
    }

    func add(to router: Router<PageContext>) {
        router.get("/volumes") { request, _ in try await desk.signedIn(request) { try await show($0, $1) } }
    }

    private func show(_ visitor: Visitor, _ language: Language) async throws -> Response {
        let words = Words(language: language)
        let shelf = VolumeShelf(desk.room, unit: desk.room.homeUnit)
        var rows: [[String: Any]] = []
        for outline in try await shelf.outlines().reversed() { rows.append(try await row(of: outline, shelf, words)) }
        let blocks = try await PaperBlocks(desk.room).all().map { block -> [String: Any] in
            let left = block.open.count
            return [
                "path": "/paper/\(block.record.id)", "name": PaperBlocks<Room>.name(block),
                "at": block.record.time("printedAt").map(Words.minute) ?? "–",
                "by": block.record.text("printedBy") ?? "",
                "state": block.record.has("closedAt")
                    ? words("余号已作废", "unused lines struck out")
                    : left == 0
                        ? words("已全部补录", "all entered")
                        : words("\(block.lines.count) 行，\(left) 行未补录", "\(left) of \(block.lines.count) not entered"),
                "style": block.isClosed ? "good" : "warn",
                "doubles": Sometimes.text(words("重复：", "twice: "), block.doubles.map(\.number), words),
            ]
        }
        let view: [String: Any] = [
            "title": words("卷宗", "Log volumes"), "hasRows": !rows.isEmpty, "rows": rows,
            "none": words("还没有值班记录。第一条记录会开启本年的卷。", "No entry yet; the first one opens this year's volume."),
            "head": [
                words("卷", "Volume"), words("条数", "Entries"), words("页数", "Pages"), words("起止编号", "Numbers"),
                words("封卷", "Seal"), words("完整性", "Integrity"), words("打印", "Print"),
            ],
            "verifyTitle": words("核验纸页", "Check a printed page"),
            "codeLabel": words("页脚的校验码（20 个字符）", "The code at its foot (20 signs)"), "verify": words("核验", "Check"),
            "paperTitle": words("空白记录表（停电时手写用）", "Blank forms (for a power cut)"),
            "paperText": words(
                "纸质编号自成一列，与系统编号不会重号。请平时打印备用，来电后按纸上的时间补录。",
                "Paper has numbers of its own that never meet the software's. Print some ahead; enter them afterwards by the times on the paper."
            ),
            "paperNew": words("编号并打印", "Number and print"), "blocks": blocks, "hasBlocks": !blocks.isEmpty,
            "blockHead": [words("批次", "Block"), words("编号时间", "Numbered"), words("补录", "Entered")],
        ]
        return try await desk.frame.page(words("卷宗", "Volumes"), template.render(view), visitor, language)
    }

    private func row(
        of outline: VolumeMemory.Outline, _ shelf: VolumeShelf<Room>, _ words: Words
    ) async throws -> [String: Any] {
        let volume = outline.volume
        let condition = try await shelf.condition(of: outline)
        return [
            "name": volume.name, "entries": volume.entries.count, "pages": outline.pages.count,
            "first": volume.firstNumber ?? "–", "last": volume.lastNumber ?? "–",
            "seal": VolumeWords.seal(volume, words),
            "state": condition.isSound ? words("✓ 完好", "✓ sound") : words("✗ 有问题", "✗ does not hold"),
            "style": condition.isSound ? "good" : "bad", "notes": VolumeWords.notes(condition, words),
            "print": words("打印", "Print"),
        ]
    }

    private static var html: String {
        """
        <h2>{{title}}</h2>{{^hasRows}}<p class="soft">{{none}}</p>{{/hasRows}}
        {{#hasRows}}<div class="wide"><table><thead><tr>{{#head}}<th scope="col">{{.}}</th>{{/head}}</tr></thead><tbody>
        {{#rows}}<tr><th scope="row"><a href="/volume/{{name}}">{{name}}</a></th><td class="n">{{entries}}</td><td class="n">{{pages}}</td><td class="n">{{first}}<br>{{last}}</td><td>{{seal}}</td><td><span class="{{style}}">{{state}}</span>{{#notes}}<br>{{.}}{{/notes}}</td><td><a href="/print/volume/{{name}}">{{print}}</a></td></tr>{{/rows}}
        </tbody></table></div>{{/hasRows}}
        <h2>{{verifyTitle}}</h2><form class="entry" method="get" action="/verify"><p><label for="code">{{codeLabel}}</label><input id="code" name="code" autocomplete="off" spellcheck="false" required></p><p class="beside"><button>{{verify}}</button></p></form>
        <h2>{{paperTitle}}</h2><p>{{paperText}} <a class="button" href="/print/blank/log">{{paperNew}}</a></p>
        {{#hasBlocks}}<div class="wide"><table><thead><tr>{{#blockHead}}<th scope="col">{{.}}</th>{{/blockHead}}</tr></thead><tbody>
        {{#blocks}}<tr><th scope="row"><a href="{{path}}">{{name}}</a></th><td class="n">{{at}} {{by}}</td><td><span class="{{style}}">{{state}}</span>{{#doubles}}<br><span class="bad">{{.}}</span>{{/doubles}}</td></tr>{{/blocks}}</tbody></table></div>{{/hasBlocks}}
        """
    }
}

/// What pages say of a volume's seal and numbers.
enum VolumeWords {
    static func seal(_ volume: LogVolume, _ words: Words) -> String {
        guard let at = volume.record.time("sealedAt") else { return words("未封卷", "open") }
        let (by, last) = (volume.record.text("sealedBy") ?? "", volume.record.text("sealedThrough") ?? "")
        return words("\(Words.minute(at)) \(by)封至 \(last)", "\(Words.minute(at)) by \(by), through \(last)")
    }

    /// What is wrong or came later, one sentence each.
    static func notes(_ condition: VolumeCondition, _ words: Words) -> [String] {
        func list(_ chinese: String, _ english: String, _ numbers: [String]) -> String? {
            guard !numbers.isEmpty else { return nil }
            let shown = numbers.prefix(5).joined(separator: words("、", ", "))
            let more = numbers.count > 5 ? words("等 \(numbers.count) 个", " and others, \(numbers.count) in all") : ""
            return words(chinese, english) + shown + more
        }
        return [
            list("缺号：", "missing: ", condition.gaps), list("重号：", "given twice: ", condition.doubles),
            condition.sealFits == false ? words("封卷校验码与内容不符", "the seal does not fit what it sealed") : nil,
            condition.addendum > 0
                ? words("封卷后补充 \(condition.addendum) 条", "\(condition.addendum) entries after the seal") : nil,
            list("封卷后有改动：", "changed after the seal: ", condition.changedSince),
        ].compactMap { $0 }
    }
}
