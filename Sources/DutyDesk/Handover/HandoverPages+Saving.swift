import DutyRecords
import Foundation
import Hummingbird
import ProgramShell
import SyncKit

// What is sent: passwords and acts are judged first, then the record is written, then those sign who gave a password.
extension HandoverPages {
    private typealias Proven = Signing<Room>.Proven

    /// Who signs with this form.
    private struct Signers {
        var outgoing: Proven?
        var incoming: Proven?
    }

    func save(
        _ posted: Posted, _ visitor: Visitor, _ language: Language, _ request: Request
    ) async throws -> Response {
        var form = HandoverForm(posted: posted.fields)
        let id = posted["id"]
        guard RecordID(id) != nil else {
            throw CommandFailure(
                .badUse, chinese: "表单不完整，没有保存。请重新打开交接班页。", english: "the form is incomplete; open the page again")
        }
        let loaded = try await loadIfThere(id)
        let words = Words(language: language)
        let (outgoing, incoming) = try await persons(loaded, &form, words)
        let items = items(of: loaded, form)
        var signers = Signers()
        if loaded.state == .complete { return DeskResponse.seeOther("/handover/\(id)") }
        guard loaded.state != .voided else {
            throw CommandFailure(
                .badUse, chinese: "这份交接班记录已作废。", english: "this handover is voided")
        }
        signers.outgoing = try await prove(
            "outgoing", outgoing, done: loaded.record?.has("outgoingSignedAt") == true, &form, words)
        signers.incoming = try await prove(
            "incoming", incoming, done: loaded.record?.has("incomingSignedAt") == true, &form, words)
        let isSuccessor = signers.incoming != nil || incoming?.id == visitor.session.person
        let acted = act(
            items, by: isSuccessor ? incoming : nil, signs: signers.incoming != nil, loaded, &form, words)
        guard form.errors.isEmpty else {
            _ = try? desk.drafts.keep(
                Drafts.Draft(ofHandover: posted, by: visitor.session.person, at: SystemClock.wall()))
            return try await show(loaded, form, visitor, language, request)
        }
        do {
            try await write(loaded, form, id, outgoing, incoming, acted, visitor)
            let target = EditTarget(collection: "handover", id: id, unit: nil)
            if let proven = signers.outgoing {
                _ = try await Signing(desk.room).sign("outgoingSignedAt", of: target, by: proven)
            }
            if let proven = signers.incoming {
                _ = try await Signing(desk.room).sign("incomingSignedAt", of: target, by: proven)
            }
        } catch let failure as CommandFailure {
            form.errors[""] = words(failure.chinese, failure.english)
            return try await show(try await loadIfThere(id), form, visitor, language, request)
        }
        desk.drafts.finish(form["draft"])
        if let proven = signers.incoming, proven.person.id != visitor.session.person, let handover = RecordID(id) {
            desk.switches.offer(
                .init(
                    handover: handover, person: proven.person.id, proof: proven.account.passwordHash,
                    at: SystemClock.monotonic()), to: visitor.token)
        }
        return DeskResponse.seeOther("/handover/\(id)?saved=1")
    }

    /// What was signed; before that what is open now and what the officer added, with the acts that were saved.
    func items(of loaded: Loaded, _ form: HandoverForm) -> [HandoverItem] {
        let kept = loaded.record.map { HandoverItem.all(in: $0) } ?? []
        guard loaded.isEditable else { return kept }
        let known = Dictionary(kept.map { ($0.key, $0) }) { first, _ in first }
        return drafted(loaded, adding: added(loaded, form)).map { known[$0.key] ?? $0 }
    }

    func drafted(_ loaded: Loaded, adding typed: [String] = []) -> [HandoverItem] {
        loaded.draft.items(adding: typed) { name in desk.room.catalog.collection(named: name)?.chinese ?? name }
    }

    /// What the officer wrote beside the records: in the form, else in the record, else what the last shift left over.
    func added(_ loaded: Loaded, _ form: HandoverForm) -> [String] {
        if form.posted["others"] != nil { return form.added }
        return loaded.record.map { HandoverItem.all(in: $0).filter { $0.collection == nil }.map(\.item) }
            ?? loaded.draft.carried
    }

    // MARK: Who

    private func persons(
        _ loaded: Loaded, _ form: inout HandoverForm, _ words: Words
    ) async throws -> (outgoing: Person?, incoming: Person?) {
        func person(_ side: String) async throws -> Person? {
            // Whom a signature stands for is not changed any more.
            let named = loaded.isSigned ? loaded.record?.text(side) ?? form[side] : form[side]
            return named.isEmpty ? nil : try await Accounts(desk.room).person(named)
        }
        let (outgoing, incoming) = (try await person("outgoing"), try await person("incoming"))
        if outgoing == nil { form.errors["outgoing"] = words("请选定交班人。", "Choose who hands over.") }
        if let outgoing, outgoing.id == incoming?.id {
            form.errors["incoming"] = words(
                "交班人和接班人不能是同一人（第十一条）。", "One person cannot stand on both sides (Art. 11).")
        }
        return (outgoing, incoming)
    }

    /// Checks a password where one was typed.
    /// - Parameter done: whether that side has signed already: sending a form twice is one signature.
    private func prove(
        _ side: String, _ person: Person?, done: Bool, _ form: inout HandoverForm, _ words: Words
    ) async throws -> Proven? {
        let (name, password) = ("\(side)Password", form["\(side)Password"])
        guard !done, !password.isEmpty, form.errors[side] == nil else { return nil }
        guard let person else {
            form.errors[side] = words("请先选定签字的人。", "Choose who signs.")
            return nil
        }
        do {
            let proven = try await Signing(desk.room).prove(person, password: password)
            guard !proven.account.isTemporary else {
                form.errors[name] = words(
                    "\(person.name)的口令是管理员给的，不能用来签字。请本人先登录并换成自己的口令。",
                    "\(person.name)'s password was given by an administrator and signs nothing: sign in and change it.")
                return nil
            }
            return proven
        } catch let failure as CommandFailure {
            form.errors[name] = words(failure.chinese, failure.english)
            return nil
        }
    }

    // MARK: Acts

    /// The items with what the successor did. Nobody else acts on them.
    private func act(
        _ items: [HandoverItem], by successor: Person?, signs: Bool, _ loaded: Loaded, _ form: inout HandoverForm,
        _ words: Words
    ) -> [HandoverItem] {
        let isOver = loaded.record?.has("incomingSignedAt") == true
        var left = 0
        let acted = items.map { item -> HandoverItem in
            guard !isOver, let (act, note) = form.act(on: item) else {
                if item.acted == nil { left += 1 }
                return item
            }
            guard let successor else {
                if item.acted != act.rawValue, form.errors["incomingPassword"] == nil {
                    form.errors["incomingPassword"] = words(
                        "待办由接班人本人处理：请接班人输入口令，或用自己的账户登录后处理。",
                        "The successor alone acts on open items: he types his password, or signs in himself.")
                }
                return item
            }
            if act == .question && note.isEmpty {
                form.errors["items"] = words("有疑问的事项请写明问什么。", "Say what is asked where there is a question.")
            }
            if note.unicodeScalars.count > HandoverItem.noteMax {
                form.errors["items"] = words(
                    "说明不超过 \(HandoverItem.noteMax) 字。", "A note has at most \(HandoverItem.noteMax) characters.")
            }
            guard item.acted != act.rawValue || (item.note ?? "") != note else { return item }
            return item.acted(act, note: note, by: successor.name, at: loaded.reading.now)
        }
        if signs && left > 0 {
            form.errors["items"] = words(
                "还有 \(left) 项待办没有逐项处理，接班人不能签字（第十一条）。",
                "\(left) open items were not acted on; the successor cannot sign before (Art. 11).")
        }
        return acted
    }

    // MARK: Writing

    private func write(
        _ loaded: Loaded, _ form: HandoverForm, _ id: String, _ outgoing: Person?, _ incoming: Person?,
        _ items: [HandoverItem], _ visitor: Visitor
    ) async throws {
        if loaded.isSigned {
            guard let record = loaded.record, HandoverItem.all(in: record) != items, let incoming else { return }
            try await change(id, [("openItems", HandoverItem.json(items))], by: incoming.name)
            return
        }
        let members = self.members(loaded, form, outgoing, incoming, items)
        if let record = loaded.record {
            let changed = members.filter { name, value in
                value != JSONValue(record.fields[name] ?? .absent)
                    && (form.posted["was-\(name)"].map { $0 != form[name] } ?? true)
            }
            try await change(id, changed, by: visitor.session.name)
        } else {
            try await desk.enter(.handover, members.filter { $0.1 != .null }, id: id, by: visitor)
        }
    }

    private func change(_ id: String, _ members: [(String, JSONValue)], by author: String) async throws {
        var form = EditForm()
        for (name, value) in members {
            switch value {
            case .null: form.unset.append(name)
            case .text(let text): form.set.append("\(name)=\(text)")
            default: form.set.append("\(name)=\(value.text)")
            }
        }
        guard !(form.set + form.unset).isEmpty else { return }
        try await desk.change(EditTarget(collection: "handover", id: id, unit: nil), form, author: author)
    }

    /// The record, in the words of the regulation whatever the screen's language is.
    private func members(
        _ loaded: Loaded, _ form: HandoverForm, _ outgoing: Person?, _ incoming: Person?, _ items: [HandoverItem]
    ) -> [(String, JSONValue)] {
        let draft = loaded.draft
        func text(_ text: String) -> JSONValue {
            let typed = text.replacing("\r\n", with: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
            return typed.isEmpty ? .null : .text(typed)
        }
        func orNone(_ words: String) -> JSONValue { .text(words.isEmpty ? "无" : words) }
        let now = JSONValue.text(draft.cutAt.description)
        let isTested = ["open", "forwarded"].contains(form["phoneTest"])
        let testedBefore = loaded.record?.text("phoneTestedAt").map { JSONValue.text($0) }
        return [
            ("at", now), ("cutAt", now), ("place", text(form["place"])),
            ("outgoing", name(outgoing, loaded)), ("incoming", name(incoming, loaded)),
            ("leader", text(form["leader"])),
            ("openItems", items.isEmpty ? .text("无") : HandoverItem.json(items)),
            ("runningClocks", orNone(draft.clocksText)), ("away", orNone(draft.awayText)),
            ("shiftSummary", .text(summary(draft, Words(language: .chinese)))),
            ("nextShift", .text(draft.nextText(.chinese))), ("zeroReport", .text(draft.zeroReport.words(in: .chinese))),
            ("syncState", .text(NetworkWords.text(loaded.network, Words(language: .chinese)))),
            ("phoneTestedAt", isTested ? testedBefore ?? now : .null),
            ("phoneForwarded", isTested ? .boolean(form["phoneTest"] == "forwarded") : .null),
            ("equipment", text(form["equipment"])), ("keys", text(form["keys"])), ("remark", text(form["remark"])),
        ]
    }

    /// By the name; by the id where two of the unit have that name.
    private func name(_ person: Person?, _ loaded: Loaded) -> JSONValue {
        guard let person else { return .null }
        let isAlone = loaded.reading.duties.persons.values.count { $0.name == person.name } < 2
        return .text(isAlone ? person.name : person.id.description)
    }

    func summary(_ draft: HandoverDraft, _ words: Words) -> String {
        let since = draft.lastCut.map { words(" \(Words.minute($0)) ", Words.minute($0)) } ?? words("今日零时", "midnight")
        let counts = draft.written.filter { $0.count > 0 }.map { name, count in
            "\(desk.room.catalog.collection(named: name).map(words.name) ?? name) \(count)"
        }
        return words("自\(since)起：", "Since \(since): ")
            + (counts.isEmpty ? words("无新记录", "nothing new") : counts.joined(separator: words("、", ", ")))
    }
}

/// The honest line as words alone.
enum NetworkWords {
    static func text(_ state: NetworkState?, _ word: Words) -> String {
        guard let state else { return word("县端", "county") }
        let line =
            state.isOnline
            ? word("在线", "on line")
            : word("离线", "off line") + (state.offlineSince.map { word("，自 ", " since ") + PageTime.text($0) } ?? "")
        return [
            line, word("本机待送 \(state.waitingSets) 组", "\(state.waitingSets) sets wait here"),
            word("上次送达 ", "last delivered ") + (state.lastDelivered.map { PageTime.text($0) } ?? "–"),
            word("时钟偏差 ", "clock offset ") + (state.clockOffset.map { PageTime.offset($0) } ?? word("未校准", "unknown")),
        ].joined(separator: word("；", "; "))
    }
}
