import Foundation
import Identity
import ProgramShell
import SyncKit

/// Who the hub is: the deployment, its certificate authority and its keys. It lies beside the store, readable by its
/// owner alone.
struct HubIdentity: Codable, Sendable {
    var deployment: String
    var name: String
    /// The code of the county's own room.
    var code: String
    /// 明 or 密.
    var channel: String
    var replica: String
    var authorityCertificate: String
    var authorityKey: String
    var tlsKey: String
    var tlsCertificate: String
    var signatureAlgorithm: UInt8
    var signingKey: Data

    static func make(name: String, code: String, channel: String, now: Int64) throws -> HubIdentity {
        let deployment = UUID().uuidString.lowercased()
        let authority = try CertificateAuthority(deployment: deployment, name: name, now: now)
        let tls = TLSKey()
        var random = SystemRandomNumberGenerator()
        let signing = SigningKey(algorithm: .p256sha256)
        return HubIdentity(
            deployment: deployment, name: name, code: code, channel: channel,
            replica: ReplicaID.random(using: &random).description,
            authorityCertificate: authority.certificatePEM, authorityKey: authority.privateKeyPEM,
            tlsKey: tls.pem, tlsCertificate: try authority.issueHub(publicKeyOf: tls, now: now),
            signatureAlgorithm: signing.algorithm.rawValue, signingKey: Data(signing.rawRepresentation))
    }

    static func read(_ folder: DataFolder) throws -> HubIdentity {
        do {
            return try JSONDecoder().decode(HubIdentity.self, from: Data(contentsOf: folder.identity))
        } catch {
            throw CommandFailure(
                .dataFolder, chinese: "\(folder.identity.path) 不是县端的身份文件,或已损坏。",
                english: "\(folder.identity.path) is not a hub's identity, or is damaged")
        }
    }

    /// Draws the server's certificate anew once half of its life is over. Its key stays, and agents know it by the
    /// authority: nobody has to do anything.
    static func renewCertificate(_ folder: DataFolder, now: Int64) throws {
        var identity = try read(folder)
        guard try CertificateInfo(pem: identity.tlsCertificate).renewAfter <= now else { return }
        let authority = try CertificateAuthority(
            certificatePEM: identity.authorityCertificate, privateKeyPEM: identity.authorityKey)
        identity.tlsCertificate = try authority.issueHub(publicKeyOf: TLSKey(pem: identity.tlsKey), now: now)
        try identity.write(folder)
    }

    func write(_ folder: DataFolder) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try DataFolder.write(encoder.encode(self), to: folder.identity)
    }

    var deploymentBytes: Data {
        let digits = deployment.filter { $0 != "-" }
        return RecordID(deployment).map { Data($0.bytes) } ?? Data(digits.utf8)
    }

    func signer() throws -> Signer {
        guard let replica = ReplicaID(replica), let algorithm = SignatureAlgorithm(rawValue: signatureAlgorithm) else {
            throw SyncError.malformed("identity")
        }
        return Signer(
            replica: replica, unit: code, role: .county,
            key: try SigningKey(algorithm: algorithm, rawRepresentation: Array(signingKey)),
            deployment: deploymentBytes, program: ProgramVersion.text(of: "county-hub"))
    }
}
