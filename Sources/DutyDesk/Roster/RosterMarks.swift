import DutyRecords
import ProgramShell
import SyncKit

/// What the check finds, as the cells show it and as a list with links and articles.
struct RosterMarks {
    /// A few words in a cell, with the article that they rest on.
    struct Mark {
        let text: String
        let article: String
        var view: [String: String] { ["text": text, "article": article] }
    }

    /// By shift.
    private(set) var onShift: [RecordID: [Mark]] = [:]
    private(set) var onDay: [Day: [Mark]] = [:]
    private(set) var list: [[String: Any]] = []

    private let scene: RosterScene
    private let days: ClosedRange<Day>
    private var words: Words { scene.words }

    init(_ scene: RosterScene, _ days: ClosedRange<Day>) {
        self.scene = scene
        self.days = days
        let found = scene.findings(days)
        for gap in found.gaps { mark(gap: gap) }
        for missing in found.leadersMissing { mark(missing) }
        shifts(found.notOnEstablishment, "非在编", "not staff", "非在编，禁止排班", "not on the establishment", "第十六条")
        shifts(found.notOnStrength, "不在岗", "left or not joined", "不在岗期间", "not on strength then", "第十六条")
        for away in found.awayOnDuty {
            mark(away.shift, words("外出", "away"), "第五条第（四）项")
            row(
                words("值班期间外出：", "away on duty: ") + shift(away.shift), "第五条第（四）项", path(away.shift),
                repair: "/roster/proposal?month=\(scene.month)&absence=\(away.absence)")
        }
        for double in found.doubleShifts {
            for shift in double.shifts { mark(shift, words("重复", "twice"), "第二条") }
            row(
                words("同一人同时两班：", "twice at once: ") + scene.name(double.officer) + " "
                    + Words.minute(double.span.lowerBound), "第二条", path(double.shifts[1]))
        }
        shifts(found.unapproved, "未批准", "not approved", "代班或串班未批准", "stand-in or swap not approved", "第十六条")
        shifts(found.swapConflicts, "重复串班", "swapped twice", "重复串班", "swapped more than once", "第十六条")
        shifts(found.unknownPersons, "未登记", "unknown", "人员未登记", "person not entered", "第二条")
        for span in found.bothLeadersAway {
            row(
                words("正副职同时外出：", "head and first deputy both away: ") + Words.minute(span.lowerBound) + " – "
                    + Words.minute(span.upperBound), "第五条第（四）项", "#d\(max(span.lowerBound.day, days.lowerBound))")
        }
    }

    private mutating func mark(gap: Range<Instant>) {
        row(
            words("无人值守：", "nobody on duty: ") + Words.minute(gap.lowerBound) + " – " + Words.minute(gap.upperBound)
                + words("，共 ", ", ") + words.minutes(gap.minutes), "第二条", "#d\(gap.lowerBound.day)")
        var day = gap.lowerBound.day
        while day <= days.upperBound && day.start < gap.upperBound {
            let (from, to) = (max(gap.lowerBound, day.start), min(gap.upperBound, day.end))
            let isWhole = from == day.start && to == day.end
            let end = to == day.end ? "24:00" : to.clockTime
            let text =
                isWhole
                ? words("全天无人", "nobody all day") : words("缺 ", "gap ") + "\(from.clockTime)–\(end)"
            onDay[day, default: []].append(Mark(text: text, article: "第二条"))
            day = day + 1
        }
    }

    private mutating func mark(_ missing: RosterFindings.LeadersMissing) {
        let lack = missing.required - missing.have
        let what =
            missing.required == 2
            ? words("双带班缺 \(lack) 人", "leaders missing: \(lack) of 2") : words("带班领导缺 \(lack) 人", "leader missing")
        onDay[missing.day, default: []].append(Mark(text: what, article: "第二条"))
        row(
            "\(scene.date(missing.day)) \(what)（\(words(missing.dayType.chinese, missing.dayType.english))）",
            "第二条、第十三条", "#d\(missing.day)")
    }

    private mutating func shifts(
        _ places: [RosterFindings.OnShift], _ short: String, _ shortEnglish: String, _ long: String,
        _ longEnglish: String, _ article: String
    ) {
        for place in places {
            mark(place.shift, words(short, shortEnglish), article)
            row(words(long + "：", longEnglish + ": ") + shift(place.shift), article, path(place.shift))
        }
    }

    private mutating func mark(_ shift: RecordID, _ text: String, _ article: String) {
        onShift[shift, default: []].append(Mark(text: text, article: article))
    }

    private mutating func row(_ text: String, _ article: String, _ path: String, repair: String? = nil) {
        list.append([
            "text": text, "article": article, "path": path, "repair": Sometimes.text(repair),
            "repairText": words("改排", "find a replacement"),
        ])
    }

    private func shift(_ id: RecordID) -> String {
        guard let shift = scene.acts.shift(id) else { return "" }
        return "\(scene.date(shift.span.lowerBound.day)) \(scene.name(shift.person))"
    }

    private func path(_ id: RecordID) -> String {
        "/roster/slot/\((scene.acts.kind(of: id) ?? .duty).collection)/\(id)"
    }
}
