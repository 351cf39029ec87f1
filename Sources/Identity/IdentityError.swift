/// What went wrong with a key, a certificate or an enrolment code: the raw value is the stable code.
///
/// No case carries a value, so no secret and no text of a peer can reach a log through it.
package enum IdentityError: String, Error, Sendable, CaseIterable {
    case malformedKey = "key.malformed"
    case unsupportedKey = "key.unsupported"
    case keyMismatch = "key.mismatch"
    case signingFailed = "key.signing"

    case malformedRequest = "request.malformed"
    case unprovedRequest = "request.possession"
    case malformedName = "name.malformed"

    case malformedCertificate = "certificate.malformed"
    case notAnAuthority = "certificate.not-authority"
    case foreignIssuer = "certificate.issuer"
    case invalidSignature = "certificate.signature"
    case authorityAsPeer = "certificate.is-authority"
    case wrongUsage = "certificate.usage"
    case unknownCriticalExtension = "certificate.critical"
    case wrongSubject = "certificate.subject"
    case wrongDeployment = "certificate.deployment"

    case codeNotDigits = "code.not-digits"
    case codeTooShort = "code.too-short"
    case codeTooLong = "code.too-long"
    case codeCheckDigits = "code.check-digits"
    case codeSlot = "code.slot"

    case saltTooShort = "stretch.salt"
    case stretchingFailed = "stretch.failed"

    /// What programs match on; it does not change between versions.
    package var code: String { rawValue }
}

extension IdentityError: CustomStringConvertible {
    package var description: String { "\(code): \(explanation)" }

    private var explanation: String {
        switch self {
        case .malformedKey: "the key's bytes or PEM cannot be read"
        case .unsupportedKey: "the key or the signature is of a kind that is not admitted here; use P-256 with SHA-256"
        case .keyMismatch: "the private key is not the certificate's"
        case .signingFailed: "the cryptographic library could not sign"
        case .malformedRequest: "the certificate request cannot be read"
        case .unprovedRequest: "the request is not signed by the key that it names"
        case .malformedName: "a deployment, unit, replica or display name is empty, too long or of another form"
        case .malformedCertificate: "the certificate cannot be read"
        case .notAnAuthority: "the certificate is not a certificate authority of a deployment"
        case .foreignIssuer: "the certificate names another issuer; enrol with this deployment"
        case .invalidSignature: "the certificate is not signed by this deployment's authority"
        case .authorityAsPeer: "a certificate authority cannot act as a replica"
        case .wrongUsage: "the certificate is not for a replica's client side"
        case .unknownCriticalExtension: "the certificate holds a critical extension that is not understood"
        case .wrongSubject: "the certificate does not name exactly one replica"
        case .wrongDeployment: "the certificate belongs to another deployment"
        case .codeNotDigits: "the code holds something other than digits, spaces and dashes"
        case .codeTooShort: "the code has fewer than 32 digits"
        case .codeTooLong: "the code has more than 32 digits"
        case .codeCheckDigits: "a digit of the code is wrong or two were swapped; read it out again"
        case .codeSlot: "a code's slot number lies between 0 and 9999"
        case .saltTooShort: "a salt has at least 16 bytes"
        case .stretchingFailed: "the key stretching failed, most likely for want of 32 MiB of memory"
        }
    }
}

/// Runs a library's throwing call and gives its failure one code, so that the library's own text goes no further.
func orThrow<Value>(_ failure: IdentityError, _ body: () throws -> Value) throws(IdentityError) -> Value {
    do {
        return try body()
    } catch {
        throw failure
    }
}
