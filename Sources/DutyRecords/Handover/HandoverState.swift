/// How far a handover is: both signatures make it one (Art. 11).
package enum HandoverState: Sendable, Equatable {
    case drafted
    case outgoingSigned
    case incomingSigned
    case complete
    case voided

    package init(_ record: RecordFacts) {
        func holds(_ field: String) -> Bool {
            SignatureRule.of(field, in: .handover).map { $0.holds(in: record) } ?? false
        }
        switch (record.isVoided, holds("outgoingSignedAt"), holds("incomingSignedAt")) {
        case (true, _, _): self = .voided
        case (false, true, true): self = .complete
        case (false, true, false): self = .outgoingSigned
        case (false, false, true): self = .incomingSigned
        case (false, false, false): self = .drafted
        }
    }

    package var isOpen: Bool { self != .complete && self != .voided }

    package func word(in language: Language) -> String {
        switch (self, language) {
        case (.drafted, .chinese): "已起草，双方未签"
        case (.drafted, .english): "drafted, nobody signed"
        case (.outgoingSigned, .chinese): "交班已签，待接班签字"
        case (.outgoingSigned, .english): "outgoing signed, the successor not yet"
        case (.incomingSigned, .chinese): "接班已签，待交班签字"
        case (.incomingSigned, .english): "successor signed, outgoing not yet"
        case (.complete, .chinese): "交接完成"
        case (.complete, .english): "complete"
        case (.voided, .chinese): "已作废"
        case (.voided, .english): "voided"
        }
    }
}
