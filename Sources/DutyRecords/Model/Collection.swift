package import SyncKit

/// One kind of record, described once: commands, checks, merge rules, screens, exports and documentation follow from it.
package struct Collection: Sendable {
    package let name: String
    package let ledger: LedgerID.Name
    package let chinese: String
    package let english: String
    /// Of the regulation, the one that a refusal cites first.
    package let articles: [String]
    package let fields: [Field]
    /// The field by which the county signs for a record, where there is one.
    package let countyReceiptField: String?
    /// The time or date by which lists are sorted and cut; nil where they run in the order of entry.
    package let timeField: String?
    /// What lists filter on, besides the time.
    package let filters: [String]
    /// Whether lists and exports show it: accounts never are.
    package let isListed: Bool
    private let byName: [String: Field]

    package init(
        _ name: String, _ ledger: LedgerID.Name, _ chinese: String, _ english: String, _ articles: String...,
        receipt: String? = nil, time: String? = nil, filters: [String] = [], isListed: Bool = true, fields: [Field]
    ) {
        self.init(
            name, ledger, chinese, english, articles, receipt: receipt, time: time, filters: filters,
            isListed: isListed, fields: fields)
    }

    private init(
        _ name: String, _ ledger: LedgerID.Name, _ chinese: String, _ english: String, _ articles: [String],
        receipt: String?, time: String?, filters: [String], isListed: Bool, fields: [Field]
    ) {
        self.name = name
        self.ledger = ledger
        self.chinese = chinese
        self.english = english
        self.articles = articles
        self.fields = fields
        countyReceiptField = receipt
        timeField = time
        self.filters = filters
        self.isListed = isListed
        byName = Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0) })
    }

    /// The same kind of record as another version knows it.
    package func with(fields: [Field]) -> Collection {
        Collection(
            name, ledger, chinese, english, articles, receipt: countyReceiptField, time: timeField, filters: filters,
            isListed: isListed, fields: fields)
    }

    package func field(_ name: String) -> Field? { byName[name] }

    /// What a screen or a refusal cites for one of its fields.
    package func article(of field: Field) -> String? { field.article ?? articles.first }
}
