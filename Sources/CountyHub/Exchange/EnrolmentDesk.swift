import Foundation
import Hummingbird
import Identity
import ProgramShell
import SwiftProtobuf
import SyncKit
import Synchronization

/// Makes one-time codes, and turns them into replicas.
struct EnrolmentDesk: Sendable {
    let hub: Hub
    let identity: HubIdentity
    /// Looks up a unit's name.
    let unitName: @Sendable (String) async throws -> String

    /// How long a code lives, in milliseconds.
    static let codeLifetime: Int64 = 24 * 3600 * 1000
    static let proofPrefix = "zhishou-enrol-v1"

    struct Issued: Sendable {
        let code: String
        let expires: Int64
    }

    /// A new code for one more replica of a unit.
    func issue(unit: String, now: Int64) async throws -> Issued {
        let authority = try AuthorityCertificate(pem: identity.authorityCertificate)
        let fingerprint = try await offPool { try AuthorityFingerprint(authorityDER: authority.der) }
        let made = Made()
        let salt = Data((0..<16).map { _ in UInt8.random(in: 0...255) })
        try await hub.issueCode { slot in
            let code = try EnrolmentCode(slot: slot, fingerprint: fingerprint)
            made.keep(code.text)
            return StoredCode(
                slot: slot, unit: unit, salt: salt, secretHash: Data(try code.secretHash(salt: Array(salt))),
                expiresAt: now + Self.codeLifetime)
        }
        return Issued(code: made.text, expires: now + Self.codeLifetime)
    }

    func enrol(_ request: WireEnrolRequest) async throws -> WireEnrolAnswer {
        guard request.protocol == exchangeProtocolVersion else {
            throw ExchangeFailure(status: .upgradeRequired, code: "protocol", text: "protocol \(request.protocol)")
        }
        let digits = request.code
        guard digits.count == 15, let slot = Int(digits.prefix(4)),
            let secret = try? EnrolmentSecret(digits: String(digits.dropFirst(4)))
        else { throw Self.wrongCode }
        guard let stored = try await hub.tryCode(slot: slot),
            try await offPool({ try secret.matches(hash: Array(stored.secretHash), salt: Array(stored.salt)) })
        else { throw Self.wrongCode }
        guard let algorithm = SignatureAlgorithm(rawValue: UInt8(clamping: request.signatureAlgorithm)),
            let key = try? VerifyingKey(algorithm: algorithm, bytes: Array(request.verifyingKey)),
            key.isValid(
                signature: Array(request.proof),
                for: Array(Self.proofPrefix.utf8) + Array(request.certificateRequest.utf8))
        else { throw ExchangeFailure(status: .badRequest, code: "malformed", text: "key or proof") }
        let member: Member
        do {
            member = try await hub.enrol(slot: slot, key: key)
        } catch SyncError.unknown {
            throw Self.wrongCode
        }
        return try await answer(member, certificateRequest: request.certificateRequest)
    }

    private func answer(_ member: Member, certificateRequest: String) async throws -> WireEnrolAnswer {
        let certificate = try issueCertificate(member, request: certificateRequest)
        guard let own = try await hub.store.member(hub.store.signer.replica) else { throw SyncError.notEnrolled }
        let name = try await unitName(member.unit)
        return WireEnrolAnswer.with {
            $0.protocol = exchangeProtocolVersion
            $0.certificate = certificate
            $0.deployment = identity.deploymentBytes
            $0.deploymentName = identity.name
            $0.channel = identity.channel
            $0.replica = member.replica.bits
            $0.unit = member.unit
            $0.unitName = name
            $0.label = member.label
            $0.hub = own.wire
        }
    }

    func renew(_ request: WireRenewRequest, for member: Member) async throws -> WireRenewAnswer {
        let certificate = try issueCertificate(member, request: request.certificateRequest)
        return WireRenewAnswer.with {
            $0.protocol = exchangeProtocolVersion
            $0.certificate = certificate
        }
    }

    private func issueCertificate(_ member: Member, request: String) throws -> String {
        let authority = try CertificateAuthority(
            certificatePEM: identity.authorityCertificate, privateKeyPEM: identity.authorityKey)
        do {
            return try authority.issueReplica(
                request: request, unit: member.unit, replica: member.replica.description,
                now: hub.store.clock().wall)
        } catch {
            throw ExchangeFailure(status: .badRequest, code: "malformed", text: "certificate request: \(error.code)")
        }
    }

    private static let wrongCode = ExchangeFailure(
        status: .forbidden, code: "wrong-code", text: "the code is wrong, used, tried too often, or too old")
}

/// Hands the code's text out of the transaction that found its slot.
private final class Made: Sendable {
    private let kept = Mutex("")

    func keep(_ text: String) { kept.withLock { $0 = text } }

    var text: String { kept.withLock { $0 } }
}
