import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

// The page: what the software found, what the officers decide, who signed.
extension HandoverPages {
    func show(
        _ loaded: Loaded, _ form: HandoverForm, _ visitor: Visitor, _ language: Language, _ request: Request
    ) async throws -> Response {
        let words = Words(language: language)
        let id = loaded.detail?.view.id.description ?? (form["id"].isEmpty ? RecordID.drawn().description : form["id"])
        let isKnown = loaded.detail != nil
        let draft = RecordID(form["draft"])?.description ?? RecordID.drawn().description
        var view: [String: Any] = [
            "title": words("交接班", "Handover"), "article": "第十一条", "token": visitor.session.formToken, "id": id,
            "isSaved": request.uri.queryParameters.get("saved") != nil && form.errors.isEmpty,
            "errors": form.errors.sorted { $0.key < $1.key }.map(\.value), "isWrong": !form.errors.isEmpty,
            "notSaved": words("没有办成，已填的都在：", "Not done; all that was typed is kept:"),
            "isKnown": isKnown, "isEditable": loaded.isEditable, "isOpen": loaded.state.isOpen,
            "state": isKnown
                ? loaded.state.word(in: language) : words("软件起草，未保存", "drafted by the software, not saved"),
            "stateStyle": loaded.state == .complete ? "good" : "warn",
            "printPath": "/print/handover/\(id)", "print": words("打印", "Print"),
            "recordPath": "/record/handover/\(id)", "recordText": words("记录与历史", "Record and history"),
        ]
        if let detail = loaded.detail {
            view["delivered"] = Delivered.word(detail.view, desk.room.catalog, words)
            view["deliveredStyle"] = Delivered.style(detail.view)
            view["saved"] = Delivered.saved(detail.view, words)
            view["hasConflicts"] = !detail.view.conflicts.isEmpty
            view["conflicts"] = words(
                "这份记录有几处不同的值，先在“记录与历史”中选定，再签字。", "Fields have several values: settle them in the record before signing."
            )
        }
        view["frame"] = [frame(draft, loaded, visitor, words)]
        view.merge(await facts(loaded, draft, language, words)) { $1 }
        view.merge(items(loaded, form, visitor, words)) { $1 }
        view.merge(fields(loaded, form, visitor, words)) { $1 }
        view.merge(signatures(loaded, form, visitor, id, words)) { $1 }
        view.merge(others(loaded, words)) { $1 }
        return try await desk.frame.page(
            words("交接班", "Handover"), template.render(view), visitor, language,
            status: form.errors.isEmpty ? .ok : .unprocessableContent)
    }

    /// What keeps a form's text on disk. Each showing of the page is a draft of its own, under the handover's id.
    private func frame(_ draft: String, _ loaded: Loaded, _ visitor: Visitor, _ words: Words) -> [String: Any] {
        var view = FormFrame.view(
            .handover, draft: draft, record: nil, now: loaded.reading.now, in: desk, visitor, words)
        view["resume"] = "/handover?draft=\(draft)"
        view["missingNames"] = ""
        return view
    }

    // MARK: What the software found

    private func facts(_ loaded: Loaded, _ draft: String, _ language: Language, _ words: Words) async -> [String: Any] {
        let resumed = "?draft=\(draft)"
        let draft = loaded.draft
        let record = loaded.isEditable ? nil : loaded.record
        func row(_ label: String, _ field: String, _ now: String, style: String = "") -> [String: String] {
            ["label": label, "value": record.map { $0.text(field) ?? "–" } ?? now, "style": style]
        }
        let cut = record?.time("cutAt") ?? draft.cutAt
        let isUntested = record.map { !$0.has("phoneTestedAt") } ?? false
        var rows = [
            ["label": words("记录截止", "Read up to"), "value": Words.minute(cut), "style": ""],
            row(words("本班情况", "This shift"), "shiftSummary", summary(draft, words)),
            row(words("在计时限", "Running clocks"), "runningClocks", orNone(draft.clocksText, words)),
            row(words("外出人员", "Away"), "away", orNone(draft.awayText, words)),
            row(words("下一班", "Next shift"), "nextShift", draft.nextText(language)),
            row(words("零报告", "Zero report"), "zeroReport", draft.zeroReport.words(in: language)),
            row(words("同步", "Sync"), "syncState", NetworkWords.text(loaded.network, words)),
        ]
        if let record {
            let phone =
                isUntested
                ? words("未拨测（缺项）", "not tested (missing)")
                : Words.minute(record.time("phoneTestedAt") ?? cut)
                    + (record.flag("phoneForwarded")
                        ? words("，已转移", ", forwarded") : words("，未转移", ", not forwarded"))
            rows += [
                [
                    "label": words("值班电话拨测", "Duty phone test"), "value": phone,
                    "style": isUntested || record.flag("phoneForwarded") ? "bad" : "",
                ],
                row(words("设备", "Equipment"), "equipment", ""), row(words("钥匙", "Keys"), "keys", ""),
                row(words("带班领导", "Leader"), "leader", ""), row(words("地点", "Place"), "place", ""),
                row(words("备注", "Remark"), "remark", ""),
            ]
        }
        var view: [String: Any] = ["facts": rows, "factsTitle": words("软件核对", "Found by the software")]
        if case .owed = draft.zeroReport, loaded.state.isOpen {
            view["owesZero"] = true
            view["zeroID"] = RecordID.drawn().description
            view["zeroText"] = words("已核实，无情况（零报告）", "Verified: nothing happened (zero report)")
            view["back"] = (loaded.detail.map { "/handover/\($0.view.id)" } ?? "/handover") + resumed
        }
        return view
    }

    private func orNone(_ text: String, _ words: Words) -> String { text.isEmpty ? words("无", "none") : text }

    // MARK: What is open

    private func items(
        _ loaded: Loaded, _ form: HandoverForm, _ visitor: Visitor, _ words: Words
    ) -> [String: Any] {
        let kept = loaded.record.map { HandoverItem.all(in: $0) } ?? []
        let items = self.items(of: loaded, form)
        let mayAct = loaded.state.isOpen && loaded.record?.has("incomingSignedAt") != true
        let fresh = loaded.isEditable ? [] : newWork(loaded, kept)
        let isText = !loaded.isEditable && kept.isEmpty && loaded.record?.has("openItems") == true
        return [
            "itemsTitle": words("待办 \(items.count) 项", "\(items.count) open items"),
            "itemsNote": mayAct && !items.isEmpty
                ? [words("接班人逐项处理：接收、已办结，或有疑问（写明问什么）。", "The successor acts on each: accepted, done, or a question.")]
                : [],
            "noItems": items.isEmpty
                ? [isText ? loaded.record?.text("openItems") ?? "" : words("没有待办。", "Nothing is open.")] : [],
            "items": items.enumerated().map { place, item -> [String: Any] in
                let chosen = form.act(on: item)?.act.rawValue ?? item.acted
                return [
                    "place": place, "number": place + 1, "text": item.item, "key": item.key, "mayAct": mayAct,
                    "path": path(of: item).map { [$0] } ?? [], "noteLabel": words("说明", "Note"),
                    "note": form.posted.isEmpty ? item.note ?? "" : form.note(on: item),
                    "acts": ItemAct.allCases.map {
                        [
                            "word": $0.rawValue, "text": $0.word(in: words.language),
                            "checked": $0.rawValue == chosen ? "checked" : "",
                        ]
                    },
                    "done": item.acted.map { acted in
                        let act = ItemAct(rawValue: acted)?.word(in: words.language) ?? acted
                        let by = [item.actedBy, item.actedAt.map { Words.minute($0) }].compactMap { $0 }
                        return [
                            [
                                "act": act, "by": by.joined(separator: " "), "note": item.note ?? "",
                                "style": acted == ItemAct.question.rawValue ? "warn" : "good",
                            ]
                        ]
                    } ?? [],
                    "isLeft": item.acted == nil && !mayAct ? [words("未处理", "not acted on")] : [],
                ]
            },
            "hasNew": !fresh.isEmpty,
            "newTitle": words(
                "截止后新出现 \(fresh.count) 项，归接班人", "\(fresh.count) items opened after that minute: the successor's"),
            "new": fresh.map { ["text": $0.item, "path": path(of: $0).map { [$0] } ?? []] },
        ]
    }

    /// What became open after an unfinished handover was signed.
    private func newWork(_ loaded: Loaded, _ kept: [HandoverItem]) -> [HandoverItem] {
        guard loaded.state.isOpen else { return [] }
        let known = Set(kept.map(\.key))
        return drafted(loaded).filter { !known.contains($0.key) }
    }

    private func path(of item: HandoverItem) -> String? {
        guard let collection = item.collection, let record = item.record, RecordID(record) != nil else { return nil }
        return "/record/\(collection)/\(record)"
    }

    // MARK: What the officers write

    private func fields(
        _ loaded: Loaded, _ form: HandoverForm, _ visitor: Visitor, _ words: Words
    ) -> [String: Any] {
        guard loaded.isEditable else { return [:] }
        let (draft, record) = (loaded.draft, loaded.record)
        func value(_ name: String, _ fresh: String) -> (now: String, was: String) {
            let shown = record.map { $0.text(name) ?? "" } ?? fresh
            return (form.posted[name] ?? shown, form.posted["was-\(name)"] ?? (record == nil ? "" : shown))
        }
        func line(_ name: String, _ label: String, _ fresh: String, isArea: Bool = false) -> [String: Any] {
            let (now, was) = value(name, fresh)
            return [
                "name": name, "label": label, "value": now, "isArea": isArea, "isLine": !isArea,
                "was": record == nil ? [] : [was],
            ]
        }
        let tested = record.map {
            $0.has("phoneTestedAt") ? ($0.flag("phoneForwarded") ? "forwarded" : "open") : "none"
        }
        let test = form.posted["phoneTest"] ?? tested ?? "none"
        return [
            "reviewTitle": words("交班人核对补充", "Checked and added by the outgoing officer"),
            "lines": [
                line(
                    "equipment", words("设备情况", "Equipment"),
                    draft.equipmentText.isEmpty ? words("设备正常", "in order") : draft.equipmentText, isArea: true),
                line("remark", words("备注", "Remark"), "", isArea: true),
                line("keys", words("钥匙", "Keys"), draft.keys),
                line(
                    "leader", words("带班领导", "Leader in charge"), draft.turn.leaders.map(\.name).joined(separator: "、")),
                line("place", words("地点", "Place"), "值班室"),
            ],
            "othersLabel": words("其他待办（一行一项，上一班未办结的已带入）", "Other open items (one a line; those left over are here)"),
            "others": form.posted["others"] ?? added(loaded, form).joined(separator: "\n"),
            "testLabel": words("值班电话拨测", "Duty phone test"),
            "tests": [
                ("open", words("已拨测，接通，未转移", "tested: answered here, not forwarded")),
                ("forwarded", words("已拨测，已转移", "tested: it is forwarded")),
                ("none", words("未拨测（记为缺项）", "not tested (named as missing)")),
            ].map { ["word": $0.0, "text": $0.1, "checked": $0.0 == test ? "checked" : ""] },
        ]
    }

    // MARK: Signatures

    private func signatures(
        _ loaded: Loaded, _ form: HandoverForm, _ visitor: Visitor, _ id: String, _ words: Words
    ) -> [String: Any] {
        let turn = loaded.draft.turn
        let record = loaded.record
        let persons = loaded.reading.duties.persons.values
            .filter { $0.unit == desk.room.homeUnit && $0.isOnStrength(at: loaded.reading.now) }
            .sorted { ($0.name, $0.id) < ($1.name, $1.id) }
        func side(_ name: String, _ label: String, _ fresh: Person?) -> [String: Any] {
            let signedAt = record?.time("\(name)SignedAt")
            let named = form.posted[name] ?? record?.text(name) ?? fresh?.id.description ?? ""
            let holds = record.flatMap { facts in
                SignatureRule.of("\(name)SignedAt", in: .handover)?.holds(in: facts)
            }
            return [
                "side": name, "label": label, "passwordLabel": words("本人口令", "Own password"),
                "isOpen": signedAt == nil && loaded.state.isOpen,
                "isChosen": !loaded.isEditable, "name": self.name(of: named, persons),
                "signed": signedAt.map { words("已签字 ", "signed ") + Words.minute($0) } ?? words("未签字", "not signed"),
                "signedStyle": signedAt == nil ? "warn" : holds == false ? "bad" : "good",
                "wrong": form.errors["\(name)Password"] == nil && form.errors[name] == nil ? "" : "wrong",
                "persons": persons.map {
                    [
                        "id": $0.id.description, "text": [$0.name, $0.post].compactMap { $0 }.joined(separator: " · "),
                        "selected": $0.id.description == named || $0.name == named ? "selected" : "",
                    ]
                },
            ]
        }
        let own = loaded.reading.duties.persons[visitor.session.person]
        let successor = turn.nextOfficers.first { $0.id != visitor.session.person }
        var view: [String: Any] = [
            "signTitle": words("签字", "Signatures"), "choose": words("请选择", "Choose"),
            "signNote": words(
                "填了口令的一方即签字；两方可先后签，也可在另一台机器同步后签。",
                "Whoever types a password signs; the other may sign later, or on another machine."),
            "sides": [
                side("outgoing", words("交班人", "Outgoing"), own),
                side("incoming", words("接班人", "Incoming"), successor),
            ],
            "save": words("保存并签字", "Save and sign"),
        ]
        if let handover = RecordID(id),
            let offer = desk.switches.find(
                visitor.token, handover, now: SystemClock.monotonic()), loaded.state == .complete
        {
            let name = loaded.reading.duties.persons[offer.person]?.name ?? ""
            view["switch"] = [
                [
                    "action": "/handover/\(id)/switch", "token": visitor.session.formToken,
                    "text": words("换\(name)上岗", "\(name) takes the desk"),
                    "about": words(
                        "双方已签字。\(name)已输过口令，可直接接手。", "Both have signed. \(name) typed the password already."),
                ]
            ]
        }
        return view
    }

    private func name(of text: String, _ persons: [Person]) -> String {
        persons.first { $0.id.description == text }?.name ?? text
    }

    // MARK: Those before

    private static var pastMax: Int { 30 }

    private func others(_ loaded: Loaded, _ words: Words) -> [String: Any] {
        let all = loaded.reading.duties.records("handover").filter {
            $0.unit == desk.room.homeUnit && $0.id != loaded.detail?.view.id
        }.sorted { ($1.time("at") ?? $1.enteredAt) < ($0.time("at") ?? $0.enteredAt) }
        let persons = Array(loaded.reading.duties.persons.values)
        func row(_ record: RecordFacts) -> [String: String] {
            let state = HandoverState(record)
            return [
                "path": "/handover/\(record.id)", "at": record.time("at").map { Words.minute($0) } ?? "–",
                "who":
                    "\(name(of: record.text("outgoing") ?? "–", persons)) → \(name(of: record.text("incoming") ?? "–", persons))",
                "state": state.word(in: words.language), "style": state == .complete ? "good" : "warn",
                "phone": record.has("phoneTestedAt") ? "" : words("电话未拨测", "phone not tested"),
            ]
        }
        let unfinished = loaded.detail == nil ? all.filter { HandoverState($0).isOpen } : []
        return [
            "hasUnfinished": !unfinished.isEmpty, "unfinishedTitle": words("没有签完的交接", "Not signed by both"),
            "unfinished": unfinished.prefix(Self.pastMax).map(row), "hasPast": !all.isEmpty,
            "pastTitle": words("以往交接", "Past handovers"), "past": all.prefix(Self.pastMax).map(row),
            "allPath": "/list/handover", "all": words("全部", "All"),
        ]
    }
}
