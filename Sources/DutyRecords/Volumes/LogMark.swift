package import SyncKit

/// What a page of the log marks beside an entry (Art. 10).
package enum LogMark: Sendable, Hashable {
    /// 补记: written down so many minutes after it happened.
    case late(minutes: Int)
    /// 补录: written on paper first, under this number.
    case fromPaper(String)
    /// The machine's clock was set back by so many minutes since the entry before.
    case clockSetBack(minutes: Int)
    /// The machine's clock ran ahead while this was saved: a later entry was saved at an earlier time, which again fits
    /// what stands before both.
    case clockSetForward(saved: Instant, next: Instant)

    /// Less is the jitter of a clock that is kept right.
    private static let clockMinutes = 2

    /// The marks of each entry of a volume, by id.
    /// - Parameter entries: in the order of their numbers.
    package static func all(_ entries: [RecordFacts]) -> [RecordID: [LogMark]] {
        var marks: [RecordID: [LogMark]] = [:]
        var latest: Instant?
        for entry in entries {
            var found: [LogMark] = []
            if let paper = entry.text("paperNumber") { found.append(.fromPaper(paper)) }
            if let minutes = LogFindings.delay(entry) { found.append(.late(minutes: minutes)) }
            if let saved = entry.time("savedAt") {
                if let latest, (latest - saved).minutesDown >= clockMinutes {
                    found.append(.clockSetBack(minutes: (latest - saved).minutesDown))
                }
                latest = saved
            }
            if !found.isEmpty { marks[entry.id] = found }
        }
        for (id, mark) in clockSetForward(entries) { marks[id, default: []].append(mark) }
        return marks
    }

    /// Those that were saved while the clock was ahead: from where it went back, up to the entry that fits again. Where
    /// none before fits, the clock was set back and never ahead.
    private static func clockSetForward(_ entries: [RecordFacts]) -> [RecordID: LogMark] {
        let saved = entries.compactMap { entry in entry.time("savedAt").map { (id: entry.id, at: $0) } }
        var marks: [RecordID: LogMark] = [:]
        for (place, next) in saved.enumerated().dropFirst() {
            let ahead = saved[..<place].reversed().prefix { ($0.at - next.at).minutesDown >= clockMinutes }
            guard !ahead.isEmpty, ahead.count < place else { continue }
            for entry in ahead where marks[entry.id] == nil {
                marks[entry.id] = .clockSetForward(saved: entry.at, next: next.at)
            }
        }
        return marks
    }
}
