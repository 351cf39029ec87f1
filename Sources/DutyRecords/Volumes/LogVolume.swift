import SyncKit

/// A 值班记录簿 with its entries in the order of their numbers (Art. 10).
package struct LogVolume: Sendable {
    package let record: RecordFacts
    package let entries: [RecordFacts]

    /// - Parameter log: entries of any volume of the unit; those of this one are taken.
    package init(_ record: RecordFacts, log: [RecordFacts]) {
        self.record = record
        let name = record.text("volume")
        entries = log.filter { $0.text("volume") == name }.map { (Self.place(of: $0), $0) }
            .sorted { $0.0 < $1.0 }.map(\.1)
    }

    /// The same with some entries as they are, where it was in outline.
    package func showing(_ read: [RecordFacts]) -> LogVolume {
        let known = Dictionary(read.map { ($0.id, $0) }) { first, _ in first }
        return LogVolume(record: record, entries: entries.map { known[$0.id] ?? $0 })
    }

    private init(record: RecordFacts, entries: [RecordFacts]) {
        self.record = record
        self.entries = entries
    }

    package var unit: String { record.unit }
    package var name: String { record.text("volume") ?? "" }
    package var firstNumber: String? { entries.first?.text("number") }
    package var lastNumber: String? { entries.last?.text("number") }
    package var isSealed: Bool { record.has("sealedAt") }

    package static func serial(_ entry: RecordFacts) -> Int64 {
        entry.text("number").flatMap { LogNumber.parse($0)?.serial } ?? .max
    }

    private static func place(of entry: RecordFacts) -> (Int64, RecordID) { (serial(entry), entry.id) }

    /// SHA-256 over each entry's fields by name, one JSON object a line, in hexadecimal.
    package var digest: String { Self.digest(entries) }

    static func digest(_ entries: [RecordFacts]) -> String { Self.sha256(entries.map { words($0.fields).text }) }

    static func words(_ fields: [String: FieldValue]) -> JSONValue {
        .object(fields.sorted { $0.key < $1.key }.map { ($0.key, JSONValue($0.value)) })
    }

    static func sha256(_ lines: [String]) -> String {
        hexadecimal(ChainDigest.ofBody(Array(lines.joined(separator: "\n").utf8)))
    }
}

/// Whether a volume is whole: its numbers, and its seal where it has one.
package struct VolumeCondition: Sendable, Hashable {
    package let entries: Int
    package let isSealed: Bool
    /// nil where it is not sealed.
    package let sealFits: Bool?
    /// Entries after the seal.
    package let addendum: Int
    /// Numbers of sealed entries that read differently now.
    package let changedSince: [String]
    package let gaps: [String]
    package let doubles: [String]

    /// - Parameter then: the volume as it stood when it was sealed; nil where it is not sealed.
    package init(_ volume: LogVolume, sealed then: LogVolume?) {
        let numbers = LogFindings(unit: volume.unit, entries: volume.entries)
        entries = volume.entries.count
        (gaps, doubles) = (numbers.gaps, numbers.doubles)
        let seal = volume.record.text("digest")
        isSealed = seal != nil
        guard let seal, let then,
            let last = volume.record.text("sealedThrough").flatMap({ LogNumber.parse($0)?.serial })
        else {
            (sealFits, addendum, changedSince) = (seal == nil ? nil : false, 0, [])
            return
        }
        let sealed = then.entries.filter { LogVolume.serial($0) <= last }
        sealFits = LogVolume.digest(sealed) == seal
        addendum = volume.entries.count - sealed.count
        let now = Dictionary(volume.entries.map { ($0.id, $0.fields) }) { first, _ in first }
        changedSince = sealed.filter { now[$0.id] != $0.fields }.compactMap { $0.text("number") }
    }

    package var isSound: Bool { sealFits ?? true && gaps.isEmpty && doubles.isEmpty }
}
