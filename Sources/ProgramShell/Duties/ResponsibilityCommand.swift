package import ArgumentParser
import DutyRecords
import SyncKit

package struct ResponsibilityCommand<Opened: RecordFolder>: FolderCommand {
    package static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "responsibility",
            abstract: "Who answered for the duty at a minute, by the records of that minute 责任人")
    }

    @OptionGroup package var common: CommonOptions
    @Option(help: "The minute; now where none is given.") var at: String?
    @Option(help: "The unit (at the hub; else the county's own room).") var unit: String?

    package init() {}

    package func perform(in opened: Opened, _ session: CommandSession) async throws -> ExitStatus {
        let at = try TypedTime.instant(at, "--at")
        let unit = try await opened.unit(unit)
        let reading = try await DutyReading.read(
            ["person", "duty-shift", "leader-shift"], unit: unit, at: at, asOf: at, in: opened)
        let found = Responsibility(of: unit, at: reading.now, duties: reading.duties)
        session.emitOrShow(Self.json(found), Self.lines(found, session).joined(separator: "\n"))
        return .done
    }

    private static func json(_ found: Responsibility) -> JSONValue {
        func person(_ person: Person) -> JSONValue {
            .object([
                ("id", .text(person.id.description)), ("name", .text(person.name)),
                ("post", person.post.map { .text($0) } ?? .null),
                ("phone", person.record.text("phone").map { .text($0) } ?? .null),
                ("mobile", person.record.text("mobile").map { .text($0) } ?? .null),
            ])
        }
        return .object([
            ("unit", .text(found.unit)), ("at", .text(found.at.description)), ("article", .text("第二十条")),
            ("firstResponsible", .array(found.firstResponsible.map(person))),
            ("directlyResponsible", .array(found.directlyResponsible.map(person))),
            ("roomHead", found.roomHead.map(person) ?? .null),
        ])
    }

    private static func lines(_ found: Responsibility, _ session: CommandSession) -> [String] {
        func names(_ persons: [Person]) -> String {
            persons.isEmpty
                ? session.word(chinese: "空缺", english: "nobody")
                : persons.map { [$0.name, $0.post].compactMap { $0 }.joined(separator: " ") }.joined(separator: "、")
        }
        return [
            "\(found.unit)\t\(ObligationPrinting.minute(found.at))",
            session.word(chinese: "第一责任人\t", english: "first responsible\t") + names(found.firstResponsible),
            session.word(chinese: "直接责任人\t", english: "directly responsible\t") + names(found.directlyResponsible),
        ]
    }
}
