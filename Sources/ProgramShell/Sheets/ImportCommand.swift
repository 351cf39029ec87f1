package import ArgumentParser
import DutyRecords
import Foundation
import Sheets
import SyncKit

package struct ImportCommand<Opened: RecordFolder>: FolderCommand {
    package static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "import", abstract: "Enter a table: CSV or XLSX 导入",
            discussion: """
                All rows are entered in one set, or none: exit code 1 where one is refused. What is here already is not \
                entered again. COLLECTION is one such as person, or roster for a 值班表.
                """)
    }

    @OptionGroup package var common: CommonOptions
    @Argument(help: "The collection, or roster.") var collection: String
    @Argument(help: "The file; - is standard input.") var file: String
    @Option(help: "The unit whose ledger is written (at the hub).") var unit: String?
    @Option(help: "utf-8, gb18030, utf-16le or utf-16be; else it is guessed.") var encoding: TextEncoding?
    @Option(help: "What parts the cells: , ; or tab; else it is guessed.") var delimiter: String?
    @Option(help: "The sheet's number.") var sheet: Int = 1
    @Option(help: "The number of the row with the headings; else it is guessed.") var header: Int?
    @Option(help: "NUMBER=FIELD: what a column stands for; NUMBER= leaves it out. Several may be given.")
    var column: [String] = []
    @Option(help: "Of a roster: the year where the table does not say it.") var year: Int?
    @Option(help: "Of a roster: when a day's duty begins, such as 08:30.") var start: String?
    @Option(help: "Of a roster: when the night's begins, such as 17:30.") var evening: String?
    @Option(help: "Who writes.") var author: String = ""
    @Flag(help: "Only say what would become of each row.") var check = false
    @Flag(help: "Leave out the rows that are refused.") var partial = false

    package init() {}

    package var inputFile: String? { file == "-" ? nil : file }
    package var readsInput: Bool { true }

    package func perform(in opened: Opened, _ session: CommandSession) async throws -> ExitStatus {
        let unit = try await opened.unit(unit)
        let target = try ImportTarget.find(collection, in: opened)
        let importing = SheetImport(target, unit: unit, seed: RecordID.drawn(), in: opened)
        let (bytes, options) = (Array(session.input), try options())
        let plan: ImportPlan
        var entered = 0
        if check {
            plan = try await importing.plan(bytes, options)
        } else {
            (plan, entered) = try await importing.enter(
                bytes, options, rows: nil, isWhole: !partial, author: author)
        }
        if session.isJSON {
            session.emit(ImportPrinting.json(plan, entered: entered, session.language))
        } else {
            for row in plan.rows { session.show(ImportPrinting.line(row, session.language)) }
        }
        let counts = (plan.new.count, plan.present.count, plan.refused.count)
        session.say(
            chinese: "录入 \(entered) 条；可导入 \(counts.0) 行，已在库 \(counts.1) 行，有错 \(counts.2) 行。",
            english:
                "\(entered) records entered; \(counts.0) rows to enter, \(counts.1) here already, \(counts.2) refused")
        return plan.refused.isEmpty ? .done : .partly
    }

    private func options() throws -> ImportOptions {
        var options = ImportOptions()
        options.encoding = encoding
        if let delimiter {
            guard let known = Delimiter(rawValue: delimiter == "tab" ? "\t" : delimiter) else {
                throw CommandFailure(
                    .badUse, chinese: "--delimiter 应是 , ; 或 tab。", english: "--delimiter has to be , ; or tab")
            }
            options.delimiter = known
        }
        options.sheet = sheet - 1
        options.header = header.map { $0 - 1 }
        for text in column {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let number = Int(parts[0]), number >= 1 else {
                throw CommandFailure(
                    .badUse, chinese: "--column 应写成 列号=项目，如 3=mobile。",
                    english: "--column has to be NUMBER=FIELD, such as 3=mobile")
            }
            options.columns[number - 1] = String(parts[1])
        }
        options.year = year
        options.start = try minutes(start, "--start")
        options.evening = try minutes(evening, "--evening")
        return options
    }

    private func minutes(_ text: String?, _ option: String) throws -> Int? {
        guard let text else { return nil }
        guard let minutes = ImportOptions.minutes(text) else {
            throw CommandFailure(
                .badUse, chinese: "\(option) 应写成 08:30。", english: "\(option) has to be written 08:30")
        }
        return minutes
    }
}

extension TextEncoding: ExpressibleByArgument {}

enum ImportPrinting {
    static func json(_ plan: ImportPlan, entered: Int, _ language: Language) -> JSONValue {
        var members: [(String, JSONValue)] = [("entered", .integer(Int64(entered)))]
        if case .text(let encoding, let delimiter) = plan.file.kind {
            members += [("encoding", .text(encoding.rawValue)), ("delimiter", .text(delimiter.rawValue))]
        }
        members.append(("header", .integer(Int64(plan.mapping.header + 1))))
        members.append(
            (
                "columns",
                .array(
                    plan.headings.enumerated().map { column, heading in
                        let key = plan.mapping.key(column)
                        return .object([("heading", .text(heading)), ("field", key.isEmpty ? .null : .text(key))])
                    })
            ))
        members.append(
            (
                "rows",
                .array(
                    plan.rows.map { row in
                        .object([
                            ("row", .integer(Int64(row.number))), ("state", .text(row.code)),
                            ("ids", .array(row.changes.map { .text($0.record.description) })),
                            ("errors", .array(row.errors.map { LineResult.json($0, language) })),
                            ("warnings", .array(row.warnings.map { LineResult.json($0, language) })),
                        ])
                    })
            ))
        return .object(members)
    }

    static func line(_ row: ImportPlan.Row, _ language: Language) -> String {
        let cells = row.cells.filter { !$0.isEmpty }.joined(separator: " · ").onOneLine
        let reasons = (row.errors + row.warnings).map { "\n\t\($0.message(in: language))" }.joined()
        return "\(row.number)\t\(row.sentence(in: language))\t\(cells)\(reasons)"
    }
}
