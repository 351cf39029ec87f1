/// Reads the sheets of a workbook (ECMA-376).
enum WorkbookReader {
    /// Sheets with something in them, in their order.
    static func tables(_ bytes: [UInt8]) throws(SheetError) -> [ReadTable] {
        var archive = try ZipArchive(bytes)
        guard let book = try archive.part("xl/workbook.xml") else { throw .notAWorkbook }
        let workbook = WorkbookPart()
        try XMLWalk.over(book, workbook)
        guard workbook.sheets.count <= SheetLimits.sheetsMax else { throw .unpacksTooLarge }
        let relations = RelationsPart()
        if let part = try archive.part("xl/_rels/workbook.xml.rels") { try XMLWalk.over(part, relations) }
        let strings = SharedStringsPart()
        if let part = try archive.part("xl/sharedStrings.xml") { try XMLWalk.over(part, strings) }
        let styles = StylesPart()
        if let part = try archive.part("xl/styles.xml") { try XMLWalk.over(part, styles) }
        var tables: [ReadTable] = []
        for (index, sheet) in workbook.sheets.enumerated() {
            let path = relations.targets[sheet.relation] ?? "xl/worksheets/sheet\(index + 1).xml"
            // A sheet that is a chart has no cells.
            guard path.contains("worksheets/"), let part = try archive.part(path) else { continue }
            let reader = SheetPart(
                strings: strings.texts, formats: styles.formats, startsIn1904: workbook.startsIn1904)
            try XMLWalk.over(part, reader)
            let table = try reader.table(sheet.name)
            if !table.rows.isEmpty { tables.append(table) }
        }
        return tables
    }
}
