package import ArgumentParser
import DutyRecords
import SyncKit

package struct AccountCommand<Opened: RecordFolder>: AsyncParsableCommand {
    package static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "account", abstract: "Who may sign in and sign 账户",
            subcommands: [AccountAdd<Opened>.self, AccountDisable<Opened>.self, AccountList<Opened>.self])
    }

    package init() {}
}

extension AccountRole: ExpressibleByArgument {}

package struct AccountAdd<Opened: RecordFolder>: FolderCommand {
    package static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "add", abstract: "Give a person an account, or a new password 增加账户或更换口令")
    }

    @OptionGroup package var common: CommonOptions
    @Argument(help: "The person: id, or a name that is unique in the unit.") var person: String
    @Option(help: "officer, leader, room-head or administrator.") var role: AccountRole = .officer
    @Flag(help: "Read the password as one line of standard input.") var passwordStdin = false

    package init() {}

    package var readsInput: Bool { passwordStdin }

    package func perform(in opened: Opened, _ session: CommandSession) async throws -> ExitStatus {
        let accounts = Accounts(opened)
        let password = try TypedPassword.read(session.input)
        guard let found = try await accounts.person(person) else { throw unknownPerson(person) }
        let id = try await Auditor(opened.store, session).enter(
            .account, on: found.name, detail: "add \(role.rawValue)"
        ) {
            try await accounts.set(found, role: role.rawValue, password: password)
        }
        session.emitOrShow(
            .object([
                ("id", .text(id.description)), ("person", .text(found.id.description)),
                ("name", .text(found.name)), ("role", .text(role.rawValue)),
            ]),
            session.word(chinese: "\(found.name)的账户已就绪。", english: "the account of \(found.name) is ready"))
        return .done
    }
}

package struct AccountDisable<Opened: RecordFolder>: FolderCommand {
    package static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "disable", abstract: "Take a person's sign-in away; account add gives it back 停用账户")
    }

    @OptionGroup package var common: CommonOptions
    @Argument(help: "The person: id, or a name that is unique in the unit.") var person: String

    package init() {}

    package func perform(in opened: Opened, _ session: CommandSession) async throws -> ExitStatus {
        let accounts = Accounts(opened)
        guard let found = try await accounts.person(person) else { throw unknownPerson(person) }
        let id = try await Auditor(opened.store, session).enter(.account, on: found.name, detail: "disable") {
            try await accounts.disable(found)
        }
        session.emitOrShow(
            .object([("id", .text(id.description)), ("person", .text(found.id.description))]),
            session.word(chinese: "\(found.name)的账户已停用。", english: "the account of \(found.name) is disabled"))
        return .done
    }
}

package struct AccountList<Opened: RecordFolder>: FolderCommand {
    package static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "list", abstract: "Who has an account 列出账户")
    }

    @OptionGroup package var common: CommonOptions

    package init() {}

    package func perform(in opened: Opened, _ session: CommandSession) async throws -> ExitStatus {
        let accounts = Accounts(opened)
        var rows: [JSONValue] = []
        var lines: [String] = []
        let names = Dictionary(try await accounts.persons().map { ($0.id.description, $0.name) }) { first, _ in first }
        for account in try await accounts.all() {
            let name = names[account.person] ?? account.person
            rows.append(
                .object([
                    ("person", .text(account.person)), ("name", .text(name)), ("role", .text(account.role)),
                    ("disabled", .boolean(account.isDisabled)),
                ]))
            lines.append("\(name)\t\(account.role)\(account.isDisabled ? "\t✗" : "")")
        }
        session.emitOrShow(.array(rows), lines.joined(separator: "\n"))
        return .done
    }
}

func unknownPerson(_ text: String) -> CommandFailure {
    CommandFailure(
        .badUse, chinese: "本单位没有“\(text)”这个人员。请核对，或先登记（record person）。",
        english: "the unit has no person \"\(text)\"; check it, or enter the person first (record person)")
}
