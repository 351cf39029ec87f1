package import DutyRecords
import Foundation
import Identity
package import SyncKit

/// What a person may do beside writing and signing for himself. None of them signs for another.
package enum AccountRole: String, CaseIterable, Sendable {
    case officer
    case leader
    case roomHead = "room-head"
    /// Alone gives and takes accounts.
    case administrator
}

/// The sign-ins of a unit's people. They travel in its routine ledger and are never listed.
package struct Accounts<Opened: RecordFolder>: Sendable {
    package struct Account: Sendable {
        package let record: RecordID
        /// The person's id, or the name of somebody of whom the unit has no record.
        package let person: String
        /// A word that only a later version knows is nobody's right here.
        package let role: String
        package let passwordHash: String
        package let isDisabled: Bool
        /// Whether another than the person chose the password: it signs for nobody.
        package let isTemporary: Bool

        package var isAdministrator: Bool { role == AccountRole.administrator.rawValue }
    }

    private let opened: Opened

    package init(_ opened: Opened) { self.opened = opened }

    /// One of each person: where two replicas gave one apart, the later.
    package func all() async throws -> [Account] {
        var latest: [String: Account] = [:]
        var order: [String] = []
        let records = try await opened.store.records(
            RecordFilter(collection: "account", unit: opened.homeUnit), deliveredTo: nil)
        for record in records.map({ RecordFacts($0) }) {
            guard let person = record.text("person"), let hash = record.text("passwordHash") else { continue }
            let account = Account(
                record: record.id, person: person, role: record.text("role") ?? AccountRole.officer.rawValue,
                passwordHash: hash, isDisabled: record.has("disabledAt"), isTemporary: record.flag("temporary"))
            if let other = latest[person] {
                if other.record < account.record { latest[person] = account }
            } else {
                order.append(person)
                latest[person] = account
            }
        }
        return order.compactMap { latest[$0] }
    }

    package func account(of person: RecordID) async throws -> Account? {
        try await all().first { $0.person == person.description }
    }

    /// The unit's people.
    package func persons() async throws -> [Person] {
        (try await opened.mirror.facts(["person"])["person"] ?? []).compactMap { Person($0) }
    }

    /// A person of the unit by id or name: what accounts, signatures and rosters mean by one.
    package func person(_ text: String) async throws -> Person? {
        let persons = try await persons()
        if let id = RecordID(text) { return persons.first { $0.id == id } }
        let named = persons.filter { $0.name == text }
        guard named.count < 2 else {
            throw CommandFailure(
                .badUse, chinese: "本单位有 \(named.count) 人叫“\(text)”，请用人员的编号。",
                english: "\(named.count) persons of the unit are called \"\(text)\"; use the person's id")
        }
        return named.first
    }

    /// Adds an account, or gives the person's present one a new password and role.
    /// - Parameter isTemporary: whether another chose the password than who will type it.
    @discardableResult
    package func set(
        _ person: Person, role: String, password: String, isTemporary: Bool = false
    ) async throws -> RecordID {
        try Self.check(password)
        let present = try await all()
        if role != AccountRole.administrator.rawValue { try leaveAnAdministrator(beside: person, of: present) }
        let hash = try await offPool { try PasswordHash.of(password) }
        let id = present.first { $0.person == person.id.description }?.record ?? RecordID.drawn()
        try await write(
            [
                ("person", .text(person.id.description)), ("role", .text(role)), ("passwordHash", .text(hash)),
                ("temporary", isTemporary ? .boolean(true) : .absent), ("disabledAt", .absent),
            ], to: id)
        return id
    }

    /// The person's own new password; whoever types the old one stays as he was.
    package func change(_ person: Person, to password: String) async throws {
        guard let account = try await account(of: person.id) else { throw Self.none(person) }
        try await set(person, role: account.role, password: password)
    }

    package func setRole(of person: Person, _ role: AccountRole) async throws {
        let present = try await all()
        guard let account = present.first(where: { $0.person == person.id.description }) else {
            throw Self.none(person)
        }
        if role != .administrator { try leaveAnAdministrator(beside: person, of: present) }
        try await write([("role", .text(role.rawValue))], to: account.record)
    }

    @discardableResult
    package func disable(_ person: Person) async throws -> RecordID {
        let present = try await all()
        guard let account = present.first(where: { $0.person == person.id.description }) else {
            throw Self.none(person)
        }
        try leaveAnAdministrator(beside: person, of: present)
        try await write([("disabledAt", .text(try await opened.now().description))], to: account.record)
        return account.record
    }

    package func enable(_ person: Person) async throws {
        guard let account = try await account(of: person.id) else { throw Self.none(person) }
        try await write([("disabledAt", .absent)], to: account.record)
    }

    /// Without one nobody could give an account again.
    private func leaveAnAdministrator(beside person: Person, of present: [Account]) throws {
        let working = present.filter { $0.isAdministrator && !$0.isDisabled }
        guard working.contains(where: { $0.person == person.id.description }), working.count == 1 else { return }
        throw CommandFailure(
            .badUse, chinese: "\(person.name)是最后一名管理员，不能停用或改为其他角色。请先指定另一名管理员。",
            english: "\(person.name) is the last administrator; make another person one first")
    }

    private static func none(_ person: Person) -> CommandFailure {
        CommandFailure(
            .badUse, chinese: "\(person.name)还没有账户。", english: "\(person.name) has no account yet")
    }

    private func write(_ fields: [(String, FieldValue)], to id: RecordID) async throws {
        let change = RecordChange(
            collection: "account", record: id, writes: fields.map { FieldWrite($0.0, .set($0.1)) })
        let ledger = LedgerID(unit: opened.homeUnit, name: .routine)
        try await opened.store.commit(
            each: [Draft(ledger: ledger, body: SetBody(changes: [change]), settles: true)], author: "")
    }

    private static func check(_ password: String) throws {
        let count = password.unicodeScalars.count
        guard (PasswordHash.shortest...PasswordHash.longest).contains(count) else {
            throw CommandFailure(
                .badUse, chinese: "口令应有 \(PasswordHash.shortest) 至 \(PasswordHash.longest) 个字符，现有 \(count) 个。",
                english:
                    "a password has \(PasswordHash.shortest) to \(PasswordHash.longest) characters, this has \(count)")
        }
    }
}

/// The first line of standard input, without its end.
enum TypedPassword {
    static func read(_ input: Data) throws -> String {
        guard let line = input.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false).first,
            var text = String(validating: line, as: UTF8.self)
        else {
            throw CommandFailure(
                .badUse, chinese: "口令不是 UTF-8 文字。", english: "the password is not UTF-8")
        }
        if text.utf8.last == UInt8(ascii: "\r") { text.removeLast() }
        guard !text.isEmpty else {
            throw CommandFailure(
                .badUse, chinese: "没有读到口令。请用 --password-stdin，并从标准输入给出一行。",
                english: "no password was read; give one line on standard input with --password-stdin")
        }
        return text
    }
}
