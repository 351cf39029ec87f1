import DutyRecords
import Foundation
import ProgramShell
import SyncKit

/// What stands around the fields of every form that an officer fills: the other forms that are not finished, whether
/// the draft is on disk, which elements are missing, and the keys.
enum FormFrame {
    /// - Parameters:
    ///   - draft: the id under which what is typed is kept.
    ///   - record: the record that is edited; nil for a new one.
    static func view<Room: DeskRoom>(
        _ collection: Collection, draft: String, record: RecordTarget?, now: Instant, in desk: Desk<Room>,
        _ visitor: Visitor, _ words: Words
    ) -> [String: Any] {
        let others = desk.drafts.all(of: visitor.session.person.description).filter { $0.id != draft }
        let isClassified = desk.room.channel == .classified
        return [
            "draftPath": "/draft/\(collection.name)", "draftID": draft, "person": visitor.session.person.description,
            "resume": record?.path("record", "draft=\(draft)") ?? "\(DeskPath.new(collection.name))?draft=\(draft)",
            "edited": record?.id ?? "", "editedUnit": record?.unit ?? "", "nowAt": Words.minute(now),
            "collection": collection.name, "isSecret": isClassified ? "1" : "", "hasOthers": !others.isEmpty,
            "othersTitle": words("没有写完的", "Not finished"),
            "others": others.prefix(8).map { draft in
                [
                    "path": draft.path, "at": Instant(milliseconds: draft.at).clockTime,
                    "kind": desk.room.catalog.collection(named: draft.collection).map(words.name) ?? draft.collection,
                    "what": draft.title,
                ]
            },
            "keptWord": words("草稿已存", "Draft kept"), "secretWord": words("密件不留草稿", "No draft is kept of what is 密"),
            "lostWord": words(
                "草稿未存：本机程序没有应答。所写内容暂存在本浏览器中，请不要关闭这个窗口。",
                "The draft is not kept: this room's program does not answer. What you typed is in this window; leave it open."
            ),
            "lapsedWord": words(
                "登录已失效：可以继续写，所写内容暂存在本浏览器中。保存时会请您重新登录，内容不会丢失。",
                "Your sign-in has lapsed: go on typing. You will be asked to sign in when you save, and nothing is lost."
            ),
            "changedWord": words("您打开后，这条记录已被改动：", "Since you opened it this record was changed: "),
            "lookWord": words("查看改动，继续写", "see the change and go on"),
            "someWord": words("要素尚缺：", "Elements missing: "), "noneWord": words("要素齐全。", "No element is missing."),
            "keys": words(
                "Tab 或 Enter 下一项 · Ctrl+Enter 保存 · Esc 离开输入框（不丢弃） · 在输入框中按 Alt 加字母另开一张表 · Alt+/ 命令栏 · 时间可按 ↑ ↓ 调一分钟",
                "Tab or Enter: next field · Ctrl+Enter: save · Esc: leave the field, nothing is dropped · Alt with a key opens another form · Alt+/: command bar · ↑ ↓: a minute"
            ),
        ]
    }

    /// Before the form.
    static let strip = """
        {{#hasOthers}}<nav class="unfinished" aria-label="{{othersTitle}}"><b>{{othersTitle}}</b> {{#others}}<a href="{{path}}">{{kind}} {{at}} {{what}}</a> {{/others}}</nav>{{/hasOthers}}
        """

    /// Of the form's own tag.
    static let attributes = """
        class="entry" data-draft="{{draftPath}}" data-id="{{draftID}}" data-person="{{person}}" data-resume="{{resume}}" data-clock="{{nowAt}}" data-collection="{{collection}}" data-secret="{{isSecret}}" data-missing="{{missingNames}}"
        """

    /// What is no part of what was typed.
    static let carried: Set<String> = ["token", "id", "draft", "record", "record-unit", "typed-by"]

    /// Within the form: what it carries along, under names that no field has.
    static let hidden = """
        <input type="hidden" name="typed-by" value="{{person}}"><input type="hidden" name="focus" value=""><input type="hidden" name="draft" value="{{draftID}}"><input type="hidden" name="record" value="{{edited}}"><input type="hidden" name="record-unit" value="{{editedUnit}}">
        """

    /// Within the form, before its button.
    static let state = """
        <p class="full" id="missing" data-some="{{someWord}}" data-none="{{noneWord}}" hidden></p><p class="heard" id="missing-heard" role="status"></p>
        \(losses)
        """

    /// What is said where the draft is not on disk, and where its record became another one.
    static let losses = """
        <p class="full notice badly" id="draft-lost" role="alert" data-lost="{{lostWord}}" data-lapsed="{{lapsedWord}}" hidden></p>
        <p class="full notice" id="draft-changed" role="status" data-word="{{changedWord}}" data-look="{{lookWord}}" hidden></p>
        """

    /// Since when the draft is on disk.
    static let kept = """
        <span class="soft n" id="draft-kept" data-word="{{keptWord}}" data-secret="{{secretWord}}"></span>
        """

    /// Beside the button and below it.
    static let foot = """
        \(kept)</p><p class="full soft keys">{{keys}}</p>
        """
}
