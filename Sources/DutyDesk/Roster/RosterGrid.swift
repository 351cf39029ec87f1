import DutyRecords
import ProgramShell
import SyncKit

/// The month in seven columns from Monday, each day with what it is and who stands it.
struct RosterGrid {
    private let scene: RosterScene
    private let marks: RosterMarks
    private let lunar: [Day: LunarCalendar.Date]
    /// Shifts that begin on a day, and those of several days that go on through it.
    private let byDay: [Day: [Entry]]
    private let usual: [RosterKind: (begins: Int, length: Int)]
    /// Days that a refused form had ticked.
    private let ticked: Set<String>

    private struct Entry {
        let shift: Shift
        let kind: RosterKind
        let goesOn: Bool
    }

    init(_ scene: RosterScene, _ marks: RosterMarks, ticked: Set<String>) {
        self.scene = scene
        self.marks = marks
        self.ticked = ticked
        let days = scene.month.days
        lunar = LunarCalendar.dates(days)
        let whole = days.lowerBound.start..<days.upperBound.end
        var byDay: [Day: [Entry]] = [:]
        var usual: [RosterKind: (begins: Int, length: Int)] = [:]
        for (kind, shifts) in [(RosterKind.leader, scene.duties.leaderShifts), (.duty, scene.duties.dutyShifts)] {
            let own = shifts.filter { $0.unit == scene.unit && $0.span.overlaps(whole) }
                .sorted { ($0.span.lowerBound, $0.id) < ($1.span.lowerBound, $1.id) }
            usual[kind] = SlotPattern.usual(of: own.map(\.span))
            for shift in own {
                var day = max(shift.span.lowerBound.day, days.lowerBound)
                while day <= days.upperBound && day.start < shift.span.upperBound {
                    let begins = shift.span.lowerBound.day == day
                    if begins || shift.span.contains(day.at(12, 0)) {
                        byDay[day, default: []].append(Entry(shift: shift, kind: kind, goesOn: !begins))
                    }
                    day = day + 1
                }
            }
        }
        self.byDay = byDay
        self.usual = usual
    }

    /// How the shifts of the month are usually cut, so that cells need not repeat it.
    func habit(_ kind: RosterKind) -> String? {
        usual[kind].map { scene.clock(scene.month.days.lowerBound.start + .minutes($0.begins), $0.length) }
    }

    var weeks: [[String: Any]] {
        let days = scene.month.days
        var cells: [[String: Any]] = Array(
            repeating: ["isDay": false], count: days.lowerBound.weekday - 1)
        var day = days.lowerBound
        while day <= days.upperBound {
            cells.append(cell(day))
            day = day + 1
        }
        while cells.count % 7 != 0 { cells.append(["isDay": false]) }
        return stride(from: 0, to: cells.count, by: 7).map { ["cells": Array(cells[$0..<$0 + 7])] }
    }

    private func cell(_ day: Day) -> [String: Any] {
        let words = scene.words
        let known = scene.reading.calendar.day(day, asOf: scene.now)
        let isRest = known.dayType.map { ![.workday, .makeupWorkday].contains($0) } ?? day.isSaturdayOrSunday
        let style = [
            isRest ? "rest" : nil, day == scene.now.day ? "today" : nil, day < scene.now.day ? "past" : nil,
        ]
        return [
            "isDay": true, "day": day.description, "number": "\(day.parts.day)", "weekday": words.weekday(day),
            "style": style.compactMap(\.self).joined(separator: " "),
            "lunar": lunar[day].map { words($0.chinese, "L\($0.month)-\($0.day)") } ?? "",
            "type": scene.dayType(known),
            "isToday": Sometimes.text(day == scene.now.day ? words("今天", "today") : nil),
            "periods": known.periods.map { "\($0.kind) \($0.reason)" },
            "checked": ticked.contains(day.description) ? "checked" : "",
            "slots": (byDay[day] ?? []).map(slot), "marks": (marks.onDay[day] ?? []).map(\.view),
        ]
    }

    private func slot(_ entry: Entry) -> [String: Any] {
        let (shift, words) = (entry.shift, scene.words)
        let record = shift.record
        let isUsual =
            usual[entry.kind].map {
                shift.span.lowerBound.minuteOfDay == $0.begins && shift.span.minutes == $0.length
            } ?? false
        var small: [String] = []
        if entry.kind == .leader { small += [shift.role, shift.isOnCall ? "总带班" : nil].compactMap(\.self) }
        if entry.kind == .duty, let post = record.text("post"), post != "值班" { small.append(post) }
        if !isUsual && !entry.goesOn { small.append(scene.clock(shift.span)) }
        let changed =
            shift.swappedWith != nil ? words("串", "swap") : shift.substituteFor != nil ? words("代", "for") : nil
        return [
            "path": "/roster/slot/\(entry.kind.collection)/\(shift.id)", "was": shift.person.description,
            "start": "\(shift.span.lowerBound.milliseconds)", "drag": entry.goesOn ? "" : "draggable=\"true\"",
            "style": (entry.kind == .leader ? "lead" : "") + (entry.goesOn ? " on" : ""),
            "sign": entry.goesOn ? "↳" : entry.kind == .leader ? words("带", "L") : words("值", "D"),
            "name": scene.name(shift.person), "small": Sometimes.text(small.joined(separator: " ")),
            "changed": Sometimes.text(changed), "marks": (marks.onShift[shift.id] ?? []).map(\.view),
        ]
    }

    static let html = """
        <div class="month-wrap"><table class="month" id="roster"><thead><tr>{{#weekdays}}<th scope="col">{{.}}</th>{{/weekdays}}</tr></thead><tbody>
        {{#weeks}}<tr>{{#cells}}{{#isDay}}<td id="d{{day}}" data-day="{{day}}" class="{{style}}"><div class="day"><label><input type="checkbox" form="add" name="d{{day}}" {{checked}} aria-label="{{day}}"><b>{{number}}</b><span class="weekday">{{weekday}}</span></label><span class="soft">{{lunar}} {{type}}</span>{{#isToday}}<strong>{{.}}</strong>{{/isToday}}</div>
        {{#periods}}<p class="warn">{{.}}</p>{{/periods}}{{#slots}}<a class="slot {{style}}" href="{{path}}" data-was="{{was}}" data-start="{{start}}" {{{drag}}}><i>{{sign}}</i>{{name}}{{#changed}} <b>{{.}}</b>{{/changed}}{{#small}} <small>{{.}}</small>{{/small}}{{#marks}} <em>⚠{{text}} <small>{{article}}</small></em>{{/marks}}</a>
        {{/slots}}{{#marks}}<p class="bad">⚠ {{text}} <small>{{article}}</small></p>{{/marks}}</td>{{/isDay}}{{^isDay}}<td class="blank"></td>{{/isDay}}{{/cells}}</tr>
        {{/weeks}}</tbody></table></div>
        """
}

extension RosterScene {
    /// - Parameter minutes: how long it lasts.
    func clock(_ start: Instant, _ minutes: Int) -> String { clock(start..<(start + .minutes(minutes))) }
}
