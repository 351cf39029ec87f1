package import SyncKit

/// What a page of the log marks beside an entry (Art. 10).
package enum LogMark: Sendable, Hashable {
    /// 补记: written down so many minutes after it happened.
    case late(minutes: Int)
    /// 补录: written on paper first, under this number.
    case fromPaper(String)
    /// The machine's clock was set back by so many minutes since the entry before.
    case clockSetBack(minutes: Int)

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
        return marks
    }
}
