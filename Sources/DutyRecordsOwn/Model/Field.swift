package import SyncKit

/// One element of a form: what it is called, what it takes, who may write it, how siblings show.
package struct Field: Sendable {
    package enum Kind: Sendable {
        /// At most so many Unicode scalars.
        case text(Int)
        case integer(ClosedRange<Int64>)
        case boolean
        /// ISO 8601 with an offset, kept as typed.
        case time
        /// YYYY-MM-DD.
        case date
        case choice([String])
        /// A person of the unit: an id, or a name that is unique there.
        case person
        /// A record of a collection: an id, or a label.
        case reference(String)
        /// A list of texts.
        case texts(Int)
        /// A text, or a list of `{item, acted}`.
        case items(Int)
    }

    package enum Writer: Sendable {
        case unit
        case county
        case either
    }

    package let name: String
    package let chinese: String
    package let english: String
    package let kind: Kind
    package let isRequired: Bool
    package let writer: Writer
    package let rule: FieldRule

    package init(
        _ name: String, _ chinese: String, _ english: String, _ kind: Kind, required: Bool = false,
        writer: Writer = .unit, rule: FieldRule = .oneValue
    ) {
        self.name = name
        self.chinese = chinese
        self.english = english
        self.kind = kind
        isRequired = required
        self.writer = writer
        self.rule = rule
    }

    /// Written by a signature alone, never by entry or edit.
    package var isSignature: Bool { name.hasSuffix("SignedAt") }
}

/// One kind of record.
package struct Collection: Sendable {
    package let name: String
    package let ledger: LedgerID.Name
    package let chinese: String
    package let english: String
    package let article: String
    package let fields: [Field]
    /// The field by which the county signs for it, where there is one.
    package let countyReceiptField: String?
    let byName: [String: Field]

    package init(
        _ name: String, _ ledger: LedgerID.Name, _ chinese: String, _ english: String, article: String,
        receipt: String? = nil, _ fields: [Field]
    ) {
        self.name = name
        self.ledger = ledger
        self.chinese = chinese
        self.english = english
        self.article = article
        self.fields = fields
        countyReceiptField = receipt
        byName = Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0) })
    }

    package func field(_ name: String) -> Field? { byName[name] }
}
