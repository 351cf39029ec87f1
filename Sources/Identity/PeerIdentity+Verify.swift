import SwiftASN1
import X509

extension PeerIdentity {
    /// Reads and verifies the certificate that a TLS client showed, but for its times, which must not lock a room out.
    ///
    /// It must be signed by the authority itself (no chain between), be no authority, be for a client's signature and
    /// nothing else, and name exactly one replica of the deployment (RFC 5280, 6.1, for a chain of one). TLS has proved
    /// that the peer holds its key; revocation is the caller's. Throws, in the order of the checks:
    /// `wrongDeployment`, `malformedCertificate`, `foreignIssuer`, `invalidSignature`, `authorityAsPeer`, `wrongUsage`,
    /// `unknownCriticalExtension`, `unsupportedKey`, `wrongSubject`, `wrongDeployment`.
    package static func verify(
        leafDER: [UInt8], authority: AuthorityCertificate, deployment: String
    ) throws(IdentityError) -> PeerIdentity {
        guard authority.deployment == deployment else { throw .wrongDeployment }
        let leaf = try Certificate.parsed(der: leafDER)
        guard leaf.issuer == authority.certificate.subject else { throw .foreignIssuer }
        guard leaf.isSigned(by: authority.certificate.publicKey) else { throw .invalidSignature }
        try checkRole(leaf)
        try checkUsage(leaf)
        try checkCriticalExtensions(leaf)
        let publicKey = try leaf.publicKey.compressedPoint()
        let uri = try leaf.onlyURI()
        let name = try orThrow(.wrongSubject) { try ReplicaName(uri: uri) }
        guard name.deployment == deployment else { throw .wrongDeployment }
        return PeerIdentity(name: name, publicKey: publicKey, validity: leaf.validity, serial: leaf.serialText)
    }

    private static func checkRole(_ leaf: Certificate) throws(IdentityError) {
        let basic = try orThrow(.malformedCertificate) { try leaf.extensions.basicConstraints }
        guard case .notCertificateAuthority? = basic else { throw .authorityAsPeer }
    }

    private static func checkUsage(_ leaf: Certificate) throws(IdentityError) {
        let key = try orThrow(.wrongUsage) { try leaf.extensions.keyUsage }
        guard let key, key.digitalSignature, !key.keyCertSign, !key.cRLSign else { throw .wrongUsage }
        let extended = try orThrow(.wrongUsage) { try leaf.extensions.extendedKeyUsage }
        guard let extended, Array(extended) == [.clientAuth] else { throw .wrongUsage }
    }

    private static func checkCriticalExtensions(_ leaf: Certificate) throws(IdentityError) {
        let understood: [ASN1ObjectIdentifier] = [
            .X509ExtensionID.basicConstraints, .X509ExtensionID.keyUsage, .X509ExtensionID.extendedKeyUsage,
            .X509ExtensionID.subjectAlternativeName,
        ]
        guard leaf.extensions.allSatisfy({ !$0.critical || understood.contains($0.oid) }) else {
            throw .unknownCriticalExtension
        }
    }
}
