import DutyDesk
import DutyRecords
import SyncKit

/// The questions of a form.
struct RuleInputs {
    var view: [[String: Any]] { questions.view }
    private(set) var help: [String] = []
    private var questions: Questions

    init(
        _ kind: RuleProposal.Kind, _ fields: [String: String], _ errors: [String: String],
        _ notices: [String: [RecordFacts]], now: Instant, _ words: Words
    ) {
        questions = Questions(fields, errors)
        switch kind {
        case .arrangement:
            help = [
                words(
                    "把国务院办公厅通知的正文粘贴在下面。星期和天数会核对；以后的修改通知照样录入，以公布日期在后的为准。",
                    "Paste the text of the State Council's notice. Weekdays and counts are checked; an amendment is entered the same way and stands above it from its date."
                )
            ]
            questions.ask("year", words("年份", "Year"))
            questions.ask("published", words("公布日期", "Published"))
            questions.ask("source", words("文号或网址", "Number or address of the notice"))
            questions.lines("text", words("通知正文", "Text of the notice"))
        case .day:
            questions.ask("date", words("日期", "Day"))
            questions.choose(
                "dayType", words("日期类型", "What it is"),
                [("", "–")]
                    + DayType.allCases.filter { $0 != .sensitive }.map { ($0.rawValue, words($0.chinese, $0.english)) })
            questions.ask("name", words("名称", "Name"))
            questions.ask("source", words("依据", "On what ground"))
        case .period:
            questions.ask("from", words("起", "From"), words("日期或时刻，如 10-1 或 10-1 8:00", "a day, or a minute"))
            questions.ask("to", words("止（含当日）", "To (that day included)"))
            questions.choose(
                "kind", words("类型", "Kind"),
                [("", "–")] + Self.kinds.map { ($0, Wording.choice($0, in: words.language)) })
            questions.lines("reason", words("事由", "Reason"))
        case .profile:
            help = [
                words(
                    "只填要改的数值；空着的照现行规定。单位的设置只能更严，不能放宽（第二十三条）。",
                    "Type only what changes; what is blank stays. A unit's own may be stricter, never looser (Art. 23)."
                )
            ]
            questions.ask("title", words("名称", "Title"))
            questions.ask("documentNumber", words("文号", "Document number"))
            questions.ask("validFrom", words("生效", "Valid from"))
            questions.ask("validTo", words("失效（可空）", "Valid to (may be blank)"))
            let units = Unit.inForce(notices["unit"] ?? [])
            questions.choose(
                "unit", words("适用单位", "For"),
                [("", words("全县", "the county"))] + units.map { ($0.code, $0.name) })
            let book = RuleBook(notices)
            let figures = book.figures(for: fields["unit"] ?? "", at: now)
            for figure in RuleFigure.all {
                let present = figures[figure]?.figureText(in: words.language) ?? words("未定", "unset")
                questions.ask(
                    "figure-\(figure.name)", words(figure.chinese, figure.english),
                    words("现行 \(present) · \(figure.article)", "now \(present) · \(figure.article)"))
            }
        }
    }

    private static let kinds: [String] = {
        guard case .choice(let words)? = Collection.specialPeriod.field("kind")?.kind else { return [] }
        return words
    }()
}
