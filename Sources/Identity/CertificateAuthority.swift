import SwiftASN1
import X509

/// A deployment's certificate authority with its private key, which the hub alone holds (RFC 5280's profile, P-256).
package struct CertificateAuthority: Sendable, KeepsSecret {
    /// Twenty years.
    static let lifetimeDays = 7305

    package let certificate: AuthorityCertificate
    let key: TLSKey

    /// Draws a key and signs its own certificate for 20 years from `now` (milliseconds since 1970).
    ///
    /// The deployment is a lower-case UUID, the name (1 to 64 characters, Chinese too) is for the eye. Throws
    /// `malformedName`, `signingFailed`.
    package init(
        deployment: String, name: String, now: Int64, serial: CertificateSerial = .random()
    ) throws(IdentityError) {
        guard NameForm.isDeployment(deployment), NameForm.isDisplayName(name) else { throw .malformedName }
        let key = TLSKey()
        let der = try orThrow(.signingFailed) {
            let subject = try DistinguishedName { CommonName(name) }
            let validity = ValidityPeriod(now: now, days: Self.lifetimeDays)
            let certificate = try Certificate(
                version: .v3, serialNumber: serial.number, publicKey: key.privateKey.publicKey,
                notValidBefore: validity.firstDate, notValidAfter: validity.lastDate,
                issuer: subject, subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
                extensions: try Certificate.Extensions {
                    Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                    Critical(KeyUsage(keyCertSign: true, cRLSign: true))
                    SubjectAlternativeNames([
                        .uniformResourceIdentifier(AuthorityCertificate.uri(deployment: deployment))
                    ])
                    SubjectKeyIdentifier(hash: key.privateKey.publicKey)
                },
                issuerPrivateKey: key.privateKey)
            var serializer = DER.Serializer()
            try serializer.serialize(certificate)
            return serializer.serializedBytes
        }
        certificate = try AuthorityCertificate(der: der)
        self.key = key
    }

    /// Takes up an authority that was made before; throws what `AuthorityCertificate` and `TLSKey` throw, and
    /// `keyMismatch`.
    package init(certificatePEM: String, privateKeyPEM: String) throws(IdentityError) {
        certificate = try AuthorityCertificate(pem: certificatePEM)
        key = try TLSKey(pem: privateKeyPEM)
        guard certificate.certificate.publicKey == key.privateKey.publicKey else { throw .keyMismatch }
    }

    package var deployment: String { certificate.deployment }
    package var certificatePEM: String { certificate.pem }
    /// Secret, for a file of mode 0600: whoever holds it can name any replica of the deployment.
    package var privateKeyPEM: String { key.pem }
}
