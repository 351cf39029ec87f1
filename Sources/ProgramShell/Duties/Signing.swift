package import DutyRecords
import Identity
package import SyncKit

/// Who somebody is, by his password, and what he signs with it: the same for commands, pages and the sign-in.
package struct Signing<Opened: RecordFolder>: Sendable {
    /// A person who typed his own password just now.
    package struct Proven: Sendable {
        package let person: Person
        package let account: Accounts<Opened>.Account

        fileprivate init(person: Person, account: Accounts<Opened>.Account) {
            self.person = person
            self.account = account
        }
    }

    package struct Signed: Sendable {
        package let id: RecordID
        package let at: Instant
        package let dot: Dot?
    }

    private let opened: Opened

    package init(_ opened: Opened) { self.opened = opened }

    /// Checks a person's password. Without an account nobody is proven; wrong ones are slowed down.
    package func prove(_ person: Person, password: String) async throws -> Proven {
        let wrong = CommandFailure(
            .partly, chinese: "口令不对，或\(person.name)没有可用的账户。",
            english: "the password is wrong or \(person.name) has no account")
        guard let account = try await Accounts(opened).account(of: person.id), !account.isDisabled else { throw wrong }
        let wait = opened.passwordPauses.begin(person.id, at: SystemClock.monotonic())
        guard wait == 0 else {
            let seconds = (wait + 999) / 1000
            throw CommandFailure(
                .partly, chinese: "\(person.name)的口令连续输错，请 \(seconds) 秒后再试。其他人员不受影响。",
                english:
                    "too many wrong passwords of \(person.name); try again in \(seconds) s. Others are not affected")
        }
        guard try await offPool({ try PasswordHash.matches(password, account.passwordHash) }) else { throw wrong }
        opened.passwordPauses.right(person.id)
        return Proven(person: person, account: account)
    }

    /// What speaks against a signature, said before a password is asked.
    package func check(_ field: String, of target: EditTarget, by person: Person) async throws {
        _ = try await judge(field, target, person)
    }

    /// A password that an administrator gave signs nothing.
    package static func requireOwnPassword(_ proven: Proven) throws {
        guard !proven.account.isTemporary else {
            throw CommandFailure(
                .partly, chinese: "\(proven.person.name)的口令是管理员给的，不能用来签字。请本人先登录并换成自己的口令。",
                english:
                    "\(proven.person.name)'s password was given by an administrator and signs nothing; sign in and change it"
            )
        }
    }

    /// Writes the signature: the minute and the name, over all that is here now.
    /// - Parameter issued: what is given with the signature and not without it, such as a number.
    package func sign(
        _ field: String, of target: EditTarget, by proven: Proven, with issued: [FieldWrite] = []
    ) async throws -> Signed {
        let person = proven.person
        try Self.requireOwnPassword(proven)
        let (collection, rule, detail) = try await judge(field, target, person)
        let signedAt = try await opened.now()
        let change = RecordChange(
            collection: collection.name, record: detail.view.id,
            writes: [
                FieldWrite(field, .set(.text(signedAt.description))),
                FieldWrite(rule.signature, .set(.text(person.name))),
            ] + issued,
            context: Context(vector: detail.seen))
        let dots = try await opened.store.commit(
            each: [Draft(ledger: detail.view.ledger, body: SetBody(changes: [change]))], author: person.name)
        return Signed(id: detail.view.id, at: signedAt, dot: dots.first)
    }

    private func judge(
        _ field: String, _ target: EditTarget, _ person: Person
    ) async throws -> (Collection, SignatureRule, RecordDetail) {
        let collection = try CollectionName.find(target.collection, in: opened)
        guard let rule = SignatureRule.of(field, in: collection) else {
            throw CommandFailure(
                .badUse, chinese: "“\(collection.chinese)”没有“\(field)”这个签字项。",
                english: "\(collection.name) has no signature \"\(field)\"")
        }
        let detail = try await RecordLookup.detail(collection.name, target.id, of: target.unit, in: opened)
        if let breach = rule.breach(by: person, of: RecordFacts(detail.view)) {
            throw CommandFailure(.partly, chinese: breach.chinese, english: breach.english)
        }
        guard detail.view.conflicts.isEmpty else {
            let names = detail.view.conflicts.map { collection.field($0)?.chinese ?? $0 }.joined(separator: "、")
            throw CommandFailure(
                .partly, chinese: "\(names)有几个不同的值，请先选定一个再签字。",
                english:
                    "\(detail.view.conflicts.joined(separator: ", ")) has several values; settle them before signing")
        }
        return (collection, rule, detail)
    }
}
