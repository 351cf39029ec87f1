import DutyDesk
import DutyRecords
import ProgramShell
import SyncKit

/// What was done about the event, minute by minute: what came to the county, its receipts, calls, notes and instructions.
struct ReviewActs {
    let reading: ReviewReading
    let catalog: DutyCatalog
    let words: Words

    private var event: CountyEvent { reading.event }

    var rows: [[String: String]] {
        var rows: [(at: Instant, row: [String: String])] = reading.acts.map { act in (act.at, row(act)) }
        for record in [event.incident.record] + event.reports.filter({ $0.incident == event.id }).map(\.record) {
            let what =
                record.id == event.id
                ? words("事件记录", "the event's record")
                : Wording.choice(record.text("kind") ?? "", in: words.language)
            if let at = record.receivedAt {
                rows.append((at, line(at, event.countyUnit, words("县端收到：", "came to the county: ") + what)))
            }
            if let at = record.time("countyReceiptAt") {
                let by = record.text("countyReceiptBy") ?? ""
                rows.append((at, line(at, event.countyUnit, words("县签收 \(by)：", "receipted by \(by): ") + what)))
            }
            if let at = record.time("sentAt") {
                let way = record.text("by").map { Wording.choice($0, in: words.language) } ?? ""
                let to = record.text("to").map { " → \($0)" } ?? ""
                rows.append((at, line(at, record.unit, "\(what) \(way)\(to)")))
            }
        }
        return rows.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element.row)
    }

    private func line(_ at: Instant, _ unit: String, _ what: String) -> [String: String] {
        ["at": Words.minute(at), "unit": event.name(unit), "what": what, "entered": ""]
    }

    private func row(_ act: ReviewReading.Act) -> [String: String] {
        let record = act.record
        let parts: [String?] =
            switch act.collection.name {
            case "phone-record":
                [
                    Wording.choice(record.text("direction") ?? "", in: words.language), record.text("callerUnit"),
                    record.text("callerName"), record.text("matter"), record.text("answer"),
                ]
            case "log-entry": [record.text("number"), record.text("matter"), record.text("handling")]
            case "instruction":
                [record.text("leader"), record.text("text"), record.text("feedback")]
            default: [record.text("what"), record.text("source")]
            }
        var row = line(
            act.at, record.unit,
            words.name(act.collection) + words("：", ": ") + parts.compactMap { $0 }.joined(separator: words("，", ", "))
                + (record.isVoided ? words("〔已作废〕", " [voided]") : ""))
        if let entered = act.entered {
            let at = Instant(milliseconds: entered.at)
            let delay = (at - act.at).minutesDown
            row["entered"] =
                "\(entered.author) \(Words.minute(at))"
                + (delay > LogFindings.promptMinutes ? words(" 补记 +", " late +") + words.minutes(delay) : "")
        }
        return row
    }
}

/// What the hub knows of the unit's line then, in plain sentences, and nothing beyond it.
struct ReviewLine {
    let reading: ReviewReading
    let words: Words

    private var event: CountyEvent { reading.event }

    var sentences: [String] {
        let unit = event.name(event.incident.unit)
        var sentences = [
            reading.receipts.before.map {
                words(
                    "事发前最后一次收到\(unit)的数据：\(Words.minute($0))。",
                    "Last data of \(unit) before the occurrence: \(Words.minute($0)).")
            } ?? words("事发前没有收到过\(unit)的数据。", "No data of \(unit) had come before the occurrence."),
            reading.receipts.after.map {
                words(
                    "事发后首次收到\(unit)的数据：\(Words.minute($0))。",
                    "First data of \(unit) after the occurrence: \(Words.minute($0)).")
            } ?? words("事发后还没有收到\(unit)的数据。", "No data of \(unit) has come since the occurrence."),
        ]
        sentences += journey
        for line in reading.lines { sentences += machine(line) }
        sentences += reading.silences.map {
            words(
                "\(PageTime.text($0.at)) 县端记有：该单位超过阈值没有联系。",
                "\(PageTime.text($0.at)): the hub noted that the unit was silent.")
        }
        return sentences
    }

    /// How long the first word of the event was on its way.
    private var journey: [String] {
        guard let first = event.detail.history.first?.authorship, let received = first.receivedAt else {
            return [words("事件记录由县端填写，没有经过线路。", "The event's record was written at the county and came over no line.")]
        }
        let (written, came) = (Instant(milliseconds: first.at), Instant(milliseconds: received))
        let way = max(0, (came - written).minutesDown)
        let told = words(
            "事件记录在\(reading.replicas.name(first.replica))录入 \(Words.minute(written))（该机时钟），县端收到 \(Words.minute(came))，相隔 ",
            "The event's record was entered at \(reading.replicas.name(first.replica)) at \(Words.minute(written)) (its clock) and came at \(Words.minute(came)), after "
        )
        let why =
            way > Self.promptMinutes
            ? words(
                "：当时没有送出，断网或程序未运行，县端无从分辨。",
                ": it was not sent then; whether the line or the program was down the hub cannot tell.")
            : words("：录入后随即送达。", ": it was sent at once.")
        return [told + words.minutes(way) + why]
    }

    /// A line that works brings an entry within this time.
    private static let promptMinutes = 5

    private func machine(_ line: ReviewReading.Line) -> [String] {
        let name = reading.replicas.name(line.member.replica)
        let hour = HourlySpan.hour(event.incident.occurredAt.milliseconds)
        guard !line.hours.isEmpty, hour >= HourlySpan.hour(event.now.milliseconds) - HourlySpan.hoursKept else {
            return [
                words(
                    "\(name)：县端没有保留当时的联系和时钟偏差（只保留一个月）。",
                    "\(name): contacts and clock of then are not kept (one month is).")
            ]
        }
        let contact =
            line.hours[hour] == nil
            ? words("事发的那一小时内没有同县端交换", "no exchange within the hour of the occurrence")
            : words("事发的那一小时内同县端有交换", "exchanged with the hub within the hour of the occurrence")
        let before = line.hours.keys.filter { $0 < hour }.max().map { text($0) } ?? words("无", "none")
        let after = line.hours.keys.filter { $0 > hour }.min().map { text($0) } ?? words("无", "none")
        let near = line.hours.min { abs($0.key - hour) < abs($1.key - hour) }
        let offset =
            near.map { PageTime.offset($0.value.last) + words("（\(text($0.key)) 所报）", " (told \(text($0.key)))") }
            ?? "–"
        return [
            words(
                "\(name)：\(contact)；此前最近有交换的一小时 \(before)，此后 \(after)；时钟偏差 \(offset)。",
                "\(name): \(contact); the last hour with an exchange before \(before), the next after \(after); clock offset \(offset)."
            )
        ]
    }

    private func text(_ hour: Int64) -> String {
        Words.minute(Instant(milliseconds: hour * HourlySpan.millisecondsPerHour))
    }
}
