import ArgumentParser
import DutyRecords
import Foundation
import Identity
import ProgramShell
import SyncKit

struct EnrolCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enrol",
        abstract: "Make this folder a replica of a unit, with a code from the county 用注册码注册本机",
        discussion: "On a folder that is a copy of another replica's, a new code makes it a replica of its own.")

    @OptionGroup var common: CommonOptions

    @Option(help: "The hub's address, https://HOST[:PORT]; several may be given.")
    var hub: [String] = []

    @Option(help: "The one-time code: 32 digits, spaces and dashes ignored.")
    var code: String?

    @Option(help: "The file with the code, as the county's page of administration gives it; - is standard input.")
    var file: String?

    func run() async throws {
        let folder = try common.folder()
        let settings = try Settings.read(folder, path: common.config)
        let hubs = settings.hubs(flags: hub)
        guard !hubs.isEmpty else {
            throw CommandFailure(
                .badUse, chinese: "请用 --hub 给出县端地址,如 https://10.0.0.1:8443。",
                english: "give the hub's address with --hub, such as https://10.0.0.1:8443")
        }
        let code = try parsed()
        try FolderKind.agent.require(of: folder)
        _ = try settings.guards()
        try folder.create()
        let lock = try ExclusiveFolder.take(folder)
        if folder.exists { try await leave(folder, settings) }
        let identity = try await Enrolment(hubs: hubs, code: code).enrol()
        try identity.write(folder)
        let opened = try await AgentFolder.open(folder, settings: settings, drawsEpoch: true, isNew: true)
        await opened.close()
        _ = consume lock
        let session = CommandSession.own(isJSON: common.json)
        session.emitOrShow(
            .object([
                ("unit", .text(identity.unit)), ("name", .text(identity.unitName)),
                ("replica", .text(identity.replica)),
                ("label", .text(identity.label)), ("deployment", .text(identity.deploymentName)),
            ]),
            session.word(
                chinese: "已注册为 \(identity.unitName)(\(identity.unit)),本机编号 \(identity.label)。",
                english: "enrolled as \(identity.unitName) (\(identity.unit)), replica \(identity.label)"))
    }

    private func parsed() throws -> EnrolmentCode {
        guard let typed = try code ?? file.map({ try EnrolmentFile.code(at: $0) }), code == nil || file == nil else {
            throw CommandFailure(
                .badUse, chinese: "请用 --code 给出注册码，或用 --file 给出注册码文件，二者取一。",
                english: "give the code with --code, or the file with it with --file: one of the two")
        }
        do {
            return try EnrolmentCode(typed)
        } catch {
            throw CommandFailure(
                .badUse, chinese: "注册码不对(\(error.code))。请逐组核对 32 位数字。",
                english: "the code is not right (\(error.code)); compare its 32 digits group by group")
        }
    }

    /// The chains of the replica that this folder was are signed to their ends, while its key is still here.
    private func leave(_ folder: DataFolder, _ settings: Settings) async throws {
        let opened = try await AgentFolder.open(folder, settings: settings, drawsEpoch: false)
        do {
            try await opened.store.sealHeads()
        } catch {
            await opened.close()
            throw error
        }
        await opened.close()
    }
}
