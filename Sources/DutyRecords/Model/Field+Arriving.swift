package import SyncKit

extension Field {
    /// Whether what arrived can stand in this field: its type, and twice its bound.
    ///
    /// Entry is stricter; what a later version allows more loosely (a longer text, a new word of a choice, a new
    /// kind of value) still gets through here.
    package func takes(_ operation: FieldWrite.Operation) -> Bool {
        switch operation {
        case .unknown: true
        case .set(.absent), .set(.unknown): true
        case .set(.list(let values)):
            switch kind {
            case .texts(let most): takesTexts(values, most)
            case .items(let most): takesItems(values, most)
            default: false
            }
        case .set(.composite(let members)):
            if case .figures = kind { Self.takesFigures(members) } else { false }
        case .set(let value): takesOne(value)
        case .elements(let add, let remove):
            if case .texts(let most) = kind, isUnion {
                takesTexts(add, most) && takesTexts(remove, most)
            } else {
                false
            }
        }
    }

    private func takesOne(_ value: FieldValue) -> Bool {
        switch (kind, value) {
        case (.text(let most), .text(let text)), (.lines(let most), .text(let text)),
            (.items(let most), .text(let text)):
            text.isWithin(scalars: most * 2)
        case (.choice, .text(let text)): text.isWithin(scalars: Bounds.short * 2)
        case (.integer(let range), .integer(let number)): range.allowsTwice(number)
        case (.boolean, .boolean): true
        case (.time, .text(let text)): WrittenTime.isTime(text)
        case (.date, .text(let text)): WrittenTime.isDate(text)
        case (.timeOrDate, .text(let text)): WrittenTime.isTime(text) || WrittenTime.isDate(text)
        case (.person, .text(let text)), (.reference, .text(let text)): text.isShapedAsID
        default: false
        }
    }

    private static func takesFigures(_ members: [String: FieldValue]) -> Bool {
        members.count <= Bounds.elements * 2
            && members.allSatisfy { name, value in
                guard name.isWithin(scalars: Bounds.short) else { return false }
                return switch value {
                case .text(let text): text.isWithin(scalars: Bounds.short * 2)
                case .list(let values): values.count <= Bounds.elements
                case .composite: false
                default: true
                }
            }
    }

    private func takesTexts(_ values: [FieldValue], _ most: Int) -> Bool {
        guard values.count <= Bounds.elements * 2 else { return false }
        return values.allSatisfy { value in
            switch value {
            case .text(let text): text.isWithin(scalars: most * 2)
            case .unknown: true
            default: false
            }
        }
    }

    private func takesItems(_ values: [FieldValue], _ most: Int) -> Bool {
        guard values.count <= Bounds.elements * 2 else { return false }
        return values.allSatisfy { value in
            switch value {
            case .text(let text): text.isWithin(scalars: most * 2)
            case .composite(let members):
                members.values.allSatisfy { member in
                    if case .text(let text) = member { text.isWithin(scalars: most * 2) } else { true }
                }
            case .unknown: true
            default: false
            }
        }
    }
}

extension ClosedRange<Int64> {
    /// Whether a number lies within twice the bounds, on either side of zero.
    fileprivate func allowsTwice(_ number: Int64) -> Bool {
        let (low, lowOverflows) = Swift.min(lowerBound, 0).multipliedReportingOverflow(by: 2)
        let (high, highOverflows) = Swift.max(upperBound, 0).multipliedReportingOverflow(by: 2)
        return (lowOverflows || number >= low) && (highOverflows || number <= high)
    }
}

extension String {
    /// Counts only where the bytes alone do not settle it.
    func isWithin(scalars most: Int) -> Bool {
        let bytes = utf8.count
        return bytes <= most || (bytes <= most * 4 && unicodeScalars.count <= most)
    }

    /// Whether it has the form of a record's id, without making one.
    fileprivate var isShapedAsID: Bool {
        guard utf8.count == 36 else { return false }
        var place = 0
        for byte in utf8 {
            let isDash = byte == UInt8(ascii: "-")
            guard isDash == (place == 8 || place == 13 || place == 18 || place == 23) else { return false }
            guard isDash || WrittenTime.isHexadecimal(byte) else { return false }
            place += 1
        }
        return true
    }
}
