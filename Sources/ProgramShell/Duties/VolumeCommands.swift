package import ArgumentParser
import DutyRecords
import SyncKit

package struct VolumeCommand<Opened: RecordFolder>: AsyncParsableCommand {
    package static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "volume", abstract: "Log volumes: sealed, paged, and checked against seal and print 值班记录簿",
            subcommands: [
                VolumeSeal<Opened>.self, VolumeCheck<Opened>.self, VolumePagesCommand<Opened>.self,
                VolumeVerify<Opened>.self,
            ])
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
        let sealed = try await VolumeShelf(opened, unit: opened.homeUnit).seal(volume, by: author)
        let (at, last, digest) = (
            sealed.record.text("sealedAt") ?? "", sealed.record.text("sealedThrough") ?? "",
            sealed.record.text("digest") ?? ""
        )
        session.emitOrShow(
            .object([
                ("id", .text(sealed.record.id.description)), ("volume", .text(volume)), ("sealedAt", .text(at)),
                ("sealedThrough", .text(last)), ("entries", .integer(Int64(sealed.entries.count))),
                ("digest", .text(digest)),
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
        let shelf = VolumeShelf(opened, unit: try await opened.unit(unit))
        let found = try await shelf.condition(of: shelf.volume(volume))
        session.emitOrShow(
            .object([
                ("volume", .text(volume)), ("entries", .integer(Int64(found.entries))),
                ("sealed", .boolean(found.isSealed)), ("sealFits", found.sealFits.map { .boolean($0) } ?? .null),
                ("addendum", .integer(Int64(found.addendum))),
                ("changedSince", .array(found.changedSince.map { .text($0) })),
                ("gaps", .array(found.gaps.map { .text($0) })), ("doubles", .array(found.doubles.map { .text($0) })),
                ("ok", .boolean(found.isSound)),
            ]),
            found.isSound
                ? session.word(
                    chinese: "卷 \(volume) 完好：\(found.entries) 条。",
                    english: "\(volume) is sound: \(found.entries) entries")
                : session.word(chinese: "卷 \(volume) 有问题，用 --json 看明细。", english: "\(volume) does not hold; see --json")
        )
        return found.isSound ? .done : .partly
    }
}
