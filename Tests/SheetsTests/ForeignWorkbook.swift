import CZip
import Foundation

/// A workbook put together part by part, as other programs write it or as nobody should.
struct ForeignWorkbook {
    var parts: [String: String] = [
        "xl/_rels/workbook.xml.rels":
            #"<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>"#
    ]

    init(
        cells: String, strings: String = "", formats: String = "", merges: String = "", properties: String = ""
    ) {
        parts["xl/workbook.xml"] =
            #"<?xml version="1.0"?><workbook xmlns:r="urn:r"><workbookPr \#(properties)/><sheets><sheet name="十月" sheetId="1" r:id="rId1"/></sheets></workbook>"#
        parts["xl/sharedStrings.xml"] = "<sst>\(strings)</sst>"
        parts["xl/styles.xml"] = "<styleSheet>\(formats)</styleSheet>"
        parts["xl/worksheets/sheet1.xml"] =
            "<worksheet><sheetData>\(cells)</sheetData><mergeCells>\(merges)</mergeCells></worksheet>"
    }

    var bytes: [UInt8] {
        var error = zip_error_t()
        let source = zip_source_buffer_create(nil, 0, 0, &error)
        zip_source_keep(source)
        let archive = zip_open_from_source(source, ZIP_TRUNCATE, &error)
        // The archive reads its sources as it is closed.
        var kept: [UnsafeMutableRawPointer] = []
        for (name, text) in parts {
            let copy = UnsafeMutableRawPointer.allocate(byteCount: max(1, text.utf8.count), alignment: 1)
            Array(text.utf8).withUnsafeBytes { bytes in
                if let start = bytes.baseAddress { copy.copyMemory(from: start, byteCount: bytes.count) }
            }
            kept.append(copy)
            zip_file_add(archive, name, zip_source_buffer(archive, copy, zip_uint64_t(text.utf8.count), 0), 0)
        }
        zip_close(archive)
        for copy in kept { copy.deallocate() }
        var stat = zip_stat_t()
        zip_source_stat(source, &stat)
        var bytes = [UInt8](repeating: 0, count: Int(stat.size))
        zip_source_open(source)
        zip_source_read(source, &bytes, stat.size)
        zip_source_close(source)
        zip_source_free(source)
        return bytes
    }
}
