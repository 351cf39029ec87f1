import DutyRecords
import Foundation
import SyncKit
import Testing

/// `docs/rules.md` and `docs/collections.md` say what the code does, and name tests that exist.
@Suite("The documents")
struct DocumentTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    @Test("every article, collection, rule and figure stands in docs/rules.md")
    func rulesAreWhole() throws {
        let page = try Self.text("docs/rules.md")
        let numerals = ["一", "二", "三", "四", "五", "六", "七", "八", "九"]
        let articles =
            numerals + ["十"] + numerals.map { "十\($0)" } + ["二十"] + numerals.prefix(4).map { "二十\($0)" }
        #expect(articles.count == 24)
        for article in articles { #expect(page.contains("\n| 第\(article)条 |"), "第\(article)条") }
        let names =
            DutyCatalog.regulation.collections.map(\.name) + Obligation.Rule.allCases.map(\.rawValue)
            + PhoneFinding.allCases.map(\.rawValue) + RuleFigure.all.map(\.name) + DayType.allCases.map(\.rawValue)
            + Self.rulesOfTheDomain.map(\.rawValue)
        // What no article asks for has no row.
        for name in names where !["person"].contains(name) { #expect(page.contains("`\(name)`"), "\(name)") }
    }

    /// The refusals that an article sets, apart from those of form.
    private static let rulesOfTheDomain: [EntryError.Rule] = [
        .establishment, .noResult, .approval, .reason, .beforeUnit, .badPhone, .swap, .loosened, .unknownFigure, .ahead,
        .lateEntry, .issued, .order, .channel, .signed,
    ]

    @Test("every figure's default in docs/rules.md is the code's")
    func defaultsAreTrue() throws {
        let page = try Self.text("docs/rules.md")
        for figure in RuleFigure.all {
            let row = try #require(
                page.split(separator: "\n").first { $0.hasPrefix("| `\(figure.name)`") }, "\(figure.name)")
            let figures = RuleFigures.of2024
            let value: String =
                switch figure.path {
                case .number(let path, _): String(figures[keyPath: path])
                case .optional(let path, _): figures[keyPath: path].map(String.init) ?? "unset"
                case .flag(let path): String(figures[keyPath: path])
                case .time(let path): figures[keyPath: path]
                case .times(let path): figures[keyPath: path].joined(separator: ", ")
                }
            #expect(row.contains("| \(value)") && row.contains(figure.article), "\(row)")
        }
    }

    @Test("every test that docs/rules.md names exists")
    func testsExist() throws {
        let tests = Self.root.appendingPathComponent("Tests")
        var functions: Set<Substring> = []
        for case let file as URL in FileManager.default.enumerator(at: tests, includingPropertiesForKeys: nil)?
            .allObjects
            ?? [] where file.pathExtension == "swift"
        {
            let source = try String(contentsOf: file, encoding: .utf8)
            for part in source.split(separator: "func ").dropFirst() { functions.insert(part.prefix { $0 != "(" }) }
        }
        let rows = try Self.text("docs/rules.md").split(separator: "\n").filter { $0.hasPrefix("| 第") }
        for row in rows {
            let cells = row.split(separator: "|", omittingEmptySubsequences: false)
            let named = cells[cells.count - 2].split(separator: "`", omittingEmptySubsequences: false)
            let names = named.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
            #expect(!names.isEmpty, "\(row)")
            for name in names { #expect(functions.contains(name), "\(name)") }
        }
    }

    /// The page is written from the descriptions: `ZHISHOU_WRITE_DOCS=1 swift test --filter collectionsAreCurrent`.
    @Test("docs/collections.md is what the descriptions say")
    func collectionsAreCurrent() throws {
        let page = CollectionPage.text(DutyCatalog.regulation)
        let file = Self.root.appendingPathComponent("docs/collections.md")
        if ProcessInfo.processInfo.environment["ZHISHOU_WRITE_DOCS"] == "1" {
            try Data(page.utf8).write(to: file)
        }
        #expect(try Self.text("docs/collections.md") == page)
    }
}

/// The descriptions as a page for people.
private enum CollectionPage {
    static func text(_ catalog: DutyCatalog) -> String {
        var page = """
            # Collections

            Every kind of record, from its one description in `Sources/DutyRecords/Model`. *Need*: required (no record \
            without it), element (asked for, counted in 要素齐全), issued (written by the software, never typed), signed (by \
            `sign` alone). *By*: who may write the field in the unit's ledger. *Merge*: what a field shows of siblings.

            """
        for collection in catalog.collections where collection.isListed { page += section(collection) }
        return page
    }

    private static func section(_ collection: Collection) -> String {
        var text = "\n## `\(collection.name)` \(collection.chinese)\n\n"
        text +=
            "\(collection.english); ledger `\(collection.ledger.rawValue)`; \(collection.articles.joined(separator: "、"))"
        if let time = collection.timeField { text += "; sorted by `\(time)`" }
        if !collection.filters.isEmpty {
            text += "; filtered on " + collection.filters.map { "`\($0)`" }.joined(separator: ", ")
        }
        text += ".\n\n| Field | 名称 | Takes | Need | By | Merge |\n|---|---|---|---|---|---|\n"
        for field in collection.fields {
            text +=
                "| `\(field.name)` | \(field.chinese) | \(field.kind.english) | \(need(field)) | \(writer(field)) | \(merge(field)) |\n"
        }
        return text
    }

    private static func need(_ field: Field) -> String {
        if field.isSignature { return "signed" }
        return switch field.need {
        case .required: "required"
        case .element: "element"
        case .optional: ""
        case .issued: "issued"
        }
    }

    private static func writer(_ field: Field) -> String {
        switch field.writer {
        case .unit: "unit"
        case .county: "county"
        case .either: "unit, county"
        case .originator: "whoever entered it"
        }
    }

    private static func merge(_ field: Field) -> String {
        switch field.rule {
        case .oneValue: "one value"
        case .latest: "latest"
        case .greatest(_): "greatest"
        case .union: "union"
        }
    }
}
