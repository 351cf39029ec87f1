package import SyncKit

/// One element of a form: what it is called, what it takes, who may write it, how its siblings show.
package struct Field: Sendable {
    package enum Kind: Sendable, Equatable {
        /// One line of at most so many Unicode scalars.
        case text(Int)
        /// As `text`, and lines may break.
        case lines(Int)
        case integer(ClosedRange<Int64>)
        case boolean
        /// ISO 8601 with an offset, kept as typed.
        case time
        /// `YYYY-MM-DD` that stands in the calendar.
        case date
        /// Either of the two, where a form asks for no minute.
        case timeOrDate
        /// One of these words.
        case choice([String])
        /// A person of the unit, kept as the record's id.
        case person
        /// A record of this collection, kept as its id.
        case reference(String)
        /// A list of texts of at most so many Unicode scalars each.
        case texts(Int)
        /// Figures of a rule profile by their names: numbers, yes or no, times of the day.
        case figures
        /// A text, or a list of `{item, acted}`: what one shift leaves to the next (Art. 11).
        case items(Int)
    }

    package enum Need: Sendable {
        /// Without it there is no record.
        case required
        /// The form asks for it (要素齐全, Art. 10); entry goes on without it, and screens name it as missing.
        case element
        case optional
        /// Written by the software as it commits, never typed: numbers that are never given twice.
        case issued
    }

    package enum Writer: Sendable {
        case unit
        case county
        /// Both, at any time: an incident that the county heard of itself lies in the unit's ledger.
        case either
        /// Whoever wrote the record down: the county its instruction, a town the one that it took by telephone.
        /// One change does not tell whose record it edits, so a schema lets both pass and the edit form tells.
        case originator
    }

    package let name: String
    package let chinese: String
    package let english: String
    package let kind: Kind
    package let need: Need
    package var writer: Writer
    package let rule: FieldRule
    /// Where it differs from its collection's.
    package let article: String?

    package init(
        _ name: String, _ chinese: String, _ english: String, _ kind: Kind, _ need: Need = .optional,
        by writer: Writer = .unit, rule: FieldRule = .oneValue, article: String? = nil
    ) {
        self.name = name
        self.chinese = chinese
        self.english = english
        self.kind = kind
        self.need = need
        self.writer = writer
        self.rule = rule
        self.article = article
    }

    package var isRequired: Bool { need == .required }
    package var isIssued: Bool { need == .issued }

    /// Written by a signature alone, which asks for that person's password: never by entry or edit.
    package var isSignature: Bool { name.hasSuffix("SignedAt") || name == "signedAt" }

    package var isUnion: Bool { rule == .union }
}

extension Field {
    /// Whether a change of this field by that role may take effect (`fields.md`, Who writes).
    package func mayBeWritten(by role: WriterRole) -> Bool {
        switch writer {
        case .either, .originator: true
        case .unit: role != .county
        case .county: role != .unit
        }
    }
}

extension [Field] {
    /// The same fields, written by another.
    func written(by writer: Field.Writer) -> [Field] {
        map { field in
            var field = field
            field.writer = writer
            return field
        }
    }
}
