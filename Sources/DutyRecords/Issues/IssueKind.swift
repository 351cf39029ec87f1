import SyncKit

/// What the county issues in numbered series: 值班专报 (Art. 5(5)) and 值班通报 (Art. 15).
package enum IssueKind: String, CaseIterable, Sendable {
    case bulletin
    case circular

    package var collection: Collection {
        switch self {
        case .bulletin: .bulletin
        case .circular: .circular
        }
    }

    /// The field of its number.
    package var numberField: String {
        switch self {
        case .bulletin: "issue"
        case .circular: "number"
        }
    }

    /// `2026年第12期`, `2026年第3号`. The numbers of a year run from 1 without a gap: one is given with the signature.
    package func number(_ number: Int, of year: Int) -> String {
        switch self {
        case .bulletin: "\(year)年第\(number)期"
        case .circular: "\(year)年第\(number)号"
        }
    }

    /// The number that follows those that were given in a year; other texts than these count for none.
    package func next(after given: some Sequence<String>, in year: Int) -> String {
        let prefix = "\(year)年第"
        let numbers = given.compactMap { text -> Int? in
            guard text.hasPrefix(prefix) else { return nil }
            return Int(text.dropFirst(prefix.count).prefix { $0.isASCII && $0.isNumber })
        }
        return number((numbers.max() ?? 0) + 1, of: year)
    }
}

/// How far an issue has come.
package enum IssueState: Sendable, Equatable {
    case drafted
    case checked
    /// Signed and numbered: its text is fixed.
    case signed
    case voided

    package init(_ record: RecordFacts) {
        if record.isVoided {
            self = .voided
        } else if record.has("signedAt") {
            self = .signed
        } else if record.has("checker") || record.collectionHasNoChecker {
            self = .checked
        } else {
            self = .drafted
        }
    }
}

extension RecordFacts {
    /// A 通报 has a signer alone; it is told by its kind, which a 专报 has not.
    fileprivate var collectionHasNoChecker: Bool { has("kind") }
}
