import ChildProcess
import Foundation
import Seeded
import Testing

@testable import Sheets

/// Workbooks written and read again; foreign ones are in `ForeignWorkbookTests`.
@Suite struct WorkbookTests {
    private static func table(_ rows: [[String]], name: String = "值班表") -> SheetTable {
        SheetTable(name: name, headings: ["姓名", "电话", "数"], rows: rows.map { $0.map { .text($0) } })
    }

    private static func read(_ table: SheetTable) throws -> ReadTable {
        let file = try SheetFile.read(try WorkbookWriter.bytes(table))
        #expect(file.kind == .workbook && file.tables.count == 1)
        return file.tables[0]
    }

    @Test func textsStayTextsAndNumbersNumbers() throws {
        var table = Self.table([["𠮷野", "013912345678", "320831197001011234"], ["=1+1", "a\nb", " 两边 "]])
        table.rows.append([.number(12), .number(-3), .number(9_007_199_254_740_993)])
        let read = try Self.read(table)
        #expect(read.name == "值班表" && read.damage.isEmpty)
        #expect(
            read.rows == [
                ["姓名", "电话", "数"], ["𠮷野", "013912345678", "320831197001011234"], ["=1+1", "a\nb", " 两边 "],
                ["12", "-3", "9007199254740993"],
            ])
    }

    @Test(arguments: [
        ("a/b:c*d?e[f]\\g'", "abcdefg"), ("", "Sheet1"),
        (String(repeating: "𠮷", count: 40), String(repeating: "𠮷", count: 15)),
    ]) func aSheetsNameIsOneThatMayBe(name: String, sheet: String) throws {
        #expect(try Self.read(Self.table([["a", "b", "c"]], name: name)).name == sheet)
    }

    @Test func aTextThatNoCellHoldsIsRefusedWithItsPlace() {
        let long = String(repeating: "长", count: SheetLimits.cellUnitsMax + 1)
        #expect(throws: SheetError.cellTooLong(row: 3, column: 2, units: SheetLimits.cellUnitsMax + 1)) {
            try WorkbookWriter.bytes(Self.table([["a"], ["b", long]]))
        }
        #expect(throws: Never.self) { try WorkbookWriter.bytes(Self.table([["a"], ["b", String(long.dropFirst())]])) }
    }

    @Test(arguments: 0..<60) func whatIsWrittenIsReadAgain(seed: Int) throws {
        var random = Seeded(seed: UInt64(seed))
        let signs = ["_x0041_", "_x005F_", "_", "=", "<", "&", "\"", "\n", "\t", " ", "王", "𠮷", "e\u{301}", "]]>", "1"]
        let rows = (0..<3).map { row in
            ["r\(row)"]
                + (0..<2).map { _ in
                    (0..<Int.random(in: 0...5, using: &random)).map { _ in signs.randomElement(using: &random)! }
                        .joined()
                }
        }
        let read = try Self.read(Self.table(rows)).rows.dropFirst()
        #expect(read.map { $0.map { Array($0.unicodeScalars) } } == rows.map { $0.map { Array($0.unicodeScalars) } })
    }

    /// Opened by other software, where it is there.
    @Test func anotherProgramOpensIt() throws {
        let office = ["/usr/bin/soffice", "/usr/bin/libreoffice"].first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
        guard let office else {
            print("soffice is not installed: the workbook was not opened by another program")
            return
        }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sheets-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let rows = [["𠮷野", "013912345678", "320831197001011234"], ["=1+1", "甲,乙", "2026-10-01 08:30"]]
        let workbook = folder.appendingPathComponent("a.xlsx")
        try Data(try WorkbookWriter.bytes(Self.table(rows))).write(to: workbook)
        let convert = ChildProgram(
            URL(fileURLWithPath: office),
            [
                "-env:UserInstallation=file://\(folder.path)/home", "--headless", "--convert-to",
                "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir", folder.path, workbook.path,
            ])
        #expect(try convert.run().status == 0)
        let text = try String(contentsOf: folder.appendingPathComponent("a.csv"), encoding: .utf8)
        #expect(try CSVReader.rows(text, delimiter: .comma) == [["姓名", "电话", "数"]] + rows)
    }
}
