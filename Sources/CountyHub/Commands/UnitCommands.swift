import ArgumentParser
import DutyRecords
import Foundation
import ProgramShell
import SyncKit

struct UnitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unit", abstract: "Units and their enrolment codes 单位与注册码",
        subcommands: [
            UnitAdd.self, UnitRename.self, UnitNewCode.self, UnitCodes.self, UnitWithdraw.self, UnitList.self,
            UnitRevoke.self,
        ])
}

private func showCode(
    _ unit: String, _ issued: EnrolmentDesk.Issued, _ session: CommandSession
) {
    let expires = Instant.text(issued.expires)
    session.emitOrShow(
        .object([("unit", .text(unit)), ("code", .text(issued.code)), ("expires", .text(expires))]),
        session.word(
            chinese: "\(unit) 的注册码(用一次,\(expires) 前有效):\n\(issued.code)",
            english: "enrolment code of \(unit) (once, until \(expires)):\n\(issued.code)"))
}

struct UnitAdd: FolderCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a unit; prints a one-time enrolment code 增加单位")

    enum Kind: String, ExpressibleByArgument, CaseIterable { case town, department, county }

    @OptionGroup var common: CommonOptions
    @Argument(help: "The unit's code: letters, digits, - and _.") var code: String
    @Argument(help: "The unit's name, such as 黎城镇.") var name: String
    @Option(name: .customLong("class"), help: "town, department or county.") var kind: Kind = .town

    func perform(in opened: HubFolder, _ session: CommandSession) async throws -> ExitStatus {
        let issued = try await UnitActs(opened, Auditor(opened.store, session)).add(code, name, kind.rawValue)
        showCode(code, issued, session)
        return .done
    }
}

struct UnitNewCode: FolderCommand {
    static let configuration = CommandConfiguration(
        commandName: "code", abstract: "One more code, for one more replica of a unit 再发一个注册码")

    @OptionGroup var common: CommonOptions
    @Argument(help: "The unit's code.") var code: String

    func perform(in opened: HubFolder, _ session: CommandSession) async throws -> ExitStatus {
        showCode(code, try await UnitActs(opened, Auditor(opened.store, session)).issueCode(code), session)
        return .done
    }
}

struct UnitRename: FolderCommand {
    static let configuration = CommandConfiguration(
        commandName: "rename", abstract: "Give a unit another name; its code stays 更改单位名称")

    @OptionGroup var common: CommonOptions
    @Argument(help: "The unit's code.") var code: String
    @Argument(help: "The new name.") var name: String

    func perform(in opened: HubFolder, _ session: CommandSession) async throws -> ExitStatus {
        try await UnitActs(opened, Auditor(opened.store, session)).rename(code, to: name)
        session.emitOrShow(
            .object([("unit", .text(code)), ("name", .text(name))]),
            session.word(chinese: "单位 \(code) 现名 \(name)。", english: "the unit \(code) is now called \(name)"))
        return .done
    }
}

struct UnitCodes: FolderCommand {
    static let configuration = CommandConfiguration(
        commandName: "codes", abstract: "Codes that nobody has used yet, by their first four digits 未用的注册码")

    @OptionGroup var common: CommonOptions

    func perform(in opened: HubFolder, _ session: CommandSession) async throws -> ExitStatus {
        let codes = try await opened.hub.outstandingCodes()
        session.emitOrShow(
            .array(
                codes.map {
                    .object([
                        ("unit", .text($0.unit)), ("begins", .text(OutstandingCode.number($0.slot))),
                        ("expires", .text(Instant.text($0.expiresAt))), ("triesLeft", .integer(Int64($0.triesLeft))),
                    ])
                }),
            codes.map { "\($0.unit)\t\(OutstandingCode.number($0.slot)) …\t\(Instant.text($0.expiresAt))" }
                .joined(separator: "\n"))
        return .done
    }
}

struct UnitWithdraw: FolderCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw", abstract: "Withdraw a code that nobody has used yet 收回注册码")

    @OptionGroup var common: CommonOptions
    @Argument(help: "The unit's code.") var code: String
    @Argument(help: "The enrolment code's first four digits, as codes prints them.") var begins: String

    func perform(in opened: HubFolder, _ session: CommandSession) async throws -> ExitStatus {
        guard let slot = OutstandingCode.slot(begins) else {
            throw CommandFailure(
                .badUse, chinese: "“\(begins)”不是注册码的前四位数字。", english: "\"\(begins)\" is not four digits")
        }
        try await UnitActs(opened, Auditor(opened.store, session)).withdrawCode(slot, of: code)
        session.emitOrShow(
            .object([("unit", .text(code)), ("withdrawn", .boolean(true))]),
            session.word(chinese: "已收回 \(code) 的注册码 \(begins) …。", english: "withdrew the code \(begins) … of \(code)"))
        return .done
    }
}

struct UnitList: FolderCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the units 列出单位")

    @OptionGroup var common: CommonOptions

    func perform(in opened: HubFolder, _ session: CommandSession) async throws -> ExitStatus {
        let units = try await Units(opened).all()
        session.emitOrShow(
            .array(
                units.map { unit in
                    .object([
                        ("unit", .text(unit.code)), ("name", .text(unit.name)), ("class", .text(unit.kind)),
                        ("revokedAt", unit.revokedAt.map { .text($0) } ?? .null),
                    ])
                }),
            units.map { "\($0.code)\t\($0.name.onOneLine)\t\($0.kind)\($0.revokedAt.map { "\t✗ \($0)" } ?? "")" }
                .joined(separator: "\n"))
        return .done
    }
}

struct UnitRevoke: FolderCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Revoke every replica of a unit 停用单位")

    @OptionGroup var common: CommonOptions
    @Argument(help: "The unit's code.") var code: String

    func perform(in opened: HubFolder, _ session: CommandSession) async throws -> ExitStatus {
        try await UnitActs(opened, Auditor(opened.store, session)).revoke(unit: code)
        session.emitOrShow(
            .object([("unit", .text(code)), ("revoked", .boolean(true))]),
            session.word(chinese: "单位 \(code) 已停用。", english: "the unit \(code) is revoked"))
        return .done
    }
}

struct ReplicaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replica", abstract: "The replicas of the units 各单位的机器",
        subcommands: [ReplicaList.self, ReplicaRevoke.self])
}

struct ReplicaList: FolderCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the replicas 列出机器")

    @OptionGroup var common: CommonOptions

    func perform(in opened: HubFolder, _ session: CommandSession) async throws -> ExitStatus {
        let contacts = Dictionary(
            uniqueKeysWithValues: try await opened.store.contacts().map { ($0.replica, $0) })
        let members = try await opened.store.members()
        session.emitOrShow(
            .array(
                members.map { member in
                    let contact = contacts[member.replica]
                    return .object([
                        ("replica", .text(member.replica.description)), ("unit", .text(member.unit)),
                        ("label", .text(member.label)),
                        ("epoch", contact?.told.map { .text($0.epoch.description) } ?? .null),
                        ("enrolledAt", .text(Instant.text(member.enrolledAt))),
                        ("lastSeen", contact.map { .text(Instant.text($0.at)) } ?? .null),
                        (
                            "certificateExpires",
                            contact?.told.map { .text(Instant.text($0.certificateExpires)) } ?? .null
                        ), ("revokedAt", member.revokedAt.map { .text(Instant.text($0)) } ?? .null),
                    ])
                }),
            members.map { "\($0.replica)\t\($0.unit)\t\($0.label)\($0.revokedAt == nil ? "" : "\t✗")" }
                .joined(separator: "\n"))
        return .done
    }
}

struct ReplicaRevoke: FolderCommand {
    static let configuration = CommandConfiguration(commandName: "revoke", abstract: "Revoke one replica 停用机器")

    @OptionGroup var common: CommonOptions
    @Argument(help: "The replica's id, 16 hexadecimal digits.") var id: String

    func perform(in opened: HubFolder, _ session: CommandSession) async throws -> ExitStatus {
        try await UnitActs(opened, Auditor(opened.store, session)).revoke(replica: id)
        session.emitOrShow(
            .object([("replica", .text(id)), ("revoked", .boolean(true))]),
            session.word(chinese: "机器 \(id) 已停用。", english: "the replica \(id) is revoked"))
        return .done
    }
}
