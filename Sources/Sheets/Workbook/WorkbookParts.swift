/// `xl/workbook.xml`: the sheets in their order, and which day is the first.
final class WorkbookPart: XMLReader {
    private(set) var sheets: [(name: String, relation: String)] = []
    private(set) var startsIn1904 = false

    func start(_ name: String, _ attributes: [String: String]) {
        switch name {
        case "sheet":
            let relation = attributes.first { $0.key == "id" || $0.key.hasSuffix(":id") }?.value
            sheets.append((attributes["name"] ?? "", relation ?? ""))
        case "workbookPr": startsIn1904 = ["1", "true"].contains(attributes["date1904"])
        default: break
        }
    }

    func end(_ name: String, _ text: String) {}
}

/// `xl/_rels/workbook.xml.rels`: where each sheet lies.
final class RelationsPart: XMLReader {
    private(set) var targets: [String: String] = [:]

    func start(_ name: String, _ attributes: [String: String]) {
        guard name == "Relationship", let id = attributes["Id"], let target = attributes["Target"],
            attributes["TargetMode"] != "External"
        else { return }
        targets[id] = target.hasPrefix("/") ? String(target.dropFirst()) : "xl/" + target
    }

    func end(_ name: String, _ text: String) {}
}

/// `xl/sharedStrings.xml`: texts by their number, runs joined, readings of characters left out.
final class SharedStringsPart: XMLReader {
    private(set) var texts: [String] = []
    private var current = ""
    private var isReading = false

    func start(_ name: String, _ attributes: [String: String]) {
        switch name {
        case "si": current = ""
        case "rPh": isReading = true
        default: break
        }
    }

    func end(_ name: String, _ text: String) {
        switch name {
        case "t" where !isReading: current += text
        case "rPh": isReading = false
        case "si": texts.append(EscapedCharacters.restored(current))
        default: break
        }
    }
}

/// `xl/styles.xml`: which cell formats show a number as a date or a time.
final class StylesPart: XMLReader {
    /// By the number that a cell's `s` names.
    private(set) var formats: [NumberFormat] = []
    private var codes: [Int: String] = [:]
    private var isInCells = false

    func start(_ name: String, _ attributes: [String: String]) {
        let id = attributes["numFmtId"].flatMap { Int($0) }
        switch name {
        case "numFmt": if let id { codes[id] = attributes["formatCode"] }
        case "cellXfs": isInCells = true
        case "xf" where isInCells: formats.append(NumberFormat(id: id ?? 0, code: codes[id ?? 0]))
        default: break
        }
    }

    func end(_ name: String, _ text: String) { if name == "cellXfs" { isInCells = false } }
}

/// How a cell shows a number.
enum NumberFormat: Sendable, Hashable {
    case plain
    case date
    /// Hours and minutes without a day.
    case time

    /// - Parameters:
    ///   - id: 14 to 22 and 45 to 47 are dates and times everywhere, 27 to 36 and 50 to 58 in Chinese (ECMA-376, 18.8.30).
    ///   - code: of one's own, such as `yyyy"年"m"月"d"日"`.
    init(id: Int, code: String?) {
        guard let code else {
            switch id {
            case 14...17, 22, 27...31, 36, 50...54, 57, 58: self = .date
            case 18...21, 32...35, 45...47, 55, 56: self = .time
            default: self = .plain
            }
            return
        }
        let letters = Self.letters(code)
        if letters.contains(where: { "yYdDeE年日".contains($0) }) && !code.contains("E+") && !code.contains("e+") {
            self = .date
        } else if letters.contains(where: { "hHsS时".contains($0) }) {
            self = .time
        } else {
            self = letters.contains("m") || letters.contains("M") ? .date : .plain
        }
    }

    /// The letters of a code that stand for something: no quoted texts, no escaped characters, and of what stands in
    /// brackets (colours, locales) only counted hours, minutes and seconds.
    private static func letters(_ code: String) -> String {
        var letters = ""
        var isQuoted = false
        var bracket: String?
        var isEscaped = false
        for character in code.split(separator: ";", omittingEmptySubsequences: false).first ?? "" {
            if isEscaped {
                isEscaped = false
            } else if character == "\"" {
                isQuoted.toggle()
            } else if isQuoted {
                continue
            } else if character == "\\" || character == "_" || character == "*" {
                isEscaped = true
            } else if character == "[" {
                bracket = ""
            } else if character == "]" {
                if let inside = bracket, inside.allSatisfy({ "hHmMsS".contains($0) }) { letters += inside }
                bracket = nil
            } else if bracket != nil {
                bracket?.append(character)
            } else {
                letters.append(character)
            }
        }
        return letters == "General" || letters == "GENERAL" ? "" : letters
    }
}
