package import SyncKit

/// The numbers of the duty log (Art. 10): `unit-year-volume-serial`, given at home without the county, never given twice.
///
/// A volume carries the letter that the hub gave its replica. Where the guards found a copy or a rollback it also
/// carries some characters of the epoch that followed, since the other branch goes on in the old volume.
package enum LogNumber {
    package static let collection = "log-entry"

    package static func volume(letter: String, branchMark: String) -> String { letter + branchMark }

    package static func text(unit: String, year: Int, volume: String, serial: Int64) -> String {
        let digits = String(serial)
        return "\(unit)-\(year)-\(volume)-" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    /// Numbers new log entries; the first of a volume opens its record.
    /// - Parameters:
    ///   - clock: the machine's own, as it is.
    ///   - volumeID: draws an id for the volume's record.
    package static func numbering(
        unit: String, letter: String, year: Int, clock: @escaping @Sendable () -> Instant,
        volumeID: @escaping @Sendable () -> RecordID
    ) -> Numbering {
        Numbering(
            series: { "log-entry/\(year)-\(volume(letter: letter, branchMark: $0))" },
            numbered: { change, serial, mark in
                let volume = volume(letter: letter, branchMark: mark)
                var entry = change
                entry.writes += [
                    FieldWrite("volume", .set(.text("\(year)-\(volume)"))),
                    FieldWrite(
                        "number", .set(.text(text(unit: unit, year: year, volume: volume, serial: serial)))),
                    FieldWrite("savedAt", .set(.text(clock().description))),
                ]
                guard serial == 1 else { return [entry] }
                let opening = RecordChange(
                    collection: "log-volume", record: volumeID(),
                    writes: [
                        FieldWrite("year", .set(.integer(Int64(year)))),
                        FieldWrite("volume", .set(.text("\(year)-\(volume)"))),
                    ])
                return [entry, opening]
            })
    }

    /// The parts of a number; nil for what this system did not give.
    package static func parse(_ number: String) -> (volume: String, serial: Int64)? {
        let parts = number.split(separator: "-")
        guard parts.count >= 4, let serial = Int64(parts[parts.count - 1]), Int(parts[parts.count - 3]) != nil else {
            return nil
        }
        return ("\(parts[parts.count - 3])-\(parts[parts.count - 2])", serial)
    }
}

/// What is wrong with the log of a unit.
package struct LogFindings: Sendable, Hashable {
    /// Numbers that no entry has, though later ones do.
    package var gaps: [String] = []
    /// Numbers that several entries have.
    package var doubles: [String] = []
    /// 补记: entries that were recorded later than 较大's minute allows, with the delay in minutes.
    package var late: [RecordID: Int] = [:]

    /// Longer than this after the occurrence, an entry is marked 补记.
    package static let promptMinutes = 60

    package init(unit: String, entries: [RecordFacts]) {
        var serials: [String: [Int64]] = [:]
        for entry in entries {
            if let number = entry.text("number"), let (volume, serial) = LogNumber.parse(number) {
                serials[volume, default: []].append(serial)
            }
            if let delay = Self.delay(entry) { late[entry.id] = delay }
        }
        for (volume, given) in serials.sorted(by: { $0.key < $1.key }) {
            let parts = volume.split(separator: "-", maxSplits: 1)
            func text(_ serial: Int64) -> String {
                LogNumber.text(unit: unit, year: Int(parts[0]) ?? 0, volume: String(parts[1]), serial: serial)
            }
            let known = Set(given)
            gaps += (1...(given.max() ?? 1)).filter { !known.contains($0) }.map(text)
            doubles += Dictionary(grouping: given) { $0 }.filter { $0.value.count > 1 }.keys.sorted().map(text)
        }
    }

    /// Minutes from what happened to its entry, where they make it a 补记.
    package static func delay(_ entry: RecordFacts) -> Int? {
        guard let occurred = entry.time("receivedAt") ?? entry.time("occurredAt"),
            let recorded = entry.time("recordedAt")
        else { return nil }
        let minutes = (recorded - occurred).minutesDown
        return minutes > promptMinutes ? minutes : nil
    }
}
