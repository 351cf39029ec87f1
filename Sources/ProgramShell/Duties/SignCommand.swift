package import ArgumentParser
import DutyRecords
import SyncKit

package struct SignCommand<Opened: RecordFolder>: FolderCommand {
    package static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "sign", abstract: "Sign a record with one's own password 签字",
            discussion: "FIELD is one that only a signature writes, such as outgoingSignedAt of a handover.")
    }

    @OptionGroup package var common: CommonOptions
    @Argument(help: "The collection.") var collection: String
    @Argument(help: "The record's id.") var id: String
    @Argument(help: "The field, such as incomingSignedAt.") var field: String
    @Option(help: "Who signs: id, or a name that is unique in the unit.") var author: String
    @Flag(help: "Read the password as one line of standard input.") var passwordStdin = false
    @Option(help: "The record's unit (at the hub).") var unit: String?

    package init() {}

    package var readsInput: Bool { passwordStdin }

    package func perform(in opened: Opened, _ session: CommandSession) async throws -> ExitStatus {
        let signing = Signing(opened)
        guard let person = try await Accounts(opened).person(author) else { throw unknownPerson(author) }
        let target = EditTarget(collection: collection, id: id, unit: unit)
        try await signing.check(field, of: target, by: person)
        let proven = try await signing.prove(person, password: TypedPassword.read(session.input))
        let signed = try await signing.sign(field, of: target, by: proven)
        session.emitOrShow(
            .object([
                ("id", .text(signed.id.description)), ("field", .text(field)),
                ("signedAt", .text(signed.at.description)), ("by", .text(person.name)),
                ("dot", signed.dot.map { .text($0.description) } ?? .null),
            ]),
            session.word(chinese: "\(person.name)已签字。", english: "signed by \(person.name)"))
        return .done
    }
}
