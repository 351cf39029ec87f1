package import ArgumentParser
package import DutyRecords
import Foundation
import Glibc
package import SyncKit

/// Words and exit codes for whatever ends a command early.
package enum Failures {
    /// Says what went wrong, and answers the exit code.
    package static func report(
        _ error: any Error, root: any ParsableCommand.Type, _ session: CommandSession
    ) -> Int32 {
        switch error {
        case let code as ArgumentParser.ExitCode: return code.rawValue
        case let failure as CommandFailure:
            session.say(chinese: failure.chinese, english: failure.english)
            return failure.status.rawValue
        case let error as SyncError:
            let (status, chinese, english) = words(error)
            session.say(chinese: chinese, english: english)
            return status.rawValue
        default:
            let code = root.exitCode(for: error)
            if code == .success {
                session.show(root.fullMessage(for: error))
                return 0
            }
            if code == .validationFailure {
                let message = root.fullMessage(for: error)
                session.say(chinese: ParserWords.chinese(message), english: message)
                return ExitStatus.badUse.rawValue
            }
            session.say(chinese: "出错：\(error)", english: "failed: \(error)")
            return ExitStatus.dataFolder.rawValue
        }
    }

    /// The sentences on an error of the engine, for a screen.
    package static func sentences(_ error: SyncError) -> (chinese: String, english: String) {
        let (_, chinese, english) = words(error)
        return (chinese, english)
    }

    static func words(_ error: SyncError) -> (ExitStatus, String, String) {
        switch error {
        case .newerStore(let found, let known):
            (
                .dataFolder, "数据文件夹由更新的版本写成（格式 \(found)，本程序只认识 \(known)）。请升级本程序。",
                "the data folder was written by a newer version (format \(found), this program knows \(known)); update this program"
            )
        case .damagedStore:
            (
                .dataFolder,
                "数据库文件 store.sqlite 已损坏，无法完整读取。请先停止程序，把整个数据文件夹另存一份，再换回最近的备份；镇端没有备份的，在新的空文件夹中重新 enrol，已送达县的内容会取回。",
                "the database store.sqlite is damaged and cannot be read; stop the program, keep a copy of the whole data folder and put back the latest backup; a replica without one is enrolled anew in an empty folder and gets back what the county has"
            )
        case .notDurable:
            (
                .dataFolder, "数据库无法以 synchronous=FULL 运行，已拒绝写入。",
                "SQLite did not keep synchronous=FULL; nothing was written"
            )
        case .diskFull:
            (
                .dataFolder, "磁盘已满，这次录入没有保存。请清理磁盘后重试，已保存的内容不受影响。",
                "the disk is full and this entry was not saved; free some space and try again, what was saved is safe"
            )
        case .foreignStore:
            (.dataFolder, "数据属于另一个县的部署。", "the data belong to another county's deployment")
        case .setTooLarge(let bytes):
            (
                .badUse, "一次录入的内容过大（压缩后 \(bytes) 字节，上限 262144）。请分成几条。",
                "one entry is too large (\(bytes) bytes compressed, at most 262144); split it"
            )
        case .badAuthor:
            (
                .badUse, "--author 应是一行文字，不超过 \(SetEnvelope.authorMax) 字，不含控制字符。没有保存，请改正后重试。",
                "--author has to be one line of at most \(SetEnvelope.authorMax) characters without control characters; nothing was saved"
            )
        case .siblings(let field):
            (
                .partly, "\(field) 有几个不同的值，不能直接改。请用 show 查看后用 resolve 定一个。",
                "\(field) has several values; look at them with show and settle them with resolve"
            )
        case .taken:
            (
                .partly, "同一编号或标签正被另一条命令录入，这次没有保存。请查看后再试。",
                "another command is entering the same id or label, and this was not saved; look at it and try again"
            )
        case .contextAhead:
            (
                .badUse, "--seen 中有本机还没有的内容。请重新 show 后再改。",
                "--seen names what this replica does not have; show the record again and use its \"seen\""
            )
        case .unknownRecord(let id): (.badUse, "没有编号为 \(id) 的记录。", "there is no record \(id)")
        case .unknown(let what): (.badUse, "没有找到：\(what)。", "not found: \(what)")
        case .restoredUnconfirmed:
            (
                .hubRefused, "县端发现自己是从旧副本恢复的，管理员确认（events、confirm）之前不发放编号、注册码和注册。",
                "this hub found itself restored from an older copy; until an administrator confirms it (events, confirm) it gives out no codes and no enrolments"
            )
        case .notPermitted(let ledger):
            (.badUse, "不能写入 \(ledger)。", "this replica may not write in \(ledger)")
        case .notEnrolled: (.dataFolder, "尚未注册。请先运行 enrol。", "not enrolled yet; run enrol first")
        case .malformed(let what):
            (.dataFolder, "数据损坏：\(what)。请运行 verify 检查。", "damaged data: \(what); run verify")
        }
    }
}

/// The entry of both programs: parses, runs, and ends with the documented exit codes.
package enum Program {
    /// The collections that this program knows: what its `main` was given.
    @TaskLocal package static var catalog: DutyCatalog = .regulation

    package static func main(
        _ root: any AsyncParsableCommand.Type, catalog: DutyCatalog = .regulation
    ) async -> Never {
        exit(await $catalog.withValue(catalog) { await run(root) })
    }

    /// Swift repairs what is not UTF-8, such as what a terminal set to GBK sends: that would change a text silently.
    private static func requireText() throws {
        for place in 1..<max(1, Int(CommandLine.argc)) {
            guard let bytes = CommandLine.unsafeArgv[place], String(validatingCString: bytes) == nil else { continue }
            throw CommandFailure(
                .badUse, chinese: "第 \(place) 个参数不是 UTF-8 文字，没有执行。请把终端的编码设为 UTF-8 后重试。",
                english: "argument \(place) is not UTF-8, and nothing was done; set the terminal to UTF-8 and try again"
            )
        }
    }

    private static func run(_ root: any AsyncParsableCommand.Type) async -> Int32 {
        let session = CommandSession(
            input: Data(), language: Language.of(environment: ProcessInfo.processInfo.environment), isJSON: false
        ) { StandardStreams.write($0, $1) }
        do {
            try requireText()
            let commands = root.configuration.subcommands.map { $0._commandName }
            var command = try root.parseAsRoot(
                LeadingOptions.moved(Array(CommandLine.arguments.dropFirst()), commands: commands))
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            return 0
        } catch {
            return Failures.report(error, root: root, session)
        }
    }
}
