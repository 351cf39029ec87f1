package import SyncKit

/// One kind of record, described once: forms, checks, merge rules and screens all follow from it.
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
    private let byName: [String: Field]

    package init(
        _ name: String, _ ledger: LedgerID.Name, _ chinese: String, _ english: String, _ articles: String...,
        receipt: String? = nil, fields: [Field]
    ) {
        self.name = name
        self.ledger = ledger
        self.chinese = chinese
        self.english = english
        self.articles = articles
        self.fields = fields
        countyReceiptField = receipt
        byName = Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0) })
    }

    package func field(_ name: String) -> Field? { byName[name] }

    /// What a screen or a refusal cites for one of its fields.
    package func article(of field: Field) -> String? { field.article ?? articles.first }
}
