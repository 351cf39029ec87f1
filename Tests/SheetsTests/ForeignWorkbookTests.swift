import Foundation
import Testing

@testable import Sheets

/// What Excel and WPS write, and what a hostile file tries.
@Suite struct ForeignWorkbookTests {
    private static func read(_ workbook: ForeignWorkbook) throws -> ReadTable {
        try #require(try SheetFile.read(workbook.bytes).tables.first)
    }

    private static func row(_ number: Int, _ cells: String) -> String { "<row r=\"\(number)\">\(cells)</row>" }

    @Test func textsStandInThreePlaces() throws {
        let table = try Self.read(
            ForeignWorkbook(
                cells: Self.row(
                    1,
                    #"<c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><r><t>张</t></r><r><t>三</t></r></is></c><c r="C1" t="str"><f>A1</f><v>公式</v></c><c r="D1" t="s"><v>1</v></c>"#
                ),
                strings:
                    "<si><t>王晓东</t><rPh sb=\"0\" eb=\"1\"><t>wang</t></rPh></si><si><r><t xml:space=\"preserve\">李 </t></r><r><t>四_x000A_</t></r></si>"
            ))
        #expect(table.name == "十月" && table.rows == [["王晓东", "张三", "公式", "李 四\n"]])
    }

    @Test func cellsWithoutPlacesAndPrefixedNamesAreRead() throws {
        var workbook = ForeignWorkbook(cells: "")
        workbook.parts["xl/worksheets/sheet1.xml"] =
            #"<x:worksheet xmlns:x="urn:x"><x:sheetData><x:row><x:c><x:v>1</x:v></x:c><x:c><x:v>2</x:v></x:c></x:row><x:row><x:c><x:v>3</x:v></x:c></x:row></x:sheetData></x:worksheet>"#
        #expect(try Self.read(workbook).rows == [["1", "2"], ["3", ""]])
    }

    @Test func aMergedCellStandsForItsWholeRange() throws {
        let table = try Self.read(
            ForeignWorkbook(
                cells: Self.row(1, #"<c r="A1"><v>1</v></c><c r="B1" t="inlineStr"><is><t>张县长</t></is></c>"#)
                    + Self.row(2, #"<c r="A2"><v>2</v></c><c r="B2" s="1"/>"#)
                    + Self.row(3, #"<c r="A3"><v>3</v></c>"#),
                merges: #"<mergeCell ref="B1:B3"/><mergeCell ref="A3:XFD1048576"/>"#))
        #expect(table.rows == [["1", "张县长"], ["2", "张县长"], ["3", "3"]])
    }

    /// Formats 1 and 2 of one's own, 14 and 20 of the list, 176 of Chinese Excel.
    private static let formats = """
        <numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/><numFmt numFmtId="177" formatCode="[$-804]aaaa;@"/><numFmt numFmtId="178" formatCode="&quot;第&quot;0&quot;日&quot;"/><numFmt numFmtId="179" formatCode="[h]:mm"/></numFmts>
        <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
        <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="20"/><xf numFmtId="176"/><xf numFmtId="22"/><xf numFmtId="178"/><xf numFmtId="179"/><xf numFmtId="57"/></cellXfs>
        """

    @Test(arguments: [
        ("46296", 1, "2026-10-01"), ("46296", 3, "2026-10-01"), ("46296.354166666664", 4, "2026-10-01 08:30"),
        ("46296.354166667", 1, "2026-10-01 08:30"), ("0.3541666667", 2, "08:30"), ("1", 6, "24:00"),
        ("46296.99999", 4, "2026-10-02"), ("60", 1, "1900-02-28"), ("61", 1, "1900-03-01"), ("59", 1, "1900-02-28"),
        ("1", 1, "1900-01-01"), ("46266", 7, "2026-09-01"), ("13912345678", 0, "13912345678"),
        ("1.3912345678E10", 0, "13912345678"), ("13912345678", 5, "13912345678"), ("3.5", 0, "3.5"),
        ("0.1", 0, "0.1"), ("1E-7", 0, "0.0000001"), ("-2", 0, "-2"), ("999999999999999", 0, "999999999999999"),
    ]) func numbersReadAsAPersonSawThem(value: String, style: Int, text: String) throws {
        let cell = "<c r=\"A1\" s=\"\(style)\"><v>\(value)</v></c>"
        let table = try Self.read(ForeignWorkbook(cells: Self.row(1, cell), formats: Self.formats))
        #expect(table.rows == [[text]] && table.damage.isEmpty)
    }

    @Test func daysMayBeCountedFrom1904() throws {
        let table = try Self.read(
            ForeignWorkbook(
                cells: Self.row(1, "<c r=\"A1\" s=\"1\"><v>44834.5</v></c>"), formats: Self.formats,
                properties: "date1904=\"1\""))
        #expect(table.rows == [["2026-10-01 12:00"]])
    }

    @Test func aNumberWhoseDigitsAreLostIsMarkedAndSoIsAFailedFormula() throws {
        let table = try Self.read(
            ForeignWorkbook(
                cells: Self.row(
                    1,
                    #"<c r="A1"><v>3.20831197001011E+17</v></c><c r="B1"><v>1000000000000000</v></c><c r="C1" t="e"><v>#N/A</v></c>"#
                )))
        #expect(
            table.damage == [
                CellPlace(row: 0, column: 0): .digitsLost, CellPlace(row: 0, column: 1): .digitsLost,
                CellPlace(row: 0, column: 2): .formulaError,
            ])
    }

    @Test func blankFormattedRowsAreNothing() throws {
        let blank = (3...4_000).map { Self.row($0, "<c r=\"A\($0)\" s=\"1\"/>") }.joined()
        let far = Self.row(1_048_576, #"<c r="XFD1048576" s="1"/>"#)
        let table = try Self.read(
            ForeignWorkbook(cells: Self.row(1, "<c r=\"A1\"><v>1</v></c>") + blank + far))
        #expect(table.rows == [["1"]])
        #expect(throws: SheetError.tooManyRows) {
            try Self.read(ForeignWorkbook(cells: Self.row(1_048_576, #"<c r="A1048576"><v>1</v></c>"#)))
        }
    }

    @Test func aBombIsNotUnpackedAndAnEntityNotOpened() {
        let blanks = String(repeating: " ", count: 70 * 1024 * 1024)
        #expect(throws: SheetError.unpacksTooLarge) { try Self.read(ForeignWorkbook(cells: blanks)) }
        var laughing = ForeignWorkbook(cells: Self.row(1, "<c r=\"A1\" t=\"str\"><v>&a;</v></c>"))
        let part = laughing.parts["xl/worksheets/sheet1.xml"] ?? ""
        laughing.parts["xl/worksheets/sheet1.xml"] = #"<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>"# + part
        #expect(throws: SheetError.damagedWorkbook) { try Self.read(laughing) }
    }

    @Test func whatIsNoWorkbookSaysWhatToDo() {
        #expect(throws: SheetError.oldWorkbook) {
            try SheetFile.read([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0])
        }
        #expect(SheetError.oldWorkbook.chinese.contains("另存为") && SheetError.oldWorkbook.english.contains(".xlsx"))
        var other = ForeignWorkbook(cells: "")
        other.parts["xl/workbook.xml"] = nil
        #expect(throws: SheetError.notAWorkbook) { try Self.read(other) }
        #expect(throws: SheetError.damagedWorkbook) {
            try SheetFile.read(Array(ForeignWorkbook(cells: "").bytes.prefix(60)))
        }
        #expect(throws: SheetError.damagedWorkbook) { try Self.read(ForeignWorkbook(cells: "<row><c></row>")) }
    }
}
