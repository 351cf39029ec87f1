import SyncKit

/// A roster as it is handed in: one line a shift, with time, post and name.
package enum RosterText {
    package static func of(_ duties: DutyBook, _ days: ClosedRange<Day>) -> String {
        let whole = days.lowerBound.start..<days.upperBound.end
        let shifts =
            duties.dutyShifts.map { ($0, $0.record.text("post") ?? "值班") }
            + duties.leaderShifts.map {
                ($0, [$0.record.text("tier") ?? "带班", $0.role].compactMap { $0 }.joined(separator: " "))
            }
        return shifts.filter { $0.0.span.overlaps(whole) }
            .sorted { ($0.0.span.lowerBound, $0.1, $0.0.id) < ($1.0.span.lowerBound, $1.1, $1.0.id) }
            .map { shift, post in
                let name = duties.persons[shift.person]?.name ?? shift.person.description
                return "\(minute(shift.span.lowerBound)) – \(minute(shift.span.upperBound))\t\(post)\t\(name)"
            }.joined(separator: "\n")
    }

    private static func minute(_ instant: Instant) -> String { String(instant.description.prefix(16)) }

    /// A place of the roster that is another's than it was.
    package struct Difference: Hashable, Sendable {
        package let time: String
        package let post: String
        package let before: [String]
        package let after: [String]
    }

    /// What a roster of the same days says differently, by time.
    package static func differences(from old: String, to new: String) -> [Difference] {
        let (before, after) = (places(old), places(new))
        return Set(before.keys).union(after.keys).sorted { ($0.time, $0.post) < ($1.time, $1.post) }.compactMap {
            place in
            let (was, becomes) = (before[place] ?? [], after[place] ?? [])
            guard was != becomes else { return nil }
            return Difference(time: place.time, post: place.post, before: was, after: becomes)
        }
    }

    private struct Place: Hashable {
        let time: String
        let post: String
    }

    /// The names at each place, sorted.
    private static func places(_ text: String) -> [Place: [String]] {
        var places: [Place: [String]] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 3 else { continue }
            places[Place(time: parts[0], post: parts[1]), default: []].append(parts[2])
        }
        return places.mapValues { $0.sorted() }
    }
}
