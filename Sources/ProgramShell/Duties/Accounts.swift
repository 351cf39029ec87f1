package import DutyRecords
import Foundation
import Identity
package import SyncKit

/// The sign-ins of a unit's people. They travel in its routine ledger and are never listed.
package struct Accounts<Opened: RecordFolder>: Sendable {
    package struct Account: Sendable {
        package let record: RecordID
        /// The person's id, or the name of somebody of whom the unit has no record.
        package let person: String
        package let role: String
        package let passwordHash: String
        package let isDisabled: Bool
    }

    private let opened: Opened

    package init(_ opened: Opened) { self.opened = opened }

    package func all() async throws -> [Account] {
        try await opened.store.records(
            RecordFilter(collection: "account", unit: opened.homeUnit), deliveredTo: nil
        ).map { RecordFacts($0) }.compactMap { record in
            guard let person = record.text("person"), let hash = record.text("passwordHash") else { return nil }
            return Account(
                record: record.id, person: person, role: record.text("role") ?? "officer", passwordHash: hash,
                isDisabled: record.has("disabledAt"))
        }
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
    @discardableResult
    package func set(_ person: Person, role: String, password: String) async throws -> RecordID {
        try Self.check(password)
        let hash = try await offPool { try PasswordHash.of(password) }
        let present = try await all().first { $0.person == person.id.description }
        let id = present?.record ?? RecordID.drawn()
        let fields: [(String, FieldValue)] = [
            ("person", .text(person.id.description)), ("role", .text(role)), ("passwordHash", .text(hash)),
            ("disabledAt", .absent),
        ]
        let change = RecordChange(
            collection: "account", record: id, writes: fields.map { FieldWrite($0.0, .set($0.1)) })
        let ledger = LedgerID(unit: opened.homeUnit, name: .routine)
        try await opened.store.commit(
            each: [Draft(ledger: ledger, body: SetBody(changes: [change]), settles: true)], author: "")
        return id
    }

    /// Whether it is that person's password. Without an account nobody signs.
    package func admits(_ person: Person, password: String) async throws -> Bool {
        guard let account = try await all().first(where: { $0.person == person.id.description && !$0.isDisabled })
        else { return false }
        return try await offPool { try PasswordHash.matches(password, account.passwordHash) }
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
