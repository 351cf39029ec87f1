import Foundation
import Seeded
import Testing

@testable import Sheets

/// What Excel in Chinese opens, and what it and others save.
@Suite struct CSVTests {
    private static func bytes(_ rows: [[String]], headings: [String] = ["姓名", "电话"]) -> [UInt8] {
        CSVWriter.bytes(SheetTable(name: "", headings: headings, rows: rows.map { $0.map { .text($0) } }))
    }

    private static func read(_ text: String, _ delimiter: Delimiter = .comma) throws -> [[String]] {
        try CSVReader.rows(text, delimiter: delimiter)
    }

    @Test func whatIsWrittenBeginsWithTheMarkAndEndsItsLinesWithBoth() {
        #expect(
            Self.bytes([["𠮷野", "13912345678"], ["说“是”", "a\"b,c\nd"]])
                == [0xEF, 0xBB, 0xBF] + Array("姓名,电话\r\n𠮷野,13912345678\r\n说“是”,\"a\"\"b,c\nd\"\r\n".utf8))
    }

    @Test(arguments: ["=1+1", "+86 139", "-5", "@SUM", "\t=1", "＝1", "'=1", "''-"])
    func aFormulasStartIsMadeHarmlessAndComesBackAsItWas(text: String) throws {
        let written = try #require(TextEncoding.utf8.text(Self.bytes([[text, "x"]])))
        let cell = written.split(separator: "\r\n").last.map(String.init) ?? ""
        #expect(cell.hasPrefix("'") || cell.hasPrefix("\"'"))
        #expect(try Self.read(written)[1] == [text, "x"])
    }

    @Test(arguments: ["'tis", "'", "a=b", "", "王'=", "‘引’"]) func otherTextsStandAsTheyAre(text: String) throws {
        let written = try #require(TextEncoding.utf8.text(Self.bytes([[text, "x"]])))
        #expect(!written.contains("''"))
        #expect(try Self.read(written)[1] == [text, "x"])
    }

    @Test(arguments: [
        ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]), ("a,b\nc,d", [["a", "b"], ["c", "d"]]),
        ("a,b\rc,d\r", [["a", "b"], ["c", "d"]]), ("a,\r\n,\r\n", [["a", ""], ["", ""]]),
        ("\"a,\"\"b\"\"\r\nc\",d", [["a,\"b\"\r\nc", "d"]]), ("\"a\"b,c", [["ab", "c"]]), ("a\"b,c", [["a\"b", "c"]]),
        ("\n\na", [[""], [""], ["a"]]), ("", []),
    ]) func rowsAndCells(text: String, rows: [[String]]) throws {
        #expect(try Self.read(text) == rows)
    }

    @Test func anOpenQuotationMarkNamesItsRow() {
        #expect(throws: SheetError.openQuote(row: 2)) { try Self.read("a,b\nc,\"d\ne,f\n") }
    }

    @Test func tooMuchIsRefusedAndNotCut() throws {
        let rows = (1...SheetLimits.rowsMax).map { "\($0),x\n" }.joined()
        #expect(try Self.read(rows).count == SheetLimits.rowsMax)
        #expect(try Self.read(rows + ",\n\n").count == SheetLimits.rowsMax, "blank lines at the end are nothing")
        #expect(throws: SheetError.tooManyRows) { try Self.read(rows + "one,more\n") }
        let wide = String(repeating: "a,", count: SheetLimits.columnsMax)
        #expect(try Self.read(wide).first?.count == SheetLimits.columnsMax + 1, "an empty last one")
        #expect(throws: SheetError.tooManyColumns) { try Self.read(wide + "a") }
        #expect(throws: SheetError.tooLarge) {
            try SheetFile.read([UInt8](repeating: 0x61, count: SheetLimits.bytesMax + 1))
        }
        #expect(throws: SheetError.empty) { try SheetFile.read([]) }
        #expect(throws: SheetError.empty) { try SheetFile.read(Array("\r\n,,\r\n".utf8)) }
    }

    @Test(arguments: [
        ("姓名,电话\n王,1\n李,2", Delimiter.comma), ("姓名;电话\n王;1\n李;2", .semicolon), ("姓名\t电话\n王\t1,2\n李\t3,4,5", .tab),
        ("2026年10月值班表;;\n日期;人;备注\n1;王;a,b,c,d\n2;李;", .semicolon), ("只有一列", .comma),
    ]) func theDelimiterIsGuessed(text: String, delimiter: Delimiter) {
        #expect(Delimiter.guess(text) == delimiter)
    }

    @Test(arguments: 0..<200) func whatIsWrittenIsReadAgain(seed: Int) throws {
        var random = Seeded(seed: UInt64(seed))
        let signs = ["'", "=", "-", "\"", ",", ";", "\n", "\r", "\t", " ", "王", "𠮷", "e\u{301}", "1", "\u{FEFF}"]
        let texts = (0..<6).map { _ in
            (0..<Int.random(in: 0...5, using: &random)).map { _ in signs.randomElement(using: &random)! }.joined()
        }
        let rows = [Array(texts[0...1]), Array(texts[2...3]), Array(texts[4...5])]
        let text = try #require(TextEncoding.utf8.text(Self.bytes(rows)))
        let read = try Self.read(text).dropFirst()
        #expect(read.map { $0.map { Array($0.unicodeScalars) } } == rows.map { $0.map { Array($0.unicodeScalars) } })
    }
}
