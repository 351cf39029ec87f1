package import ArgumentParser
import DutyRecords
import SyncKit

package struct RecordCommand<Opened: RecordFolder>: FolderCommand {
    package static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "record", abstract: "Enter records: JSON lines on standard input, one a line 录入",
            discussion: "A bad line is refused with its number and reason, and the good ones are kept.")
    }

    @OptionGroup package var common: CommonOptions
    @Argument(help: "The collection, such as log-entry.") var collection: String
    @Option(help: "The unit whose ledger is written (at the hub).") var unit: String?
    @Option(help: "Who writes.") var author: String = ""
    @Flag(help: "All lines or none.") var atomic = false

    package init() {}

    package var readsInput: Bool { true }

    package func perform(in opened: Opened, _ session: CommandSession) async throws -> ExitStatus {
        let unit = try await opened.unit(unit)
        let collection = try CollectionName.find(collection, in: opened)
        let entering = try await Entering(collection, unit: unit, in: opened)
        let (results, failure) = try await entering.enter(session.input, author: author, isAtomic: atomic)
        let refused = results.filter { $0.error != nil }
        for result in results {
            for warning in result.warnings {
                let message = warning.message(in: session.language)
                session.say(
                    chinese: "第 \(result.line) 行（提醒）：\(message)", english: "line \(result.line) (note): \(message)")
            }
        }
        for result in refused {
            let message = result.error?.message(in: session.language) ?? ""
            session.say(chinese: "第 \(result.line) 行:\(message)", english: "line \(result.line): \(message)")
        }
        if session.isJSON {
            session.emit(.array(results.map { $0.json(session.language) }))
        } else {
            for result in results { if let id = result.id { session.show("\(result.line)\t\(id)") } }
        }
        if let failure {
            let kept = results.count { $0.id != nil }
            session.say(chinese: "已保存 \(kept) 条,其余没有保存。", english: "\(kept) lines were saved, the others were not")
            throw failure
        }
        return refused.isEmpty ? .done : .partly
    }
}
