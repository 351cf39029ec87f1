import DutyDesk
import DutyRecords
import ProgramShell
import SyncKit

/// The review as paper shows it.
struct ReviewView {
    let reading: ReviewReading
    let mark: String
    let catalog: DutyCatalog
    let words: Words

    private var event: CountyEvent { reading.event }
    private var incident: Incident { event.incident }
    private var now: Instant { event.now }

    var view: [String: Any] {
        [
            "mark": Sometimes.text(mark), "title": words("突发事件信息迟报复盘", "Review of a late report"),
            "drill": Sometimes.text(incident.isDrill ? words("演练", "DRILL") : nil),
            "facts": [
                "\(event.name(incident.unit))　\(ReportName.event(incident.record))",
                "\(words("级别", "Level"))：\(LevelMark.text(incident.level, words))　\(words("事发", "Occurred"))：\(Words.minute(incident.occurredAt))",
                incident.record.text("summary") ?? "",
            ].filter { !$0.isEmpty },
            "verdict": verdict,
            "legTitle": words("一、时限（第十二条）", "1 Limits (Art. 12)"), "legs": legs,
            "legHead": [
                words("时限", "Limit"), words("起算", "From"), words("截止", "Due"), words("实际", "Met"),
                words("结果", "Result"),
            ],
            "bases": bases.isEmpty ? [] : [words("依据：", "By: ") + bases.joined(separator: words("；", "; "))],
            "noLegs": legs.isEmpty ? [words("没有应报的时限。", "No limit of reporting ran.")] : [],
            "evidenceTitle": words("二、时间证据：首次填报与其后更改", "2 Evidence: each time as given first, and as changed"),
            "evidenceHead": [
                words("项目", "Time"), words("首次填报", "Given first"), words("其后更改", "Changed later"),
            ], "evidence": evidence,
            "reasons": Sometimes.text(
                incident.record.text("timeReason").map {
                    words("事发时间更正的来源和理由：", "Source and reason of the changed time: ") + $0
                })
                + Sometimes.text(
                    incident.record.text("lateReason").map { words("迟报说明：", "Why it was late: ") + $0 }),
            "dutyTitle": words(
                "三、责任人（第二十条，按该分钟有效的值班表冻结）", "3 Who answered (Art. 20, by the roster in force at that minute)"),
            "duties": duties,
            "actTitle": words("四、电话、值班记录和县里的处置", "4 Calls, log entries and what the county did"),
            "acts": ReviewActs(reading: reading, catalog: catalog, words: words).rows,
            "actHead": [words("时间", "Time"), words("单位", "Unit"), words("情况", "What"), words("记录", "Written down")],
            "lineTitle": words("五、当时的网络与时钟（县端所知）", "5 The line and the clock then (as the hub knows)"),
            "lines": ReviewLine(reading: reading, words: words).sentences,
            "signTitle": words("六、签字", "6 Signatures"),
            "signatures": [
                words("复盘人", "Reviewed by"), words("县政府值班室负责人", "Head of the county's room"),
                words("被复盘单位负责人", "Head of the unit"),
            ].map { ["label": $0, "date": words("年　　月　　日", "date")] },
            "none": words("无", "none"),
        ]
    }

    private func minute(_ instant: Instant) -> String { Words.minute(instant) }

    private var verdict: String {
        let late = reading.review.legs.filter { $0.row.isBinding && $0.lateMinutes(at: now) > 0 }
        guard !late.isEmpty else {
            return words("按现有记录，各段时限均未迟报。", "By the records as they stand no limit was missed.")
        }
        return words("迟报 \(late.count) 段：", "\(late.count) limits missed: ")
            + late.map { leg in
                "\(words(leg.row.why.chinese, leg.row.why.english))，\(words("迟 ", "late by "))\(words.minutes(leg.lateMinutes(at: now)))"
            }.joined(separator: words("；", "; ")) + words("。", ".")
    }

    // MARK: Limits

    /// The documents that the figures rest on, each once.
    private var bases: [String] { Array(Set(reading.review.legs.compactMap(\.row.basis))).sorted() }

    private var legs: [[String: String]] {
        reading.review.legs.flatMap { leg -> [[String: String]] in
            var rows = [row(leg.row, note: "")]
            if let first = leg.byFirst {
                rows.append(row(first, note: words("〔按首次填报的事发时间〕", " [by the occurrence as given first]")))
            }
            return rows
        }
    }

    private func row(_ row: Obligation, note: String) -> [String: String] {
        let late = row.lateMinutes(at: now)
        let result: String =
            switch row.state(at: now) {
            case .open: words("在计时", "running")
            case .overdue: words("至今未报，已迟 ", "not met, late by ") + words.minutes(late)
            case .met: words("按时", "in time")
            case .late: words("迟 ", "late by ") + words.minutes(late)
            }
        return [
            "why": words(row.why.chinese, row.why.english) + note + "（\(row.article)）",
            "from": minute(row.startedAt), "due": minute(row.dueAt), "met": row.metAt.map(minute) ?? "–",
            "result": result,
        ]
    }

    // MARK: Evidence

    private var evidence: [[String: Any]] {
        reading.review.evidence.map { evidence in
            [
                "what": "\(record(evidence))：\(words.name(evidence.field))", "first": written(evidence.first),
                "later": evidence.later.map(written),
                "unchanged": evidence.later.isEmpty ? [words("未更改", "unchanged")] : [],
            ]
        }
    }

    private func record(_ evidence: LateReview.Evidence) -> String {
        guard evidence.collection.name == "report" else { return words.name(evidence.collection) }
        let all = event.reports.filter { $0.unit == evidence.record.unit && $0.incident == event.id }.map(\.record)
        return event.name(evidence.record.unit) + " "
            + ReportName.counted(
                evidence.record.text("kind") ?? "", ReportName.number(of: evidence.record, among: all))
    }

    private func written(_ written: LateReview.Written) -> [String: String] {
        let value = written.value.map { Instant($0).map(minute) ?? $0 } ?? words("（清空）", "(emptied)")
        let by = written.by.author.isEmpty ? words("（没有署名）", "(no name)") : written.by.author
        let received = written.receivedAt.map { words("，县端收到 ", ", at the county ") + minute($0) } ?? ""
        return [
            "value": value,
            "by": "\(by)　\(minute(written.at))　\(reading.replicas.name(written.by.replica))\(received)",
        ]
    }

    // MARK: People

    private struct Row: Equatable {
        let label: String
        let lines: [String]
    }

    /// Minutes at which the same people stood there share one table.
    private var duties: [[String: Any]] {
        var groups: [(unit: String, rows: [Row], minutes: [String])] = []
        for (moment, duty) in reading.duties {
            let rows = rows(duty)
            let minute = "\(name(moment.minute)) \(minute(moment.at))"
            if let place = groups.firstIndex(where: { $0.unit == moment.unit && $0.rows == rows }) {
                groups[place].minutes.append(minute)
            } else {
                groups.append((moment.unit, rows, [minute]))
            }
        }
        return groups.map { group in
            [
                "moment": event.name(group.unit) + words("：", ": ") + group.minutes.joined(separator: words("；", "; ")),
                "rows": group.rows.map { ["label": $0.label, "lines": $0.lines] },
            ]
        }
    }

    private func rows(_ duty: FrozenDuty) -> [Row] {
        func list(_ posts: [FrozenDuty.Post]) -> [String] {
            posts.isEmpty ? [words("空缺", "nobody")] : posts.map(post)
        }
        func people(_ people: [Person]) -> [String] {
            people.isEmpty
                ? [words("未登记", "not entered")]
                : people.map { [$0.name, $0.post].compactMap { $0 }.joined(separator: " ") }
        }
        var rows = [
            Row(label: words("带班领导", "Leaders in charge"), lines: list(duty.leaders)),
            Row(label: words("值班人员", "Officers on duty"), lines: list(duty.officers)),
            Row(label: words("分管负责人", "In charge of the duty"), lines: people(duty.lead)),
            Row(label: words("值班室负责人", "Head of the room"), lines: people(duty.roomHead.map { [$0] } ?? [])),
        ]
        if !duty.afterwards.isEmpty {
            rows.append(Row(label: words("事后补录", "Entered afterwards"), lines: duty.afterwards.map(post)))
        }
        if !duty.openHandovers.isEmpty {
            rows.append(
                Row(label: words("未完成的交接", "Handover open then"), lines: duty.openHandovers.map(handover)))
        }
        return rows
    }

    private func name(_ minute: LateReview.Minute) -> String {
        switch minute {
        case .occurred: words("事发", "Occurrence")
        case .firstOccurred: words("事发（首次填报）", "Occurrence as given first")
        case .learned: words("单位接报", "The unit learned of it")
        case .atTheCounty: words("县端收到", "At the county")
        case .limit: words("报县时限届满", "End of the unit's limit")
        case .cityLimit: words("报市时限届满", "End of the county's limit")
        }
    }

    private func post(_ post: FrozenDuty.Post) -> String {
        let shift = post.shift
        var parts = [[post.name, post.title].compactMap { $0 }.joined(separator: " ")]
        parts.append("\(minute(shift.span.lowerBound))–\(String(minute(shift.span.upperBound).suffix(11)))")
        let kind = [shift.record.text("tier"), shift.role, shift.isMainPost ? nil : shift.record.text("post")]
            .compactMap { $0 }.map { Wording.choice($0, in: words.language) }
        if !kind.isEmpty { parts.append(kind.joined(separator: words("、", ", "))) }
        if let original = post.standsInFor { parts.append(words("代班（原 \(original)）", "stands in for \(original)")) }
        if post.isSwap {
            parts.append(words("串班", "swapped") + (post.swappedWith.map { words("（与 \($0)）", " with \($0)") } ?? ""))
        }
        if let by = post.approvedBy { parts.append(words("批准 ", "approved by ") + by) }
        if let entered = post.entered {
            parts.append(words("排班录入 ", "rostered ") + "\(entered.author) \(minute(Instant(milliseconds: entered.at)))")
        }
        for change in post.later {
            let at = "\(change.by.author) \(minute(Instant(milliseconds: change.by.at)))"
            parts.append(
                change.isVoided
                    ? words("〔其后由 \(at) 作废〕", "[voided since by \(at)]")
                    : change.person.map { words("〔其后由 \(at) 改为 \($0)〕", "[changed since to \($0) by \(at)]") }
                        ?? words("〔其后由 \(at) 更改〕", "[changed since by \(at)]"))
        }
        return parts.joined(separator: "，")
    }

    private func handover(_ record: RecordFacts) -> String {
        let at = record.time("at").map(minute) ?? ""
        let people = [record.text("outgoing"), record.text("incoming")].compactMap { $0 }.joined(separator: " → ")
        return [at, people, HandoverState(record).word(in: words.language)].filter { !$0.isEmpty }.joined(
            separator: "，")
    }

    static let html = """
        {{#mark}}<p class="mark">{{.}}</p>{{/mark}}<h1>{{title}}{{#drill}} <span class="drill">{{.}}</span>{{/drill}}</h1>{{#facts}}<p>{{.}}</p>{{/facts}}<p><b>{{verdict}}</b></p>
        <h2>{{legTitle}}</h2>{{#noLegs}}<p>{{.}}</p>{{/noLegs}}<table class="grid relay"><thead><tr>{{#legHead}}<th scope="col">{{.}}</th>{{/legHead}}</tr></thead><tbody>{{#legs}}<tr><td>{{why}}</td><td>{{from}}</td><td>{{due}}</td><td>{{met}}</td><td>{{result}}</td></tr>{{/legs}}</tbody></table>{{#bases}}<p>{{.}}</p>{{/bases}}
        <h2>{{evidenceTitle}}</h2><table class="grid evidence"><thead><tr>{{#evidenceHead}}<th scope="col">{{.}}</th>{{/evidenceHead}}</tr></thead><tbody>{{#evidence}}<tr><th scope="row">{{what}}</th><td>{{#first}}<b>{{value}}</b><br><span class="small">{{by}}</span>{{/first}}</td><td>{{#unchanged}}{{.}}{{/unchanged}}{{#later}}<p class="plain"><b>{{value}}</b><br><span class="small">{{by}}</span></p>{{/later}}</td></tr>{{/evidence}}</tbody></table>{{#reasons}}<p>{{.}}</p>{{/reasons}}
        <h2>{{dutyTitle}}</h2>{{#duties}}<table class="grid form"><thead><tr><th scope="col" colspan="2">{{moment}}</th></tr></thead><tbody>{{#rows}}<tr><th scope="row">{{label}}</th><td>{{#lines}}<p class="plain">{{.}}</p>{{/lines}}</td></tr>{{/rows}}</tbody></table>{{/duties}}
        <h2>{{actTitle}}</h2>{{^acts}}<p>{{none}}</p>{{/acts}}<table class="grid acts"><thead><tr>{{#actHead}}<th scope="col">{{.}}</th>{{/actHead}}</tr></thead><tbody>{{#acts}}<tr class="long"><td>{{at}}</td><td>{{unit}}</td><td>{{what}}</td><td class="small">{{entered}}</td></tr>{{/acts}}</tbody></table>
        <h2>{{lineTitle}}</h2>{{#lines}}<p class="plain">{{.}}</p>{{/lines}}
        <h2>{{signTitle}}</h2><table class="grid form"><tbody>{{#signatures}}<tr class="sign"><th scope="row">{{label}}</th><td>　　　　　　　　{{date}}</td></tr>{{/signatures}}</tbody></table>
        """
}
