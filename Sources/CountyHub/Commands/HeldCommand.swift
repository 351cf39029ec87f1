import ArgumentParser
import DutyRecords
import ProgramShell
import SyncKit

struct HeldCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "held", abstract: "Sets that are kept without effect 暂扣的内容",
        subcommands: [HeldListCommand<HubFolder>.self, HeldRelease.self],
        defaultSubcommand: HeldListCommand<HubFolder>.self)
}

struct HeldRelease: FolderCommand {
    static let configuration = CommandConfiguration(
        commandName: "release", abstract: "Give a held set its effect, here and at its unit 放行")

    @OptionGroup var common: CommonOptions
    @Argument(help: "The set, EPOCH:COUNTER, as held prints it.") var dot: String
    @Option(help: "The ledger, where the same set number is held in two.") var ledger: String?

    func perform(in opened: HubFolder, _ session: CommandSession) async throws -> ExitStatus {
        guard let dot = Dot(dot) else {
            throw CommandFailure(
                .badUse, chinese: "“\(dot)”不是 纪元:序号 的形式。", english: "\"\(dot)\" is not EPOCH:COUNTER")
        }
        let set = try await Auditor(opened.store, session).enter(.release, on: "\(ledger ?? "") \(dot)") {
            try await Holding.release(dot, in: ledger, author: "", of: opened.store)
        }
        session.emitOrShow(
            .object([
                ("ledger", .text(set.ledger.description)), ("dot", .text(dot.description)),
                ("released", .boolean(true)),
            ]),
            session.word(chinese: "已放行 \(dot)。", english: "released \(dot)"))
        return .done
    }
}
