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
        let collection = try CollectionName.find(collection, in: opened)
        guard let rule = SignatureRule.of(field, in: collection) else {
            throw CommandFailure(
                .badUse, chinese: "“\(collection.chinese)”没有“\(field)”这个签字项。",
                english: "\(collection.name) has no signature \"\(field)\"")
        }
        let accounts = Accounts(opened)
        guard let person = try await accounts.person(author) else { throw unknownPerson(author) }
        let detail = try await RecordLookup.detail(collection.name, id, of: unit, in: opened)
        if let breach = rule.breach(by: person, of: RecordFacts(detail.view)) {
            throw CommandFailure(.partly, chinese: breach.chinese, english: breach.english)
        }
        guard try await accounts.admits(person, password: TypedPassword.read(session.input)) else {
            throw CommandFailure(
                .partly, chinese: "口令不对，或\(person.name)还没有账户，没有签字。",
                english: "the password is wrong or \(person.name) has no account; nothing was signed")
        }
        let signedAt = try await opened.now()
        let change = RecordChange(
            collection: collection.name, record: detail.view.id,
            writes: [
                FieldWrite(field, .set(.text(signedAt.description))),
                FieldWrite(rule.signature, .set(.text(person.name))),
            ],
            context: Context(vector: detail.seen))
        let dots = try await opened.store.commit(
            each: [Draft(ledger: detail.view.ledger, body: SetBody(changes: [change]))], author: person.name)
        session.emitOrShow(
            .object([
                ("id", .text(detail.view.id.description)), ("field", .text(field)),
                ("signedAt", .text(signedAt.description)), ("by", .text(person.name)),
                ("dot", dots.first.map { .text($0.description) } ?? .null),
            ]),
            session.word(chinese: "\(person.name)已签字。", english: "signed by \(person.name)"))
        return .done
    }
}
