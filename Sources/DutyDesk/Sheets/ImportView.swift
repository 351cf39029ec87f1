import DutyRecords
import Foundation
import ProgramShell
import Sheets

/// The page of an import: how the file was read, what its columns stand for, and what becomes of each row.
struct ImportView {
    let upload: Uploads.Upload
    let form: ImportForm
    let words: Words
    let token: String

    /// A page stays small; the rows that are wrong are all in it, up to this many.
    private static let rowsMax = 300

    func page(_ title: String, failure: String) -> [String: Any] {
        var page = frame(title)
        page["failure"] = [failure]
        page["reading"] = reading(encoding: nil, delimiter: nil, isText: true, sheets: [])
        return page
    }

    func page(_ title: String, _ plan: ImportPlan) -> [String: Any] {
        var page = frame(title)
        switch plan.file.kind {
        case .workbook:
            page["reading"] = reading(
                encoding: nil, delimiter: nil, isText: false, sheets: plan.file.tables.map(\.name),
                sheet: plan.sheet, header: plan.mapping.header)
        case .text(let encoding, let delimiter):
            page["reading"] = reading(
                encoding: encoding, delimiter: delimiter, isText: true, sheets: [], header: plan.mapping.header)
        }
        let isEntered = upload.entered != nil
        page["hasPlan"] = true
        page["counts"] = words(
            "共 \(plan.rows.count) 行：可导入 \(plan.new.count) 行，已在库 \(plan.present.count) 行，有错 \(plan.refused.count) 行",
            "\(plan.rows.count) rows: \(plan.new.count) to enter, \(plan.present.count) here already, \(plan.refused.count) wrong"
        )
        page["columns"] = columns(plan)
        page["isUnsure"] = plan.target.isRoster || plan.new.isEmpty || !plan.refused.isEmpty
        page["roster"] = roster(plan)
        page["kept"] = form.said.filter { ["encoding", "delimiter", "sheet", "header"].contains($0.name) }.map(pair)
        page["carried"] = form.said.map(pair)
        page["done"] = Sometimes.text(
            upload.entered.map { words("已录入 \($0) 条记录。", "\($0) records were entered.") })
        page["refused"] = Sometimes.text(
            plan.refused.isEmpty || isEntered
                ? nil
                : words(
                    "有错的 \(plan.refused.count) 行不会导入。要全部导入，请改正文件后重新上传。",
                    "The \(plan.refused.count) rows that are wrong are left out; to enter all, correct the file and upload it again."
                ))
        let records = plan.new.reduce(0) { $0 + $1.records }
        page["confirm"] =
            plan.new.isEmpty
            ? []
            : [
                [
                    "rows": plan.new.map { String($0.number) }.joined(separator: ","),
                    "text": words(
                        "确认导入 \(plan.new.count) 行（\(records) 条记录）", "Enter \(plan.new.count) rows (\(records) records)"),
                ]
            ]
        page["head"] =
            [words("行", "Row"), words("结果", "Result")]
            + plan.headings.enumerated().map { index, heading in
                let name = heading.isEmpty ? words("第 \(index + 1) 列", "column \(index + 1)") : heading
                return plan.mapping.key(index).isEmpty ? name + words("（不导入）", " (left out)") : name
            } + (plan.target.isRoster ? [words("录入的班次", "Shifts")] : [])
        let shown = shown(plan.rows)
        page["rows"] = shown.map { row($0, plan) }
        page["isCut"] = Sometimes.text(
            shown.count < plan.rows.count
                ? words(
                    "其余 \(plan.rows.count - shown.count) 行没有列出。",
                    "\(plan.rows.count - shown.count) more rows are not shown.")
                : nil)
        return page
    }

    private func frame(_ title: String) -> [String: Any] {
        [
            "title": title, "file": upload.name, "action": "/import/\(upload.id)", "token": token,
            "again": words("换一个文件", "Another file"), "readingTitle": words("文件怎样读", "How the file is read"),
            "read": words("重新读取", "Read again"), "columnsTitle": words("各列的含义", "What the columns stand for"),
            "apply": words("按此重新检查", "Check again"), "rowsTitle": words("逐行检查", "Row by row"), "hasPlan": false,
        ]
    }

    private func pair(_ said: (name: String, value: String)) -> [String: String] {
        ["name": said.name, "value": said.value]
    }

    // MARK: How it was read

    private func reading(
        encoding: TextEncoding?, delimiter: Delimiter?, isText: Bool, sheets: [String], sheet: Int = 0,
        header: Int? = nil
    ) -> [String: Any] {
        let isGuess = form.value("encoding").isEmpty
        return [
            "isText": isText, "encodingLabel": words("文字编码", "Encoding"),
            "encodings": option(
                "", words("自动识别", "guess") + (isGuess ? encoding.map { "（\($0.name)）" } ?? "" : ""), isGuess)
                + TextEncoding.allCases.flatMap { option($0.rawValue, $0.name, form.value("encoding") == $0.rawValue) },
            "delimiterLabel": words("分隔符", "Delimiter"),
            "delimiters": ImportForm.delimiters.flatMap { word, known in
                let name =
                    switch known {
                    case .comma: words("逗号", "comma")
                    case .tab: words("制表符", "tab")
                    case .semicolon: words("分号", "semicolon")
                    }
                return option(word, name, known == delimiter)
            },
            "hasSheets": sheets.count > 1, "sheetLabel": words("工作表", "Sheet"),
            "sheets": sheets.enumerated().flatMap { option("\($0 + 1)", $1, $0 == sheet) },
            "hasHeader": header != nil, "headerLabel": words("标题在第几行", "Row of the headings"),
            "header": header.map { "\($0 + 1)" } ?? "",
        ]
    }

    private func option(_ value: String, _ text: String, _ isSelected: Bool) -> [[String: String]] {
        [["value": value, "text": text, "selected": isSelected ? "selected" : ""]]
    }

    private func columns(_ plan: ImportPlan) -> [[String: Any]] {
        plan.headings.indices.map { column in
            let key = plan.mapping.key(column)
            let heading = plan.headings[column]
            return [
                "name": "c\(column)",
                "label": heading.isEmpty ? words("第 \(column + 1) 列", "Column \(column + 1)") : heading,
                "choices": plan.choices.flatMap { option($0.key, words($0.chinese, $0.english), $0.key == key) },
            ]
        }
    }

    private func roster(_ plan: ImportPlan) -> [[String: Any]] {
        guard plan.target.isRoster else { return [] }
        return [
            [
                "yearLabel": words("年份", "Year"), "year": plan.roster.year.map { "\($0)" } ?? "",
                "startLabel": words("每天几点接班", "A duty day begins at"),
                "start": ClockTime.text(plan.roster.start),
                "eveningLabel": words("夜班几点开始", "The night shift begins at"),
                "evening": ClockTime.text(plan.roster.evening),
            ]
        ]
    }

    // MARK: Rows

    /// All in their order where there is room; else those that are wrong first.
    private func shown(_ rows: [ImportPlan.Row]) -> [ImportPlan.Row] {
        guard rows.count > Self.rowsMax else { return rows }
        let wrong = rows.filter { $0.state == .refused }
        return Array((wrong + rows.filter { $0.state != .refused }).prefix(Self.rowsMax))
    }

    private func row(_ row: ImportPlan.Row, _ plan: ImportPlan) -> [String: Any] {
        let style: String =
            switch row.state {
            case .new: "good"
            case .refused: "bad"
            case .present, .sameName, .repeated: "soft"
            }
        let cells = plan.headings.indices.map { column -> [String: Any] in
            let cell = row.cells.indices.contains(column) ? row.cells[column] : ""
            return ["cell": cell, "stored": Sometimes.text(stored(row, column, cell, plan).map { "→ " + $0 })]
        }
        return [
            "number": "\(row.number)", "state": row.sentence(in: words.language), "style": style,
            "errors": row.errors.map { $0.message(in: words.language) },
            "warnings": row.warnings.map { $0.message(in: words.language) }, "cells": cells,
            "shifts": plan.target.isRoster ? [["lines": row.shifts.map(line)]] : [],
        ]
    }

    /// What would be kept of a cell, where that is not what stands in it.
    private func stored(_ row: ImportPlan.Row, _ column: Int, _ cell: String, _ plan: ImportPlan) -> String? {
        guard row.isNew, !plan.isWire, case .records(let collection) = plan.target,
            let field = collection.field(plan.mapping.key(column)), let value = row.stored(field.name)
        else { return nil }
        switch field.kind {
        // Kept as the record that the name stands for.
        case .person, .reference: return nil
        default: break
        }
        let text = SheetText(.words(words.language), persons: { _ in nil }).text(value, of: field)
        return text == cell ? nil : text
    }

    private func line(_ shift: RosterShift) -> String {
        let kind = shift.collection == "duty-shift" ? words("值班", "duty") : words("带班", "leads")
        return "\(kind) \(shift.person) \(Words.minute(shift.start)) – \(Words.minute(shift.end))"
    }

    static let html = """
        <h2>{{title}} <span class="soft">{{file}}</span></h2><p><a href="/sheets">← {{again}}</a></p>
        {{#done}}<p class="done" role="status">{{.}}</p>{{/done}}{{#failure}}<p class="notice badly" role="alert">{{.}}</p>{{/failure}}
        {{#hasPlan}}<p><b>{{counts}}</b></p>{{#refused}}<p class="notice">{{.}}</p>{{/refused}}
        {{#confirm}}<form method="post" action="{{action}}"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="rows" value="{{rows}}">{{#carried}}<input type="hidden" name="{{name}}" value="{{value}}">{{/carried}}<p><button>{{text}}</button></p></form>{{/confirm}}{{/hasPlan}}
        {{#reading}}<details {{#failure}}open{{/failure}}><summary>{{readingTitle}}</summary><form method="get" class="entry" action="{{action}}">
        {{#isText}}<p><label for="encoding">{{encodingLabel}}</label><select id="encoding" name="encoding">{{#encodings}}<option value="{{value}}" {{selected}}>{{text}}</option>{{/encodings}}</select></p><p><label for="delimiter">{{delimiterLabel}}</label><select id="delimiter" name="delimiter"><option value=""></option>{{#delimiters}}<option value="{{value}}" {{selected}}>{{text}}</option>{{/delimiters}}</select></p>{{/isText}}
        {{#hasSheets}}<p><label for="sheet">{{sheetLabel}}</label><select id="sheet" name="sheet">{{#sheets}}<option value="{{value}}" {{selected}}>{{text}}</option>{{/sheets}}</select></p>{{/hasSheets}}
        {{#hasHeader}}<p><label for="header">{{headerLabel}}</label><input id="header" name="header" inputmode="numeric" value="{{header}}"></p>{{/hasHeader}}
        <p class="full"><button class="quiet">{{read}}</button></p></form></details>{{/reading}}
        {{#hasPlan}}<details {{#isUnsure}}open{{/isUnsure}}><summary>{{columnsTitle}}</summary><form method="get" class="entry" action="{{action}}">{{#kept}}<input type="hidden" name="{{name}}" value="{{value}}">{{/kept}}
        {{#columns}}<p><label for="{{name}}">{{label}}</label><select id="{{name}}" name="{{name}}">{{#choices}}<option value="{{value}}" {{selected}}>{{text}}</option>{{/choices}}</select></p>{{/columns}}
        {{#roster}}<p><label for="year">{{yearLabel}}</label><input id="year" name="year" inputmode="numeric" value="{{year}}"></p><p><label for="start">{{startLabel}}</label><input id="start" name="start" pattern="[0-9]{1,2}:[0-9]{2}" value="{{start}}"></p><p><label for="evening">{{eveningLabel}}</label><input id="evening" name="evening" pattern="[0-9]{1,2}:[0-9]{2}" value="{{evening}}"></p>{{/roster}}
        <p class="full"><button class="quiet">{{apply}}</button></p></form></details>
        <h2>{{rowsTitle}}</h2>{{#isCut}}<p class="notice">{{.}}</p>{{/isCut}}
        <div class="wide"><table><thead><tr>{{#head}}<th scope="col">{{.}}</th>{{/head}}</tr></thead><tbody>{{#rows}}<tr><th scope="row" class="n">{{number}}</th><td class="outcome"><span class="{{style}}">{{state}}</span>{{#errors}}<br><span class="bad">{{.}}</span>{{/errors}}{{#warnings}}<br><span class="warn">{{.}}</span>{{/warnings}}</td>{{#cells}}<td>{{cell}}{{#stored}}<br><b>{{.}}</b>{{/stored}}</td>{{/cells}}{{#shifts}}<td class="n">{{#lines}}{{.}}<br>{{/lines}}</td>{{/shifts}}</tr>{{/rows}}</tbody></table></div>{{/hasPlan}}
        """
}
