import ArgumentParser
import DutyRecords
import ProgramShell
import SyncKit

struct StatusCommand: FolderCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "What waits here and when the county last had all 同步状态")

    @OptionGroup var common: CommonOptions

    func perform(in opened: AgentFolder, _ session: CommandSession) async throws -> ExitStatus {
        let status = try await AgentStatus.read(opened)
        session.emitOrShow(status.json, status.lines(session.language).joined(separator: "\n"))
        return .done
    }
}

struct SyncCommand: FolderCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync", abstract: "Exchange with the hub until nothing is left 立即同步")

    @OptionGroup var common: CommonOptions

    /// Exchanges in a row that may move nothing before the command gives up.
    private static let idleMax = 3
    /// How often in a row it comes back after a time that the hub named, and the longest such time, in milliseconds.
    private static let returnsMax = 10
    private static let returnAfterMax: Int64 = 10_000

    func perform(in opened: AgentFolder, _ session: CommandSession) async throws -> ExitStatus {
        var sent: UInt64 = 0
        var received: UInt64 = 0
        var idle = 0
        var returns = 0
        let total = try await AgentStatus.read(opened).waitingSets
        while true {
            let progress: SyncLine.Progress
            do {
                progress = try await opened.line.push()
                returns = 0
            } catch {
                let failure = LineFailure.of(error)
                if let after = failure.retryAfter, after <= Self.returnAfterMax, returns < Self.returnsMax {
                    returns += 1
                    try await Task.sleep(for: .milliseconds(after))
                    continue
                }
                if !session.isJSON { session.say(chinese: "", english: "") }
                throw SyncWords.failure(failure, waiting: try await AgentStatus.read(opened).waitingSets)
            }
            sent += progress.sent
            received += progress.received
            if !session.isJSON {
                session.progress(SyncWords.bar(sent, of: max(total, sent), received, session.language))
            }
            let waiting = try await AgentStatus.read(opened).waitingSets
            if waiting == 0 && !progress.hasMore && progress.received == 0 { break }
            idle = progress.sent == 0 && progress.received == 0 && !progress.pieceGrew ? idle + 1 : 0
            if idle > Self.idleMax { break }
        }
        try? await opened.line.renewIfDue()
        let waiting = try await AgentStatus.read(opened).waitingSets
        if !session.isJSON { session.say(chinese: "", english: "") }
        session.emitOrShow(
            .object([
                ("sent", .integer(Int64(sent))), ("received", .integer(Int64(received))),
                ("waitingSets", .integer(Int64(waiting))),
            ]),
            session.word(
                chinese: "已送出 \(sent) 组,收到 \(received) 组,还有 \(waiting) 组待送。",
                english: "sent \(sent) sets, received \(received), \(waiting) still wait"))
        return waiting == 0 ? .done : .partly
    }
}

enum SyncWords {
    static func failure(_ failure: LineFailure, waiting: UInt64) -> CommandFailure {
        let words = LineWords(code: failure.code)
        return CommandFailure(
            .hubRefused,
            chinese: "没有送达县端（\(failure.code)）：\(words.chinese)\(waiting) 组保存在本机"
                + (words.isPassing ? "，恢复后会自动补送。" : "。"),
            english: "not delivered (\(failure.code)): \(words.english) \(waiting) sets are safe here"
                + (words.isPassing ? " and go out when the reason is gone" : "") + " [\(failure.text)]")
    }

    static func bar(_ done: UInt64, of total: UInt64, _ received: UInt64, _ language: Language) -> String {
        let width: UInt64 = 30
        let filled = total == 0 ? width : done * width / total
        let bar = String(repeating: "█", count: Int(filled)) + String(repeating: "░", count: Int(width - filled))
        return language == .chinese
            ? "\(bar) \(done)/\(total) 已送,收到 \(received)" : "\(bar) \(done)/\(total) sent, \(received) received"
    }
}
