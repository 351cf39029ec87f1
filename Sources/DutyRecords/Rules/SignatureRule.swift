import SyncKit

/// Who signs what, and what has to be there first (Art. 5(5), 11, 15).
package struct SignatureRule: Sendable {
    package let field: String
    /// The field that names who signs.
    package let signer: String
    /// Another signature that somebody else has to give.
    package let other: String?
    private let signerName: String

    package static func of(_ field: String, in collection: Collection) -> SignatureRule? {
        guard let described = collection.field(field), described.isSignature else { return nil }
        let (signer, other): (String, String?) =
            switch field {
            case "outgoingSignedAt": ("outgoing", "incoming")
            case "incomingSignedAt": ("incoming", "outgoing")
            default: ("signer", nil)
            }
        guard let named = collection.field(signer) else { return nil }
        return SignatureRule(field: field, signer: signer, other: other, signerName: named.chinese)
    }

    /// Why a person may not sign; nil where nothing speaks against it.
    package func breach(by person: Person, of record: RecordFacts) -> (chinese: String, english: String)? {
        if record.isVoided { return ("这条记录已作废，不能签字。", "the record is voided and takes no signature") }
        if record.has(field) { return ("已经签过字，不能重签。", "it is signed already") }
        guard let named = record.text(signer) else {
            return ("先填写“\(signerName)”（\(signer)）再签字。", "fill in \(signer) before signing")
        }
        guard named == person.name || named == person.id.description else {
            return ("“\(signerName)”是\(named)，只能由本人签字（第十一条）。", "\(signer) is \(named), who alone signs")
        }
        if let other, let second = record.text(other), second == person.name || second == person.id.description {
            return ("交班人和接班人不能是同一人（第十一条）。", "one person cannot sign for both sides of a handover")
        }
        return nil
    }
}
