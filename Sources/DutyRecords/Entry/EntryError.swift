/// Why an entry was refused: the field, the rule, the article where one says so, and in both languages what is
/// wrong and what to do. What was typed stays out of it.
package struct EntryError: Error, Sendable {
    /// Stable names, which `record --json` prints.
    package enum Rule: String, Sendable, CaseIterable {
        /// The line is no JSON.
        case json
        case notAnObject = "not-an-object"
        /// A record that says nothing.
        case empty
        case badID = "bad-id"
        /// An id or label under which something else is recorded already.
        case taken
        case unknownField = "unknown-field"
        case required
        case wrongType = "wrong-type"
        case tooLong = "too-long"
        case tooMany = "too-many"
        case outOfRange = "out-of-range"
        case badChoice = "bad-choice"
        case badTime = "bad-time"
        case badDate = "bad-date"
        /// A control character, half a character, bytes that are no UTF-8.
        case character
        /// A line break in a field of one line.
        case lineBreak = "line-break"
        case unknownPerson = "unknown-person"
        case ambiguousPerson = "ambiguous-person"
        case unknownRecord = "unknown-record"
        /// Not this writer's to write.
        case authority
        /// Written by a signature alone.
        case sign
        /// 明 and 密 mixed.
        case channel
        /// An edit's `FIELD=VALUE` that is none.
        case notAnEdit = "not-an-edit"
        /// `--add` and `--remove` of what is no list of elements.
        case notUnion = "not-union"
        /// `--set` of a list of elements.
        case union
        /// One field, written twice in one edit.
        case twice
        /// Written by the software alone.
        case issued
        /// An end before its beginning.
        case order
        /// 非正式在编 on duty (Art. 16).
        case establishment
        /// Closed without a result (Art. 3).
        case noResult = "no-result"
        /// Answered, or closed, without an approved wording (Art. 8).
        case approval
        /// What has to be explained.
        case reason
        /// A time before the unit existed.
        case beforeUnit = "before-unit"
        case badPhone = "bad-phone"
        /// Signed, and no longer to be changed (Art. 11).
        case signed
        /// A shift that is swapped already.
        case swap
        /// A unit's figure that is looser than the county's (Art. 23).
        case loosened
        case unknownFigure = "unknown-figure"
        /// Warnings: a time ahead of the clock, an entry long after the event.
        case ahead
        case lateEntry = "late-entry"
    }

    /// Empty where the whole line is meant.
    package let field: String
    package let rule: Rule
    /// As the regulation numbers it, `第十四条`.
    package let article: String?
    private let chinese: String
    private let english: String

    package init(_ field: String, _ rule: Rule, article: String? = nil, chinese: String, english: String) {
        self.field = field
        self.rule = rule
        self.article = article
        self.chinese = chinese
        self.english = english
    }

    /// What is wrong and what to do, and the article that says so.
    package func message(in language: Language) -> String {
        let sentence = language == .chinese ? chinese : english
        guard let article, !sentence.contains(article) else { return sentence }
        return sentence + (language == .chinese ? "（\(article)）" : " (\(article))")
    }
}

extension EntryError: Hashable {
    /// By what one can act on; the sentences follow from it.
    package static func == (left: EntryError, right: EntryError) -> Bool {
        left.field == right.field && left.rule == right.rule && left.article == right.article
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(field)
        hasher.combine(rule)
        hasher.combine(article)
    }
}

/// All that is wrong with one entry or edit, in the order of the form; never empty.
package struct EntryRefusal: Error, Sendable, Hashable {
    package let errors: [EntryError]

    package var first: EntryError { errors[0] }

    package init(_ first: EntryError, _ others: [EntryError] = []) { errors = [first] + others }

    /// The sentences by field.
    package func messages(in language: Language) -> [String: String] {
        Dictionary(errors.map { ($0.field, $0.message(in: language)) }) { $1 }
    }
}
