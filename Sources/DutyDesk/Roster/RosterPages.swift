import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

/// 值班表: a month of duty and leaders' shifts, made by hand or by the planner, checked, handed in, counted.
struct RosterPages<Room: DeskRoom>: Sendable {
    let desk: Desk<Room>
    let undos = RosterUndos()
    let month: MustacheTemplate
    let slot: MustacheTemplate
    let approval: MustacheTemplate
    let proposal: MustacheTemplate

    init(_ desk: Desk<Room>) throws {
        self.desk = desk
        month = try MustacheTemplate(string: Self.monthHTML)
        slot = try MustacheTemplate(string: Self.slotHTML)
        approval = try MustacheTemplate(string: Self.approvalHTML)
        proposal = try MustacheTemplate(string: Self.proposalHTML)
    }

    func add(to router: Router<PageContext>) {
        router.get("/roster") { request, _ in
            try await desk.signedIn(request) { visitor, language in
                let asked = request.typed
                var (month, error): (Month?, String?)
                if let typed = asked["month"] {
                    (month, error) = read(typed, now: try await desk.room.now(), Words(language: language))
                }
                return try await showMonth(
                    try await scene(language, month: month?.description), visitor,
                    typed: error == nil ? [:] : ["asked-month": asked["month"] ?? ""], error: error,
                    done: asked["done"].flatMap { undos.find($0, of: visitor.session.person) })
            }
        }
        router.get("/roster/slot/:collection/:id") { request, context in
            try await desk.signedIn(request) { visitor, language in
                try await showSlot(try place(context), visitor, language)
            }
        }
        router.get("/roster/proposal") { request, _ in
            try await desk.signedIn(request) { visitor, language in
                try await showProposal(request, visitor, language)
            }
        }
        router.post("/roster/act") { request, _ in
            try await desk.posted(request) { try await act($0, $1, $2) }
        }
        router.post("/roster/undo") { request, _ in
            try await desk.posted(request) { try await undo($0, $1, $2) }
        }
        router.post("/roster/accept") { request, _ in
            try await desk.posted(request) { try await accept($0, $1, $2) }
        }
        router.post("/roster/submit") { request, _ in
            try await desk.posted(request) { try await submit($0, $1, $2) }
        }
    }

    /// A month as it was typed, or what to type instead.
    private func read(_ typed: String, now: Instant, _ words: Words) -> (Month?, String?) {
        do throws(TypedMoment.Fault) {
            return (try TypedMoment.month(typed, now: now), nil)
        } catch {
            return (nil, words(error.sentence(of: typed, .month)))
        }
    }

    /// The shift that a path names.
    struct SlotPlace {
        let kind: RosterKind
        let id: RecordID
        var path: String { "/roster/slot/\(kind.collection)/\(id)" }
    }

    private func place(_ context: PageContext) throws -> SlotPlace {
        guard let kind = RosterKind(rawValue: try context.parameters.require("collection")),
            let id = RecordID(try context.parameters.require("id"))
        else {
            throw CommandFailure(
                .badUse, chinese: "没有这样的班次。请从值班表打开。", english: "there is no such shift; open it from the roster")
        }
        return SlotPlace(kind: kind, id: id)
    }

    /// - Parameter month: `YYYY-MM`; nil or anything else: the present one.
    func scene(_ language: Language, month: (some StringProtocol)?) async throws -> RosterScene {
        let reading = try await desk.reading()
        return RosterScene(
            reading, unit: desk.room.homeUnit, month: month.flatMap { Month(String($0)) } ?? Month(of: reading.now.day),
            Words(language: language))
    }

    func scene(_ language: Language, _ posted: Posted) async throws -> RosterScene {
        try await scene(language, month: posted.fields["month"])
    }
}

/// What the pages of one request look at.
struct RosterScene: Sendable {
    let reading: DutyReading
    let unit: String
    let month: Month
    let words: Words
    let acts: RosterActs

    init(_ reading: DutyReading, unit: String, month: Month, _ words: Words) {
        self.reading = reading
        self.unit = unit
        self.month = month
        self.words = words
        acts = RosterActs(duties: reading.duties, unit: unit, now: reading.now)
    }

    var duties: DutyBook { reading.duties }
    var now: Instant { reading.now }
    var drafting: RosterDrafting {
        RosterDrafting(duties: duties, calendar: reading.calendar, now: now)
    }

    /// What the county is owed of the month's rosters.
    var owed: [Obligation] {
        DueRules(
            duties: duties, calendar: reading.calendar, book: reading.book, window: month.days, now: now, unit: unit
        ).rosters().sorted { $0.dueAt < $1.dueAt }
    }

    func name(_ person: RecordID) -> String { duties.persons[person]?.name ?? words("未登记人员", "unknown person") }
    func name(_ person: String) -> String { RecordID(person).map { name($0) } ?? person }

    func findings(_ days: ClosedRange<Day>) -> RosterFindings {
        RosterCheck(duties: duties, calendar: reading.calendar, book: reading.book, asOf: now)
            .findings(of: duties.unit(unit), days)
    }

    /// `12-03 周四`.
    func date(_ day: Day) -> String { "\(day.description.dropFirst(5)) \(words.weekday(day))" }

    /// `08:30–次日 08:30`; of a shift over several days with its last day.
    func clock(_ span: Range<Instant>) -> String {
        let days = span.upperBound.day.since(span.lowerBound.day)
        let end = span.upperBound.clockTime
        let last =
            switch days {
            case 0: end
            case 1 where end == "00:00": "24:00"
            case 1: words("次日 ", "+1 d ") + end
            default: "\(span.upperBound.day.description.dropFirst(5)) \(end)"
            }
        return "\(span.lowerBound.clockTime)–\(last)"
    }

    func dayType(_ day: CalendarDay) -> String {
        let type = day.dayType.map { words($0.chinese, $0.english) } ?? words(CalendarDay.unannounced, "not announced")
        return day.name.map { "\(type) \($0)" } ?? type
    }

    /// Those who may be named in a form: by name, or by id where two share it.
    var people: [[String: String]] {
        let own = duties.persons.values.filter { $0.unit == unit && ($0.leftAt.map { $0 > now } ?? true) }
            .sorted { $0.id < $1.id }
        let counts = Dictionary(grouping: own, by: \.name).mapValues(\.count)
        return own.map { person in
            let isAlone = counts[person.name] == 1
            let marks = [isAlone ? nil : person.name, person.post, person.isOffEstablishment ? "非在编" : nil]
            return [
                "value": isAlone ? person.name : person.id.description,
                "label": marks.compactMap(\.self).joined(separator: " "),
            ]
        }
    }
}
