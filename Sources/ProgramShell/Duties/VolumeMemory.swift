package import DutyRecords
import SyncKit
import Synchronization

/// The log volumes of this folder's own unit in outline: their numbers and pages, worked out anew for those alone whose
/// entries changed, so that a page of a volume does not read the volume.
package final class VolumeMemory: Sendable {
    /// A volume whose entries have their numbers alone, and its pages.
    package struct Outline: Sendable {
        package let volume: LogVolume
        package let pages: [VolumePage]
        /// Changes with any word of any entry, and with the volume's own record.
        fileprivate let mark: Int
    }

    private struct State {
        var outlines: [RecordID: Outline] = [:]
        var conditions: [RecordID: (mark: Int, condition: VolumeCondition)] = [:]
    }

    private let entries: KeptRecords<LogTrace?>
    private let first: KeptRecords<FirstHeight>
    private let state = Mutex(State())

    init(_ store: LedgerStore, homeUnit: String) {
        entries = KeptRecords([LogNumber.collection], unit: homeUnit, in: store) { LogTrace(RecordFacts($0)) }
        first = KeptRecords([LogNumber.collection], unit: homeUnit, asOf: 0, in: store) { FirstHeight(RecordFacts($0)) }
    }

    /// - Parameter records: the unit's volumes.
    func outlines(of records: [RecordFacts]) async throws -> [Outline] {
        let traces = try await entries.current([LogNumber.collection]).records[LogNumber.collection] ?? []
        let heights = try await first.current([LogNumber.collection]).records[LogNumber.collection] ?? []
        let volumes = Dictionary(grouping: traces.compactMap { $0 }, by: \.volume)
        var room: [RecordID: Int]?
        return records.map { record in
            let traces = volumes[record.text("volume") ?? ""] ?? []
            let mark = Self.mark(record, traces)
            if let known = state.withLock({ $0.outlines[record.id] }), known.mark == mark { return known }
            let volume = LogVolume(record, log: traces.map(\.numbered))
            let known = room ?? Dictionary(heights.map { ($0.id, $0.height) }) { first, _ in first }
            room = known
            let made = Outline(
                volume: volume, pages: VolumePage.cut(heights: volume.entries.map { known[$0.id] ?? 0 }), mark: mark)
            state.withLock { $0.outlines[record.id] = made }
            return made
        }
    }

    /// Entries that were written on paper first.
    func fromPaper() async throws -> [RecordID] {
        let traces = try await entries.current([LogNumber.collection]).records[LogNumber.collection] ?? []
        return traces.compactMap { trace in trace.flatMap { $0.isFromPaper ? $0.id : nil } }
    }

    private static func mark(_ record: RecordFacts, _ traces: [LogTrace]) -> Int {
        var hasher = Hasher()
        hasher.combine(record.fields)
        for trace in traces { hasher.combine(trace.mark) }
        return hasher.finalize()
    }

    /// What was found of a volume, as long as nothing of it changed.
    func condition(of outline: Outline, working: () async throws -> VolumeCondition) async throws -> VolumeCondition {
        let id = outline.volume.record.id
        if let known = state.withLock({ $0.conditions[id] }), known.mark == outline.mark { return known.condition }
        let found = try await working()
        state.withLock { $0.conditions[id] = (outline.mark, found) }
        return found
    }
}
