import SwiftASN1
import X509

/// A deployment's certificate authority without its private key: what agents pin and the hub verifies against.
package struct AuthorityCertificate: Sendable, Hashable {
    package let der: [UInt8]
    /// The deployment that its alternative name `zhishou:DEPLOYMENT` tells.
    package let deployment: String
    let certificate: Certificate

    /// Reads a self-signed authority of a deployment; throws `malformedCertificate`, `notAnAuthority`,
    /// `unsupportedKey`, `invalidSignature`.
    package init(der: [UInt8]) throws(IdentityError) {
        let certificate = try Certificate.parsed(der: der)
        let basic = try orThrow(.notAnAuthority) { try certificate.extensions.basicConstraints }
        let usage = try orThrow(.notAnAuthority) { try certificate.extensions.keyUsage }
        guard case .isCertificateAuthority? = basic, let usage, usage.keyCertSign,
            certificate.issuer == certificate.subject, let uri = try? certificate.onlyURI(),
            let deployment = Self.deployment(uri: uri)
        else { throw .notAnAuthority }
        guard certificate.publicKey.isP256 else { throw .unsupportedKey }
        guard certificate.isSigned(by: certificate.publicKey) else { throw .invalidSignature }
        self.der = der
        self.deployment = deployment
        self.certificate = certificate
    }

    /// As `init(der:)`, from one certificate in PEM.
    package init(pem: String) throws(IdentityError) {
        try self.init(der: Certificate.der(pem: pem))
    }

    package var pem: String {
        PEMText.closed(PEMDocument(type: Certificate.defaultPEMDiscriminator, derBytes: der).pemString)
    }

    package var validity: ValidityPeriod { certificate.validity }

    static func uri(deployment: String) -> String { "\(ReplicaName.scheme):\(deployment)" }

    private static func deployment(uri: String) -> String? {
        let deployment = String(uri.dropFirst(ReplicaName.scheme.count + 1))
        return NameForm.isDeployment(deployment) && self.uri(deployment: deployment) == uri ? deployment : nil
    }
}
