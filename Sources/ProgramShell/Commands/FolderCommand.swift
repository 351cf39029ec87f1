package import ArgumentParser
import DutyRecords
import Foundation

/// Options that every command takes.
package struct CommonOptions: ParsableArguments {
    @Option(help: "The data folder 数据文件夹 (or ZHISHOU_DATA).")
    package var data: String?

    @Flag(help: "One JSON object or array on standard output, nothing else.")
    package var json = false

    @Option(help: "Configuration file 配置文件 (JSON; default: config.json in the data folder).")
    package var config: String?

    package init() {}

    package func folder() throws -> DataFolder {
        guard let path = data ?? ProcessInfo.processInfo.environment["ZHISHOU_DATA"], !path.isEmpty else {
            throw CommandFailure(
                .badUse, chinese: "请用 --data 指定数据文件夹,或设置环境变量 ZHISHOU_DATA。",
                english: "name the data folder with --data, or set ZHISHOU_DATA")
        }
        return DataFolder(path: path)
    }
}

/// A folder that is open for its one writer.
package protocol OpenFolder: Sendable {
    static var kind: FolderKind { get }
    /// Opens it, holding its lock already.
    static func open(_ folder: DataFolder) async throws -> Self
    func close() async
}

/// A command on a data folder. It runs here when the folder is free, else in the process that holds it.
package protocol FolderCommand: AsyncParsableCommand {
    associatedtype Opened: OpenFolder
    var common: CommonOptions { get }
    var readsInput: Bool { get }
    /// A file that is read in the place of standard input: by the process that was called, whose folder and rights
    /// the path is meant in.
    var inputFile: String? { get }
    /// A file that is written, by the process that holds the data folder.
    var outputFile: String? { get }
    func perform(in opened: Opened, _ session: CommandSession) async throws -> ExitStatus
    /// Answers what it can where the store is damaged, before the failure is said.
    func answerForDamage(_ session: CommandSession)
}

extension FolderCommand {
    package var readsInput: Bool { false }
    package var inputFile: String? { nil }
    package var outputFile: String? { nil }

    package func answerForDamage(_ session: CommandSession) {}

    package func run() async throws { try await FolderRunner.run(self) }

    /// Performs in a folder that another command opened.
    func perform(inAny opened: any OpenFolder, _ session: CommandSession) async throws -> ExitStatus {
        guard let opened = opened as? Opened else {
            throw CommandFailure(
                .badUse, chinese: "这条命令不能在此运行。", english: "this command cannot run here")
        }
        return try await perform(in: opened, session)
    }
}
