package import ArgumentParser
import DutyRecords
import SyncKit

package struct VolumePagesCommand<Opened: RecordFolder>: FolderCommand {
    package static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "pages", abstract: "A volume's pages with the codes that they print 页与校验码")
    }

    @OptionGroup package var common: CommonOptions
    @Argument(help: "The volume, such as 2026-A.") var volume: String
    @Option(help: "The unit (at the hub; else the county's own room).") var unit: String?

    package init() {}

    package func perform(in opened: Opened, _ session: CommandSession) async throws -> ExitStatus {
        let shelf = VolumeShelf(opened, unit: try await opened.unit(unit))
        let volume = try await shelf.volume(volume)
        let rows = try await shelf.pages(of: volume).map { page in
            let entries = volume.entries[page.places]
            return (
                page: page, first: entries.first?.text("number") ?? "", last: entries.last?.text("number") ?? "",
                code: volume.code(of: page.places).description
            )
        }
        session.emitOrShow(
            .array(
                rows.map { row in
                    .object([
                        ("page", .integer(Int64(row.page.number))), ("first", .text(row.first)),
                        ("last", .text(row.last)), ("entries", .integer(Int64(row.page.places.count))),
                        ("code", .text(row.code)),
                    ])
                }),
            rows.map { "\($0.page.number)\t\($0.first)\t\($0.last)\t\($0.code)" }.joined(separator: "\n"))
        return .done
    }
}

package struct VolumeVerify<Opened: RecordFolder>: FolderCommand {
    package static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "verify", abstract: "A printed page by its code: unchanged, changed since, or unknown 核验纸页",
            discussion: """
                Exit code 1 where an entry of the page was changed since it was printed, or no page that is here ever \
                had that code. The paper has to be compared with the entries that are named.
                """)
    }

    @OptionGroup package var common: CommonOptions
    @Argument(help: "The code at the page's foot.") var code: String
    @Option(help: "The unit (at the hub; else every unit's volumes are asked).") var unit: String?

    package init() {}

    package func perform(in opened: Opened, _ session: CommandSession) async throws -> ExitStatus {
        var named: String?
        if let unit { named = try await opened.unit(unit) }
        let code: PageCode
        do {
            code = try PageCode(typed: self.code)
        } catch {
            throw error.failure
        }
        let answer = try await VolumeShelf(opened, unit: named).verify(code)
        session.emitOrShow(Self.json(code, answer), Self.line(answer, session))
        if case .unchanged = answer { return .done }
        return .partly
    }

    private static func json(_ code: PageCode, _ answer: PageAnswer) -> JSONValue {
        func text(_ value: String?) -> JSONValue { value.map { .text($0) } ?? .null }
        let entries = answer.check?.entries
        return .object([
            ("code", .text(code.description)), ("verdict", .text(answer.word)),
            ("unit", text(answer.check?.volume.unit)), ("volume", text(answer.check?.volume.name)),
            ("page", answer.page.map { .integer(Int64($0)) } ?? .null), ("first", text(entries?.first?.text("number"))),
            ("last", text(entries?.last?.text("number"))),
            ("entries", entries.map { .integer(Int64($0.count)) } ?? .null),
            (
                "changed",
                .array(
                    answer.changed.map { changed in
                        .object([
                            ("id", .text(changed.record.description)), ("number", .text(changed.number)),
                            ("fields", .array(changed.fields.map { .text($0) })),
                        ])
                    })
            ),
        ])
    }

    private static func line(_ answer: PageAnswer, _ session: CommandSession) -> String {
        guard let check = answer.check, let page = answer.page else {
            return session.word(
                chinese: "查无此页：这里的记录簿从来没有过这个校验码。",
                english: "unknown: no page of a volume that is here ever had this code")
        }
        let numbers = "\(check.entries.first?.text("number") ?? "")…\(check.entries.last?.text("number") ?? "")"
        if case .unchanged = answer {
            return session.word(
                chinese: "属实，未改：卷 \(check.volume.name) 第 \(page) 页，\(numbers)。",
                english: "genuine and unchanged: \(check.volume.name) page \(page), \(numbers)")
        }
        let changed = answer.changed.map { "\($0.number) (\($0.fields.joined(separator: ", ")))" }
            .joined(separator: "; ")
        return session.word(
            chinese: "属实，打印后有改动：卷 \(check.volume.name) 第 \(page) 页，\(numbers)。改动的记录：\(changed)",
            english: "genuine, changed since: \(check.volume.name) page \(page), \(numbers); changed: \(changed)")
    }
}
