import DutyRecords
import Foundation
import ProgramShell
import SyncKit

/// A unit's code: part of ledgers' names, certificates and log numbers.
enum UnitCode {
    static func check(_ code: String) throws {
        let isGood =
            (1...32).contains(code.utf8.count)
            && code.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || byte == 0x2D || byte == 0x5F
            }
        guard isGood else {
            throw CommandFailure(
                .badUse, chinese: "单位代码“\(code)”只能由 1 至 32 个字母、数字、- 和 _ 组成。",
                english: "the unit code \"\(code)\" has to be 1 to 32 letters, digits, - and _")
        }
    }
}

/// The county's units, as records of the notices, which every unit reads.
struct Units: Sendable {
    struct Unit: Sendable {
        let id: RecordID
        let code: String
        let name: String
        let kind: String
        let revokedAt: String?
    }

    private let opened: HubFolder
    private static let collection = "unit"

    init(_ opened: HubFolder) { self.opened = opened }

    func all() async throws -> [Unit] {
        try await opened.store.records(RecordFilter(collection: Self.collection), deliveredTo: nil).map { view in
            func text(_ field: String) -> String? {
                if case .text(let text)? = view.fields[field] { text } else { nil }
            }
            return Unit(
                id: view.id, code: text("code") ?? "", name: text("name") ?? "", kind: text("class") ?? "",
                revokedAt: text("revokedAt"))
        }
    }

    func find(_ code: String) async throws -> Unit {
        guard let unit = try await all().first(where: { $0.code == code }) else {
            throw CommandFailure(
                .badUse, chinese: "没有代码为 \(code) 的单位。可用 unit list 查看。",
                english: "there is no unit \(code); see unit list")
        }
        return unit
    }

    func add(code: String, name: String, kind: String) async throws {
        try UnitCode.check(code)
        try Self.check(name: name)
        try await opened.hub.requireConfirmed()
        guard try await !all().contains(where: { $0.code == code }) else { throw Self.exists(code) }
        let fields: [(String, FieldValue)] = [
            ("code", .text(code)), ("name", .text(name)), ("class", .text(kind)),
            ("leadersRequired", .integer(kind == "department" ? 1 : 2)),
        ]
        do {
            // Of two commands at once the second finds the first one's claim within its own transaction.
            try await write(.drawn(), fields, claiming: code)
        } catch SyncError.taken {
            throw Self.exists(code)
        }
    }

    private static func exists(_ code: String) -> CommandFailure {
        CommandFailure(
            .badUse, chinese: "单位 \(code) 已存在。要再加一台机器，请用 unit code \(code)。",
            english: "the unit \(code) exists; for one more replica of it use unit code \(code)")
    }

    /// The bounds of the form: what they do not take would be held at every unit that reads the notices.
    static func check(name: String) throws {
        let form = EntryForm(.unit, writer: .county, channel: .open, lookup: .none)
        do {
            _ = try form.judge(
                .object([("code", .text("A")), ("class", .text("town")), ("name", .text(name))]))
        } catch {
            throw CommandFailure(error.first)
        }
    }

    func rename(_ unit: Unit, to name: String) async throws { try await write(unit.id, [("name", .text(name))]) }

    /// Revokes every replica of a unit; what they wrote stays.
    func revoke(_ unit: Unit) async throws {
        let now = SystemClock.wall()
        let members = try await opened.store.members().filter {
            $0.unit == unit.code && $0.role == .unit && $0.revokedAt == nil
        }
        let revoked = members.map { member in
            var member = member
            member.revokedAt = now
            return member
        }
        try await write(unit.id, [("revokedAt", .text(Instant.text(now)))])
        if !revoked.isEmpty { try await opened.hub.publish(revoked) }
        try await opened.store.note(.revoked, unit: unit.code, replica: nil, text: "the unit was revoked")
    }

    /// A label's unit that no unit can have.
    private static let claims = "*unit"

    private func write(
        _ id: RecordID, _ fields: [(String, FieldValue)], claiming code: String? = nil
    ) async throws {
        let change = RecordChange(
            collection: Self.collection, record: id, writes: fields.map { FieldWrite($0.0, .set($0.1)) })
        try await opened.store.commit(
            each: [Draft(ledger: .notice, body: SetBody(changes: [change]))], author: "",
            labels: code.map { [(unit: Self.claims, label: $0, record: id)] } ?? [])
    }
}
