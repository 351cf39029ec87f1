import ArgumentParser
import DutyRecords
import Foundation
import Identity
import ProgramShell
import SyncKit

struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Set up a county's hub in an empty folder 建立县端")

    @OptionGroup var common: CommonOptions

    @Option(help: "The county's name, such as 金湖县.")
    var name: String

    @Option(help: "The code of the county's own room, which is the first unit.")
    var code = "COUNTY"

    @Option(help: "明 (open) or 密 (classified; only on a network approved for it).")
    var channel = "明"

    func run() async throws {
        let folder = try common.folder()
        guard DutyChannel(rawValue: channel) != nil else {
            throw CommandFailure(
                .badUse, chinese: "--channel 只能是 明 或 密。", english: "--channel is 明 or 密")
        }
        try UnitCode.check(code)
        try Units.check(name: name)
        try FolderKind.hub.require(of: folder)
        let settings = try Settings.read(folder, path: common.config)
        if !folder.exists { try folder.requireEmpty() }
        _ = try settings.guards()
        try folder.create()
        let lock = try ExclusiveFolder.take(folder)
        guard !folder.exists else {
            throw CommandFailure(
                .dataFolder, chinese: "\(folder.url.path) 中已有一个县端。请换一个空文件夹。",
                english: "\(folder.url.path) holds a hub already; take an empty folder")
        }
        let identity = try HubIdentity.make(
            name: name, code: code, channel: channel, now: SystemClock.wall())
        try identity.write(folder)
        let opened = try await HubFolder.open(folder, settings: settings, drawsEpoch: true, isNew: true)
        let signer = opened.store.signer
        try await opened.hub.publish([
            Member(
                replica: signer.replica, unit: code, role: .county, label: HubFolder.letter,
                key: signer.key.verifyingKey,
                enrolledAt: SystemClock.wall())
        ])
        try await Units(opened).add(code: code, name: name, kind: "county")
        await opened.close()
        _ = consume lock
        let session = CommandSession.own(isJSON: common.json)
        session.emitOrShow(
            .object([
                ("deployment", .text(identity.deployment)), ("name", .text(name)), ("unit", .text(code)),
                ("channel", .text(channel)),
            ]),
            session.word(chinese: "\(name)县端已建立。", english: "the hub of \(name) is set up"))
    }
}
