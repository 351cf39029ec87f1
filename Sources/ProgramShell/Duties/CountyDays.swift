package import DutyRecords
package import SyncKit
import Synchronization

/// What a page on every unit is asked with: the records of some days alone.
package struct CountyDays: Sendable {
    package let now: Instant
    package let days: ClosedRange<Day>
    package let duties: DutyBook
    package let calendar: DutyCalendar
    package let book: RuleBook
    /// Each unit's numbers of its duty room, by its code.
    package let phones: [String: [String]]
}

/// Reads the county's days. A county has half a million records a year: people, absences, rosters that were handed in
/// and incidents are few and stay in memory; shifts and 零报告 are read by their time, and the last days that were asked
/// for are kept until something of them changes.
package final class CountyMemory: Sendable {
    private let few: KeptRecords<RecordFacts>
    private let mark: ChangeMark
    private let latest = Mutex<[Read]>([])
    private static let kept = ["person", "contact", "absence", "roster-submission", "incident"]
    private static let cut = ["duty-shift", "leader-shift", "zero-report"]
    /// How many spans of days are kept.
    private static let readsMax = 2

    private struct Read {
        let version: Int
        let days: ClosedRange<Day>
        let duties: DutyBook
        let calendar: DutyCalendar
        let book: RuleBook
        let phones: [String: [String]]
    }

    /// How long before the days a shift may have begun that reaches into them.
    static let shiftDaysMax = 31

    package init(_ store: LedgerStore) {
        mark = ChangeMark(Set(Self.kept + Self.cut + DutyMirror.noticeCollections), in: store)
        few = KeptRecords(Set(Self.kept), unit: nil, in: store, make: Self.facts)
    }

    /// A record without the roster as it was handed in, which is long and read with its own record alone.
    static func facts(_ view: RecordView) -> RecordFacts {
        let facts = RecordFacts(view)
        return view.collection == "roster-submission" ? facts.keeping { $0 != "rosterText" } : facts
    }

    package func read(_ days: ClosedRange<Day>, in opened: some RecordFolder) async throws -> CountyDays {
        let version = mark.version
        let known = latest.withLock { reads in reads.first { $0.version == version && $0.days == days } }
        let read: Read
        if let known {
            read = known
        } else {
            read = try await self.read(days, version, opened)
            latest.withLock { reads in
                reads = [read] + reads.filter { $0.version == version && $0.days != days }.prefix(Self.readsMax - 1)
            }
        }
        return CountyDays(
            now: try await opened.now(), days: days, duties: read.duties, calendar: read.calendar, book: read.book,
            phones: read.phones)
    }

    private func read(_ days: ClosedRange<Day>, _ version: Int, _ opened: some RecordFolder) async throws -> Read {
        let notices = try await opened.mirror.notices()
        var facts = try await few.current(Self.kept).records
        let phones = Dictionary(grouping: facts["contact"] ?? [], by: \.unit).mapValues { contacts in
            contacts.flatMap { $0.texts("dutyPhones") }
        }
        facts["unit"] = notices["unit"]
        for name in Self.cut {
            let reach = name == "zero-report" ? 0 : Self.shiftDaysMax
            facts[name] = try await opened.store.records(
                RecordFilter(
                    collection: name, from: (days.lowerBound - reach).start.milliseconds,
                    before: days.upperBound.end.milliseconds), deliveredTo: nil
            ) { view -> RecordFacts? in
                let facts = RecordFacts(view)
                guard reach > 0, let end = facts.time("end") else { return facts }
                return end > days.lowerBound.start ? facts : nil
            }.compactMap(\.self)
        }
        return Read(
            version: version, days: days,
            duties: DutyBook(
                countyUnit: try await opened.countyUnit(), homeUnit: opened.homeUnit,
                names: try await opened.namesFromEnrolment(), facts),
            calendar: DutyCalendar(notices),
            book: RuleBook(notices), phones: phones)
    }
}
