package import DutyRecords
package import SyncKit
import Synchronization

/// What the rules are asked with, in memory: the records of this folder's own unit and the county's notices, as of the
/// last transaction.
///
/// Others' records, and records as they once stood, are read from the store.
package final class DutyMirror: Sendable {
    private let own: KeptRecords<RecordFacts>
    private let notices: KeptRecords<RecordFacts>
    private let traces: KeptRecords<RecordTrace>
    let volumes: VolumeMemory
    private let unit: String
    private let grouped = Mutex<Grouped?>(nil)
    private let traffic = Mutex<(version: Int, traffic: RoomTraffic)?>(nil)

    /// The whole of it as the rules take it, put together anew after a change alone.
    struct Grouped {
        fileprivate let versions: [Int]
        let duties: DutyBook
        let calendar: DutyCalendar
        let book: RuleBook
    }

    /// What every unit is judged by: written by the county, few.
    package static let noticeCollections = ["unit", "calendar-day", "special-period", "rule-profile"]

    package init(_ store: LedgerStore, homeUnit: String) {
        unit = homeUnit
        own = KeptRecords(
            Set(Self.owned), unit: homeUnit,
            withReceipts: DutyBook.withReceipts, in: store
        ) { RecordFacts($0) }
        notices = KeptRecords(Set(Self.noticeCollections), unit: nil, in: store) { RecordFacts($0) }
        volumes = VolumeMemory(store, homeUnit: homeUnit)
        traces = KeptRecords(RecordTrace.collections, unit: homeUnit, in: store) {
            RecordTrace(RecordFacts($0), in: $0.collection)
        }
    }

    func keeps(_ collection: String, of unit: String?) -> Bool { unit == self.unit && own.keeps(collection) }

    /// - Parameter collections: each of them kept, of the own unit.
    func facts(_ collections: [String]) async throws -> [String: [RecordFacts]] {
        try await own.current(collections).records
    }

    package func notices(_ collections: [String] = DutyMirror.noticeCollections) async throws -> [String: [RecordFacts]]
    {
        try await notices.current(collections).records
    }

    /// All of ``DutyBook/collections`` of the own unit.
    func grouped(countyUnit: String, names: [String: String]) async throws -> Grouped {
        let (notices, own) = (try await notices.current(Self.noticeCollections), try await own.current(Self.owned))
        let versions = [notices.version, own.version]
        if let known = grouped.withLock({ $0 }), known.versions == versions, known.duties.countyUnit == countyUnit {
            return known
        }
        var facts = own.records
        facts["unit"] = notices.records["unit"]
        let made = Grouped(
            versions: versions, duties: DutyBook(countyUnit: countyUnit, homeUnit: unit, names: names, facts),
            calendar: DutyCalendar(notices.records),
            book: RuleBook(notices.records))
        grouped.withLock { $0 = made }
        return made
    }

    /// The own unit's log volumes in outline, by name.
    func outlines() async throws -> [VolumeMemory.Outline] {
        let records = (try await facts(["log-volume"])["log-volume"] ?? []).filter { $0.has("volume") }
        return try await volumes.outlines(of: records.sorted { ($0.text("volume") ?? "") < ($1.text("volume") ?? "") })
    }

    /// What the own unit's calls, log entries and inquiries tell a handover.
    func traffic() async throws -> RoomTraffic {
        let traces = try await traces.current(Array(RecordTrace.collections))
        if let known = traffic.withLock({ $0 }), known.version == traces.version { return known.traffic }
        let made = RoomTraffic(traces.records)
        traffic.withLock { $0 = (traces.version, made) }
        return made
    }

    /// Grows with each change of the own unit's calls, entries and people.
    package func version() async throws -> [Int] {
        [try await traces.current(["phone-record"]).version, try await own.current(["person"]).version]
    }

    private static let owned = DutyBook.collections.filter { !noticeCollections.contains($0) }

    /// Reads everything that the desk's pages are drawn from, before the first of them is asked for.
    package func warm() async throws {
        _ = try await notices.current(Self.noticeCollections)
        _ = try await own.current(Self.owned)
        _ = try await traffic()
        _ = try await outlines()
    }
}
