import SyncKit

/// Who signs what, and what has to be there first (Art. 5(5), 11, 15).
package struct SignatureRule: Sendable {
    /// When it was signed.
    package let field: String
    /// The name of who signed, as it was then: written with the time, and by a signature alone.
    package let signature: String
    /// The field that names who has to sign.
    package let signer: String
    /// The other side's, which somebody else has to sign.
    let other: (signer: String, signature: String)?
    private let signerName: String

    /// The signatures of a collection.
    package static func all(in collection: Collection) -> [SignatureRule] {
        collection.fields.filter(\.isSignature).compactMap { of($0.name, in: collection) }
    }

    package static func of(_ field: String, in collection: Collection) -> SignatureRule? {
        guard let described = collection.field(field), described.isSignature else { return nil }
        let names: (signer: String, signature: String, other: (String, String)?) =
            switch field {
            case "outgoingSignedAt": ("outgoing", "outgoingSignature", ("incoming", "incomingSignature"))
            case "incomingSignedAt": ("incoming", "incomingSignature", ("outgoing", "outgoingSignature"))
            default: ("signer", "signature", nil)
            }
        guard let named = collection.field(names.signer), collection.field(names.signature) != nil else { return nil }
        return SignatureRule(
            field: field, signature: names.signature, signer: names.signer, other: names.other,
            signerName: named.chinese)
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
        let otherSide = other.map { [record.text($0.signer), record.text($0.signature)].compactMap { $0 } } ?? []
        if otherSide.contains(person.name) || otherSide.contains(person.id.description) {
            return ("交班人和接班人不能是同一人（第十一条）。", "one person cannot sign for both sides of a handover")
        }
        let open = field == "incomingSignedAt" ? HandoverItem.all(in: record).count { $0.acted == nil } : 0
        if open > 0 {
            return (
                "尚有 \(open) 项待办接班人没有逐项处理（接收、已办结或有疑问），不能签字（第十一条）。",
                "\(open) open items were not acted on (accepted, done or question); each comes before the signature"
            )
        }
        return nil
    }

    /// Whether what was signed still stands: by the person whom the record names, and not by one for both sides.
    package func holds(in record: RecordFacts) -> Bool {
        guard record.has(field) else { return false }
        // What an older version signed has no name beside its time.
        guard let name = record.text(signature) else { return true }
        if let other, record.text(other.signature) == name { return false }
        guard let named = record.text(signer) else { return false }
        return named == name || RecordID(named) != nil
    }
}
