import X509

/// What a program wants to know of a certificate of its own: read, not verified.
package struct CertificateInfo: Sendable, Hashable {
    package let validity: ValidityPeriod
    /// Lower-case hexadecimal.
    package let serial: String
    /// The compressed P-256 point of 33 bytes.
    package let publicKey: [UInt8]
    /// As ``CertificateFingerprint`` writes it.
    package let fingerprint: String

    /// In milliseconds since 1970, as are the other times.
    package var notBefore: Int64 { validity.notBefore }
    package var notAfter: Int64 { validity.notAfter }
    /// Half of the life.
    package var renewAfter: Int64 { validity.renewAfter }

    /// Reads one certificate in PEM; throws `malformedCertificate`, `unsupportedKey`.
    package init(pem: String) throws(IdentityError) {
        let der = try Certificate.der(pem: pem)
        let certificate = try Certificate.parsed(der: der)
        fingerprint = CertificateFingerprint.text(der: der)
        validity = certificate.validity
        serial = certificate.serialText
        publicKey = try certificate.publicKey.compressedPoint()
    }
}
