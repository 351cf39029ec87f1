import Foundation
import Identity
import ProgramShell
import SwiftProtobuf
import SyncKit

/// Who this replica is, and which hub it is pinned to. It lies beside the store, readable by its owner alone.
struct AgentIdentity: Codable, Sendable {
    var deployment: String
    var deploymentName: String
    /// 明 or 密.
    var channel: String
    var unit: String
    var unitName: String
    var replica: String
    /// The letter that this replica's log volumes carry.
    var label: String
    var hubs: [String]
    var authorityCertificate: String
    var tlsKey: String
    var certificate: String
    var signatureAlgorithm: UInt8
    var signingKey: Data
    /// The hub as it was pinned: a serialised `Member`.
    var hubMember: Data

    static func read(_ folder: DataFolder) throws -> AgentIdentity {
        do {
            return try JSONDecoder().decode(AgentIdentity.self, from: Data(contentsOf: folder.identity))
        } catch {
            throw CommandFailure(
                .dataFolder, chinese: "\(folder.identity.path) 不是镇端的身份文件,或已损坏。",
                english: "\(folder.identity.path) is not an agent's identity, or is damaged")
        }
    }

    func write(_ folder: DataFolder) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try DataFolder.write(encoder.encode(self), to: folder.identity)
    }

    func signer() throws -> Signer {
        guard let replica = ReplicaID(replica), let algorithm = SignatureAlgorithm(rawValue: signatureAlgorithm),
            let deployment = RecordID(deployment)
        else { throw SyncError.malformed("identity") }
        return Signer(
            replica: replica, unit: unit, role: .unit,
            key: try SigningKey(algorithm: algorithm, rawRepresentation: Array(signingKey)),
            deployment: Data(deployment.bytes), program: ProgramVersion.text(of: "town-agent"))
    }

    func hub() throws -> Member { try Member(WireMember(serializedBytes: hubMember)) }
}
