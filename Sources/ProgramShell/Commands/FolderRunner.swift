package import ArgumentParser
import DutyRecords
import Foundation
import Glibc
import SyncKit

/// Finds where a command runs: here under the folder's lock, or in the process that holds it.
enum FolderRunner {
    static func run<Command: FolderCommand>(_ command: Command) async throws {
        let folder = try command.common.folder()
        guard folder.exists else { throw FolderFailures.notSetUp(folder) }
        try Command.Opened.kind.require(of: folder)
        let language = Language.of(environment: ProcessInfo.processInfo.environment)
        let input =
            if let file = command.inputFile { try InputFile.read(file) } else {
                try command.readsInput ? StandardStreams.readAll() : Data()
            }
        let session = CommandSession.own(isJSON: command.common.json)
        var patience = Patience()
        while true {
            if let lock = try FolderLock.take(folder) {
                let status = try await performHere(command, folder, input: input, language: language)
                _ = consume lock
                throw Self.exit(status, command)
            }
            let request = ControlRequest(
                arguments: arguments(of: command), input: input, isChinese: language == .chinese,
                person: session.person)
            if let status = try ControlClient.run(folder, request, session) { throw Self.exit(status, command) }
            // Another short command holds it.
            try await Task.sleep(for: .milliseconds(patience.step))
            switch patience.stepped() {
            case .wait: continue
            case .say: FolderFailures.sayWaiting(for: nil, session)
            case .giveUp: throw FolderFailures.locked(folder)
            }
        }
    }

    /// As typed, but a path is meant where it was typed.
    private static func arguments(of command: some FolderCommand) -> [String] {
        let typed = LeadingOptions.moved(Array(CommandLine.arguments.dropFirst()))
        guard let path = command.outputFile, let place = typed.lastIndex(of: path) else { return typed }
        var arguments = typed
        arguments[place] = URL(fileURLWithPath: path).standardizedFileURL.path
        return arguments
    }

    private static func exit(_ status: Int32, _ command: some FolderCommand) -> ArgumentParser.ExitCode {
        ArgumentParser.ExitCode(
            StandardStreams.exitCode(status, CommandSession.own(isJSON: command.common.json)))
    }

    private static func performHere<Command: FolderCommand>(
        _ command: Command, _ folder: DataFolder, input: Data, language: Language
    ) async throws -> Int32 {
        let session = CommandSession(input: input, language: language, isJSON: command.common.json) {
            StandardStreams.write($0, $1)
        }
        let opened: Command.Opened
        do {
            opened = try await Command.Opened.open(folder)
        } catch SyncError.damagedStore {
            command.answerForDamage(session)
            throw SyncError.damagedStore
        }
        do {
            let status = try await command.perform(in: opened, session)
            await opened.close()
            return status.rawValue
        } catch {
            await opened.close()
            throw error
        }
    }
}

/// What the running program does with a command that was given beside it.
package struct CommandServer: Sendable {
    private let root: any ParsableCommand.Type
    private let opened: any OpenFolder

    package init(root: any ParsableCommand.Type, opened: any OpenFolder) {
        self.root = root
        self.opened = opened
    }

    package func handle(_ arguments: [String], _ session: CommandSession) async -> Int32 {
        do {
            guard let command = try root.parseAsRoot(arguments) as? any FolderCommand else {
                throw CommandFailure(
                    .badUse, chinese: "这条命令不能在程序运行时使用。", english: "this command cannot be used beside a running program"
                )
            }
            return try await command.perform(inAny: opened, session).rawValue
        } catch {
            return Failures.report(error, root: root, session)
        }
    }
}

/// A file that a command was given by its path.
enum InputFile {
    static func read(_ path: String) throws -> Data {
        do {
            return try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw CommandFailure(
                .badUse, chinese: "无法读取文件 \(path)。请检查路径和权限。",
                english: "the file \(path) cannot be read; look at its path and permissions")
        }
    }
}

enum FolderFailures {
    static func notSetUp(_ folder: DataFolder) -> CommandFailure {
        CommandFailure(
            .dataFolder, chinese: "\(folder.url.path) 尚未设置。请先运行 init(县)或 enrol(镇、部门)。",
            english: "\(folder.url.path) is not set up; run init (county) or enrol (town, department) first")
    }

    /// - Parameter process: that holds the folder, where it is known.
    static func sayWaiting(for process: Int32?, _ session: CommandSession) {
        let (chinese, english) = named(process)
        session.say(
            chinese: "正在等待占用数据文件夹的程序\(chinese)回应……",
            english: "waiting for the program\(english) that holds the data folder")
    }

    static func silent(_ process: Int32?) -> CommandFailure {
        let (chinese, english) = named(process)
        return CommandFailure(
            .dataFolder,
            chinese: "正在运行的程序\(chinese)没有回应,不再等待。请检查它是否被暂停或卡住,必要时停止后重新运行;重做之前请先查看记录。",
            english:
                "the running program\(english) does not answer; see whether it is suspended or hangs, stop it and run it again if need be, and look at the records before doing this again"
        )
    }

    private static func named(_ process: Int32?) -> (String, String) {
        process.map { ("(进程 \($0))", " (process \($0))") } ?? ("", "")
    }

    static func locked(_ folder: DataFolder) -> CommandFailure {
        CommandFailure(
            .dataFolder, chinese: "数据文件夹 \(folder.url.path) 正被另一个程序占用。请先停止它。",
            english: "the data folder \(folder.url.path) is in use by another program; stop it first")
    }
}
