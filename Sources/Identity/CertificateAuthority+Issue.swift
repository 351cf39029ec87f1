import SwiftASN1
import X509

extension CertificateAuthority {
    /// Days that a certificate of a hub or a replica lives; it is renewed at half of them.
    package static let leafLifetimeDays = 90

    /// A certificate in PEM for the hub's server side, by the DNS name `HubName.dnsName(deployment:)`.
    ///
    /// `now` in milliseconds since 1970. Throws `signingFailed`.
    package func issueHub(
        publicKeyOf key: TLSKey, now: Int64, lifetimeDays: Int = leafLifetimeDays, serial: CertificateSerial = .random()
    ) throws(IdentityError) -> String {
        let name = try HubName.dnsName(deployment: deployment)
        return try issue(
            Leaf(
                key: key.privateKey.publicKey, commonName: name, alternativeName: .dnsName(name), usage: .serverAuth,
                validity: ValidityPeriod(now: now, days: lifetimeDays), serial: serial))
    }

    /// A certificate in PEM for a replica's client side, by the URI of `ReplicaName`.
    ///
    /// Of the request (PEM) only the key counts, once it has proved to be held; its subject and attributes are ignored,
    /// so that nobody names himself. The replica's name becomes the common name, for the eye. `now` in milliseconds
    /// since 1970. Throws `malformedRequest`, `unsupportedKey`, `unprovedRequest`, `malformedName`, `signingFailed`;
    /// `keyMismatch` when the key is the authority's own.
    package func issueReplica(
        request: String, unit: String, replica: String, now: Int64, lifetimeDays: Int = leafLifetimeDays,
        serial: CertificateSerial = .random()
    ) throws(IdentityError) -> String {
        let name = try ReplicaName(deployment: deployment, unit: unit, replica: replica)
        let key = try CertificateRequest.provedKey(pem: request)
        guard key != certificate.certificate.publicKey else { throw .keyMismatch }
        return try issue(
            Leaf(
                key: key, commonName: replica, alternativeName: .uniformResourceIdentifier(name.uri),
                usage: .clientAuth, validity: ValidityPeriod(now: now, days: lifetimeDays), serial: serial))
    }

    private struct Leaf {
        var key: Certificate.PublicKey
        var commonName: String
        var alternativeName: GeneralName
        var usage: ExtendedKeyUsage.Usage
        var validity: ValidityPeriod
        var serial: CertificateSerial
    }

    private func issue(_ leaf: Leaf) throws(IdentityError) -> String {
        let authority = certificate.certificate
        return try orThrow(.signingFailed) {
            let identifier = try authority.extensions.subjectKeyIdentifier?.keyIdentifier
            let issued = try Certificate(
                version: .v3, serialNumber: leaf.serial.number, publicKey: leaf.key,
                notValidBefore: leaf.validity.firstDate, notValidAfter: leaf.validity.lastDate,
                issuer: authority.subject, subject: try DistinguishedName { CommonName(leaf.commonName) },
                signatureAlgorithm: .ecdsaWithSHA256,
                extensions: try Certificate.Extensions {
                    Critical(BasicConstraints.notCertificateAuthority)
                    Critical(KeyUsage(digitalSignature: true))
                    try ExtendedKeyUsage([leaf.usage])
                    SubjectAlternativeNames([leaf.alternativeName])
                    AuthorityKeyIdentifier(keyIdentifier: identifier)
                },
                issuerPrivateKey: key.privateKey)
            return PEMText.closed(try issued.serializeAsPEM().pemString)
        }
    }
}
