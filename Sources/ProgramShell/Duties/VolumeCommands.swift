package import ArgumentParser
import DutyRecords
import Foundation
import SyncKit

package struct VolumeCommand<Opened: RecordFolder>: AsyncParsableCommand {
    package static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "volume", abstract: "Log volumes: sealed, and checked against their seal 值班记录簿",
            subcommands: [VolumeSeal<Opened>.self, VolumeCheck<Opened>.self])
    }

    package init() {}
}

package struct VolumeSeal<Opened: RecordFolder>: FolderCommand {
    package static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "seal", abstract: "Seal a volume as it stands now; later entries are its addendum 封卷")
    }

    @OptionGroup package var common: CommonOptions
    @Argument(help: "The volume, such as 2026-A.") var volume: String
    @Option(help: "Who seals it.") var author: String

    package init() {}

    package func perform(in opened: Opened, _ session: CommandSession) async throws -> ExitStatus {
        let book = try await VolumeBook.read(volume, of: opened.homeUnit, in: opened)
        if let sealed = book.record.text("sealedAt") {
            throw CommandFailure(
                .partly, chinese: "卷 \(volume) 已于 \(sealed) 封卷。",
                english: "the volume \(volume) was sealed at \(sealed)")
        }
        guard let last = book.entries.last?.text("number") else {
            throw CommandFailure(
                .partly, chinese: "卷 \(volume) 没有记录，不能封卷。", english: "the volume \(volume) has no entry to seal")
        }
        let now = try await opened.now()
        let digest = book.digest
        let fields: [(String, FieldValue)] = [
            ("sealedAt", .text(now.description)), ("sealedBy", .text(author)), ("sealedThrough", .text(last)),
            ("digest", .text(digest)),
        ]
        let change = RecordChange(
            collection: "log-volume", record: book.record.id, writes: fields.map { FieldWrite($0.0, .set($0.1)) })
        try await opened.store.commit(
            each: [Draft(ledger: LedgerID(unit: book.record.unit, name: .routine), body: SetBody(changes: [change]))],
            author: author)
        session.emitOrShow(
            .object([
                ("id", .text(book.record.id.description)), ("volume", .text(volume)),
                ("sealedAt", .text(now.description)), ("sealedThrough", .text(last)),
                ("entries", .integer(Int64(book.entries.count))), ("digest", .text(digest)),
            ]),
            session.word(
                chinese: "卷 \(volume) 已封至 \(last)，校验码 \(digest)。",
                english: "\(volume) is sealed through \(last), digest \(digest)"))
        return .done
    }
}

package struct VolumeCheck<Opened: RecordFolder>: FolderCommand {
    package static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "check", abstract: "A volume's numbers, and its seal where it has one 校验记录簿",
            discussion: "Exit code 1 where a number is missing or given twice, or the seal does not fit.")
    }

    @OptionGroup package var common: CommonOptions
    @Argument(help: "The volume, such as 2026-A.") var volume: String
    @Option(help: "The unit (at the hub; else the county's own room).") var unit: String?

    package init() {}

    package func perform(in opened: Opened, _ session: CommandSession) async throws -> ExitStatus {
        let unit = try await opened.unit(unit)
        let present = try await VolumeBook.read(volume, of: unit, in: opened)
        let numbers = LogFindings(unit: present.record.unit, entries: present.entries)
        let seal = present.record.text("digest")
        var fits = true
        var addendum = 0
        var changed: [String] = []
        if let seal, let through = present.record.text("sealedThrough"), let at = present.sealCommittedAt {
            let then = try await VolumeBook.read(volume, of: unit, asOf: at, in: opened).upTo(through)
            fits = then.digest == seal
            addendum = present.entries.count - then.entries.count
            let now = Dictionary(present.entries.map { ($0.id, $0.fields) }) { first, _ in first }
            changed = then.entries.filter { now[$0.id] != $0.fields }.compactMap { $0.text("number") }
        }
        let isSound = fits && numbers.gaps.isEmpty && numbers.doubles.isEmpty
        session.emitOrShow(
            .object([
                ("volume", .text(volume)), ("entries", .integer(Int64(present.entries.count))),
                ("sealed", .boolean(seal != nil)), ("sealFits", seal == nil ? .null : .boolean(fits)),
                ("addendum", .integer(Int64(addendum))), ("changedSince", .array(changed.map { .text($0) })),
                ("gaps", .array(numbers.gaps.map { .text($0) })),
                ("doubles", .array(numbers.doubles.map { .text($0) })), ("ok", .boolean(isSound)),
            ]),
            isSound
                ? session.word(
                    chinese: "卷 \(volume) 完好：\(present.entries.count) 条。",
                    english: "\(volume) is sound: \(present.entries.count) entries")
                : session.word(chinese: "卷 \(volume) 有问题，用 --json 看明细。", english: "\(volume) does not hold; see --json")
        )
        return isSound ? .done : .partly
    }
}

/// A log volume with its entries in the order of their numbers.
private struct VolumeBook {
    let record: RecordFacts
    let entries: [RecordFacts]
    /// When the set that sealed it was committed; nil where it is not sealed.
    let sealCommittedAt: Instant?

    static func read(
        _ volume: String, of unit: String, asOf: Instant? = nil, in opened: some RecordFolder
    ) async throws -> VolumeBook {
        func facts(_ collection: String, _ asOf: Instant?) async throws -> [RecordFacts] {
            let filter = RecordFilter(collection: collection, unit: unit, asOf: asOf?.milliseconds)
            return try await opened.store.records(filter, deliveredTo: nil).map { RecordFacts($0) }
        }
        guard let record = try await facts("log-volume", nil).first(where: { $0.text("volume") == volume }) else {
            throw CommandFailure(
                .badUse, chinese: "没有卷 \(volume)。可用 list log-volume 查看。",
                english: "there is no volume \(volume); see list log-volume")
        }
        let detail = try await opened.store.detail(
            collection: "log-volume", id: record.id, unit: unit, deliveredTo: nil)
        let seal = detail.history.first { $0.writes.contains { $0.field == "digest" } }
        let entries = try await facts(LogNumber.collection, asOf).filter { $0.text("volume") == volume }
        return VolumeBook(
            record: record, entries: entries.sorted { serial($0) < serial($1) },
            sealCommittedAt: seal.map { Instant(milliseconds: $0.authorship.at) })
    }

    private static func serial(_ entry: RecordFacts) -> Int64 {
        entry.text("number").flatMap { LogNumber.parse($0)?.serial } ?? .max
    }

    func upTo(_ number: String) -> VolumeBook {
        guard let last = LogNumber.parse(number)?.serial else { return self }
        return VolumeBook(
            record: record, entries: entries.filter { Self.serial($0) <= last }, sealCommittedAt: sealCommittedAt)
    }

    /// SHA-256 over each entry's fields by name, one JSON object a line, in hexadecimal.
    var digest: String {
        let lines = entries.map { entry in
            JSONValue.object(entry.fields.sorted { $0.key < $1.key }.map { ($0.key, JSONValue($0.value)) }).text
        }
        return hexadecimal(ChainDigest.ofBody(Data(lines.joined(separator: "\n").utf8)))
    }
}
