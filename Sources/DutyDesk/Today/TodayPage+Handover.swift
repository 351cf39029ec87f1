import DutyRecords
import Foundation
import Hummingbird
import ProgramShell
import SyncKit

// When the shift ends and who comes, the 零报告 in one press, and the calls that wait to be called back.
extension TodayPage {
    /// The 零报告 of today with all that it says by default: one press after a look at the records (Art. 13).
    func addZeroReport(to router: Router<PageContext>) {
        router.post("/zero-report") { request, _ in
            try await desk.posted(request) { posted, visitor, _ in
                let back = DeskResponse.seeOther(ReturnPath.safe(posted["to"]) ?? "/")
                switch try await zeroReportState() {
                // Pressed twice, or given by somebody else meanwhile.
                case .given: return back
                case .happened:
                    throw CommandFailure(
                        .badUse, chinese: "今日已有突发事件，不能作零报告（第十三条）。",
                        english: "an incident happened today; a zero report would be untrue (Art. 13)")
                case .notOwed:
                    throw CommandFailure(
                        .badUse, chinese: "今日不要求零报告。要作记录请用“零报告”表单。",
                        english: "no zero report is owed today; the form of one is there for a record of it")
                case .owed: break
                }
                let now = try await desk.room.now()
                do {
                    try await desk.enter(
                        .zeroReport,
                        [
                            ("date", .text(now.day.description)), ("reporter", .text(visitor.session.name)),
                            ("sentAt", .text(now.description)),
                        ], id: RecordID(posted["id"])?.description, by: visitor)
                } catch {
                    // Two presses at once: the first one stands.
                    guard case .given = try await zeroReportState() else { throw error }
                }
                return back
            }
        }
    }

    private func zeroReportState() async throws -> ZeroReportState {
        let reading = try await desk.reading()
        let today = reading.now.day
        return ZeroReportState(
            of: desk.room.homeUnit, on: today, duties: reading.duties, due: reading.running(today...today))
    }

    func turnView(_ reading: DutyReading, _ visitor: Visitor, _ words: Words) async throws -> [String: Any] {
        let (room, now) = (desk.room, reading.now)
        let due = reading.running(now.day - 1...now.day + 1)
        let turn = ShiftTurn(
            of: room.homeUnit, at: now, duties: reading.duties, due: due,
            figures: reading.book.figures(for: room.homeUnit, at: now))
        var notices: [[String: Any]] = []
        if let at = turn.at, let arrive = turn.arriveBy {
            let next = turn.nextOfficers.map(\.name).joined(separator: "、")
            notices.append([
                "style": now > at ? "bad" : now >= arrive ? "warn" : "soft",
                "text": now > at
                    ? words(
                        "本班 \(Words.minute(at)) 已结束，尚未交接", "the shift ended \(Words.minute(at)); not handed over yet")
                    : words(
                        "本班至 \(Words.minute(at))，接班 \(next.isEmpty ? "未排" : next)，应于 \(arrive.clockTime) 到岗",
                        "this shift ends \(Words.minute(at)); \(next.isEmpty ? "nobody" : next) is due here at \(arrive.clockTime)"
                    ),
                "path": "/handover", "link": words("交接班", "Handover"),
            ])
        }
        for record in reading.duties.records("handover") where record.unit == room.homeUnit {
            let state = HandoverState(record)
            guard state.isOpen, let at = record.time("at"), (now - at).minutesDown < Self.openMinutes else {
                continue
            }
            notices.append([
                "style": "warn",
                "text": words("\(Words.minute(at)) 的交接：", "handover of \(Words.minute(at)): ")
                    + state.word(in: words.language),
                "path": "/handover/\(record.id)", "link": words("去签字", "Sign"),
            ])
        }
        var view: [String: Any] = ["turn": notices, "hasTurn": !notices.isEmpty, "turnTitle": words("交接班", "Handover")]
        let zero = ZeroReportState(of: room.homeUnit, on: now.day, duties: reading.duties, due: due)
        if case .owed(let time) = zero {
            view["zero"] = [
                [
                    "text": words("零报告：", "Zero report: ") + zero.words(in: words.language),
                    "style": now > time ? "bad" : "warn", "token": visitor.session.formToken,
                    "id": RecordID.drawn().description, "button": words("已核实，无情况", "Verified: nothing happened"),
                ]
            ]
        }
        view.merge(try await missedCalls(now, words)) { $1 }
        return view
    }

    /// How far back Today looks for handovers that nobody finished and calls that nobody answered.
    private static var openMinutes: Int { 7 * 24 * 60 }
    private static var callsMax: Int { 5 }

    /// Those of the last days; what is older is left over at each handover.
    private func missedCalls(_ now: Instant, _ words: Words) async throws -> [String: Any] {
        let calls = try await desk.room.store.records(
            RecordFilter(
                collection: "phone-record", unit: desk.room.homeUnit,
                from: (now - .minutes(Self.openMinutes)).milliseconds),
            deliveredTo: nil
        ).map { RecordFacts($0) }
        let awaited = MissedCalls.waiting(calls)
        return [
            "hasCalls": !awaited.isEmpty,
            "callsTitle": words("未接来电，待回拨 \(awaited.count)", "\(awaited.count) missed calls to call back"),
            "calls": awaited.prefix(Self.callsMax).map { call in
                [
                    "path": DeskPath.record("phone-record", call.id),
                    "at": call.time("receivedAt").map { Words.minute($0) } ?? "–",
                    "who": ["callerPhone", "callerUnit", "callerName", "matter"].compactMap { call.text($0) }
                        .joined(separator: " "),
                    "back": CallBackForm.path(call), "backText": words("回拨并记录", "Call back"),
                ]
            },
        ]
    }

    static var turnHTML: String {
        """
        {{#hasTurn}}<section class="card turn"><h2>{{turnTitle}}</h2><ul class="plain">{{#turn}}<li><span class="{{style}}">{{text}}</span> <a href="{{path}}">{{link}}</a></li>{{/turn}}</ul></section>{{/hasTurn}}
        {{#zero}}<form class="notice" method="post" action="/zero-report"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="id" value="{{id}}"><span class="{{style}}">{{text}}</span> <button>{{button}}</button></form>{{/zero}}
        {{#hasCalls}}<section class="card turn"><h2>{{callsTitle}}</h2><ul class="plain">{{#calls}}<li><span class="n">{{at}}</span> <a href="{{path}}">{{who}}</a> <a href="{{back}}">{{backText}}</a></li>{{/calls}}</ul></section>{{/hasCalls}}
        """
    }
}
