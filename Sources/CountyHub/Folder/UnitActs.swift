import DutyRecords
import ProgramShell
import SyncKit

/// What an administrator does with units and their machines, as commands and pages do it; each act is audited.
struct UnitActs: Sendable {
    private let opened: HubFolder
    private let auditor: Auditor

    init(_ opened: HubFolder, _ auditor: Auditor) {
        self.opened = opened
        self.auditor = auditor
    }

    /// Adds a unit, and makes the code of its first machine.
    func add(_ code: String, _ name: String, _ kind: String) async throws -> EnrolmentDesk.Issued {
        try await auditor.enter(.addUnit, on: code, detail: name) {
            try await Units(opened).add(code: code, name: name, kind: kind)
            return try await opened.enrolment.issue(unit: code, now: SystemClock.wall())
        }
    }

    func issueCode(_ code: String) async throws -> EnrolmentDesk.Issued {
        try await auditor.enter(.issueCode, on: code) {
            let unit = try await Units(opened).find(code)
            guard unit.revokedAt == nil else {
                throw CommandFailure(
                    .badUse, chinese: "单位 \(code) 已被停用。", english: "the unit \(code) was revoked")
            }
            return try await opened.enrolment.issue(unit: code, now: SystemClock.wall())
        }
    }

    func rename(_ code: String, to name: String) async throws {
        let units = Units(opened)
        let unit = try await units.find(code)
        try Units.check(name: name)
        try await auditor.enter(.renameUnit, on: code, detail: "\(unit.name) → \(name)") {
            try await units.rename(unit, to: name)
        }
    }

    /// - Parameter slot: the code's first four digits.
    func withdrawCode(_ slot: Int, of code: String) async throws {
        let number = OutstandingCode.number(slot)
        try await auditor.enter(.withdrawCode, on: code, detail: number) {
            do {
                try await opened.hub.withdrawCode(slot: slot, unit: code)
            } catch SyncError.unknown {
                throw CommandFailure(
                    .badUse, chinese: "单位 \(code) 没有以 \(number) 开头的有效注册码：可能已用过、已收回或已过期。",
                    english:
                        "the unit \(code) has no live code that begins with \(number): it was used or withdrawn, or has expired"
                )
            }
        }
    }

    func revoke(unit code: String) async throws {
        try await auditor.enter(.revokeUnit, on: code) {
            guard code != opened.homeUnit else {
                throw CommandFailure(
                    .badUse, chinese: "\(code) 是县值班室自己,不能停用。",
                    english: "\(code) is the county's own room and cannot be revoked")
            }
            let units = Units(opened)
            try await units.revoke(units.find(code))
        }
    }

    /// - Parameter id: 16 hexadecimal digits.
    func revoke(replica id: String) async throws {
        guard let replica = ReplicaID(id), var member = try await opened.store.member(replica), member.role == .unit
        else {
            throw CommandFailure(
                .badUse, chinese: "没有编号为 \(id) 的机器。可用 replica list 查看。",
                english: "there is no replica \(id); see replica list")
        }
        try await auditor.enter(.revokeReplica, on: "\(member.unit) \(member.label)", detail: id) {
            guard member.revokedAt == nil else { return }
            member.revokedAt = SystemClock.wall()
            try await opened.hub.publish([member])
            try await opened.store.note(
                .revoked, unit: member.unit, replica: replica, text: "the replica was revoked")
        }
    }
}

extension OutstandingCode {
    /// As the code itself begins.
    static func number(_ slot: Int) -> String { String(("000" + String(slot)).suffix(4)) }

    static func slot(_ number: String) -> Int? {
        number.utf8.count == 4 && number.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(number) : nil
    }
}
