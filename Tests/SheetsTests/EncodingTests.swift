import Testing

@testable import Sheets

/// Texts as Excel and WPS in Chinese save them.
@Suite struct EncodingTests {
    /// 姓名,备注 and 王晓东 with an empty last column, CRLF.
    private static let gbk: [UInt8] =
        [0xD0, 0xD5, 0xC3, 0xFB, 0x2C, 0xB1, 0xB8, 0xD7, 0xA2, 0x0D, 0x0A]
        + [0xCD, 0xF5, 0xCF, 0xFE, 0xB6, 0xAB, 0x2C, 0x0D, 0x0A]

    @Test func whatExcelSavesAsCSVInChineseIsRead() throws {
        let file = try SheetFile.read(Self.gbk)
        #expect(file.kind == .text(.gb18030, .comma))
        #expect(file.tables[0].rows == [["姓名", "备注"], ["王晓东", ""]])
    }

    @Test(
        arguments: [
            ([0xA8, 0xBC], "\u{1E3F}"), ([0xFE, 0x59], "\u{9FB4}"), ([0x95, 0x34, 0xB2, 0x35], "𠮷"),
            ([0xE9, 0x46], "镕"),
            ([0x80], nil), ([0xFF], nil), ([0xD0], nil), ([0x84, 0x31], nil),
        ] as [([UInt8], String?)]) func charactersOfAllPlanes(bytes: [UInt8], text: String?)
    {
        #expect(TextEncoding.gb18030.text(bytes) == text)
    }

    @Test func unicodeTextOfExcelIsRead() throws {
        let text = "姓名\t备注\r\n𠮷野\t\r\n"
        let little = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        for (bytes, encoding) in [
            ([0xFF, 0xFE] + little, TextEncoding.utf16LittleEndian), ([0xFE, 0xFF] + big, .utf16BigEndian),
            (little, .utf16LittleEndian), (big, .utf16BigEndian),
        ] {
            let file = try SheetFile.read(bytes)
            #expect(file.kind == .text(encoding, .tab))
            #expect(file.tables[0].rows == [["姓名", "备注"], ["𠮷野", ""]])
        }
        #expect(TextEncoding.utf16LittleEndian.text(little + [0x41]) == nil, "half a character")
        #expect(TextEncoding.utf16LittleEndian.text([0x00, 0xD8]) == nil, "half a pair")
    }

    @Test func theGuessIsShownAndMayBeOverruled() throws {
        // The GBK of 目录 is UTF-8 too.
        let tiny: [UInt8] = [0xC4, 0xBF, 0xC2, 0xBC]
        #expect(TextEncoding.guess(tiny) == .utf8)
        #expect(try SheetFile.read(tiny, encoding: .gb18030).tables[0].rows == [["目录"]])
        #expect(TextEncoding.guess(Array("\u{FEFF}a".utf8)) == .utf8)
        #expect(try SheetFile.read(Array("\u{FEFF}姓名".utf8)).tables[0].rows == [["姓名"]])
        #expect(throws: SheetError.notText(.utf8)) { try SheetFile.read(Self.gbk, encoding: .utf8) }
        #expect(throws: SheetError.notText(nil)) { try SheetFile.read([0x61, 0xFF, 0xFF, 0x0A]) }
    }
}
