package import SyncKit

extension LogVolume {
    /// Of the unit and the volume: by it a code names its volume in few bits. Two volumes may share one.
    package var tag: UInt64 { Self.number(Self.sha256(["zhishou-volume-v1", unit, name]), bits: 48) >> 36 }

    /// The code of entries that follow each other, as they read now.
    package func code(of places: Range<Int>) -> PageCode {
        code(of: places, reading: entries[places].map(\.fields))
    }

    /// The code of entries as they read at some time.
    ///
    /// The seal is over the unit, the volume, the number and id of every entry before the page in their order, and of
    /// the page's entries all that they say.
    func code(of places: Range<Int>, reading fields: [[String: FieldValue]]) -> PageCode {
        let before = Self.sha256(entries[..<places.lowerBound].map { "\($0.text("number") ?? "") \($0.id)" })
        let lines = zip(entries[places], fields).map { entry, fields in
            JSONValue.object([("id", .text(entry.id.description)), ("fields", Self.words(fields))]).text
        }
        let digest = Self.sha256(["zhishou-page-v1", unit, name, before] + lines)
        return PageCode(
            volumeTag: tag, firstSerial: entries[places].first.map { Self.serial($0) } ?? 0, count: places.count,
            seal: Self.number(digest, bits: 56) >> (56 - PageCode.sealBits))
    }

    /// The first bits of a hexadecimal digest.
    private static func number(_ digest: String, bits: Int) -> UInt64 {
        UInt64(digest.prefix(bits / 4), radix: 16) ?? 0
    }
}

/// What became of a page since it was printed with a code.
package struct PageCheck: Sendable {
    /// An entry as it read after one of the sets that touched it.
    package struct Version: Sendable {
        /// Unix milliseconds by the writer's clock.
        package let at: Int64
        package let fields: [String: FieldValue]

        package init(at: Int64, fields: [String: FieldValue]) {
            self.at = at
            self.fields = fields
        }
    }

    /// An entry that reads differently now.
    package struct Changed: Sendable, Hashable {
        package let record: RecordID
        package let number: String
        package let fields: [String]
    }

    /// Entries tried in all combinations of their versions, where no moment of theirs fits.
    private static let combinationsMax = 4_096

    package let code: PageCode
    package let volume: LogVolume
    package let places: Range<Int>

    /// nil where the volume is not the one that the code names, or lacks those entries.
    package init?(_ code: PageCode, in volume: LogVolume) {
        guard volume.tag == code.volumeTag, code.count > 0,
            let first = volume.entries.firstIndex(where: { LogVolume.serial($0) == code.firstSerial }),
            first + code.count <= volume.entries.count
        else { return nil }
        self.code = code
        self.volume = volume
        places = first..<first + code.count
    }

    package var entries: ArraySlice<RecordFacts> { volume.entries[places] }

    /// Whether the page reads now as it was printed.
    package var isUnchanged: Bool { volume.code(of: places) == code }

    /// The entries that were changed since the print; nil where the page never read so that it had this code.
    /// - Parameter versions: of each entry of the page, in the order in which they came about.
    package func changed(_ versions: [[Version]]) -> [Changed]? {
        guard versions.count == places.count, versions.allSatisfy({ !$0.isEmpty }) else { return nil }
        for reading in Self.moments(versions) + Self.combinations(versions)
        where volume.code(of: places, reading: reading) == code {
            return zip(entries, reading).compactMap { entry, then in Self.changed(entry, since: then) }
        }
        return nil
    }

    private static func changed(_ entry: RecordFacts, since then: [String: FieldValue]) -> Changed? {
        let names = Set(entry.fields.keys).union(then.keys).filter { entry.fields[$0] != then[$0] }
        guard !names.isEmpty else { return nil }
        return Changed(record: entry.id, number: entry.text("number") ?? "", fields: names.sorted())
    }

    /// What all entries read at each moment at which one of them was written, the latest first.
    private static func moments(_ versions: [[Version]]) -> [[[String: FieldValue]]] {
        Set(versions.joined().map(\.at)).sorted(by: >).map { moment in
            versions.map { ($0.last { $0.at <= moment } ?? $0[0]).fields }
        }
    }

    /// A change may have come from another place after the print, with an earlier time.
    private static func combinations(_ versions: [[Version]]) -> [[[String: FieldValue]]] {
        var count = 1
        for versions in versions where count <= combinationsMax { count *= versions.count }
        guard count <= combinationsMax else { return [] }
        return versions.reduce([[]]) { made, versions in
            made.flatMap { start in versions.map { start + [$0.fields] } }
        }
    }
}
