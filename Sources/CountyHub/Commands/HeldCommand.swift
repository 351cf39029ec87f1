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
        let held = try await opened.store.heldSets().filter {
            $0.dot == dot && (ledger == nil || $0.ledger.description == ledger)
        }
        guard let set = held.first else { throw SyncError.unknown(dot.description) }
        guard held.count == 1 else {
            throw CommandFailure(
                .badUse, chinese: "两个账本里都有这个编号,请加 --ledger。",
                english: "two ledgers hold a set of this number; add --ledger")
        }
        guard set.reason.code != .channel else {
            throw CommandFailure(
                .badUse, chinese: "密件的正文没有保存,不能放行。",
                english: "its text was not kept, since the channel forbids it; it cannot be released")
        }
        try await opened.store.commit(
            [Draft(ledger: set.ledger, body: SetBody(verdicts: [Verdict(dot: dot, hold: nil)]))], author: "")
        session.emitOrShow(
            .object([
                ("ledger", .text(set.ledger.description)), ("dot", .text(dot.description)),
                ("released", .boolean(true)),
            ]),
            session.word(chinese: "已放行 \(dot)。", english: "released \(dot)"))
        return .done
    }
}
