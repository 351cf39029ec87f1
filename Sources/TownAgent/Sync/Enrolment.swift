import Foundation
import HubLink
import Identity
import ProgramShell
import SwiftProtobuf
import SyncKit

/// The first contact: the authority is fetched and compared with the code's fingerprint before anything is sent to it.
struct Enrolment {
    let hubs: [String]
    let code: EnrolmentCode

    /// Enrols with fresh keys.
    func enrol() async throws -> AgentIdentity {
        let authority = try await fetchAuthority()
        let tls = TLSKey()
        let signing = SigningKey(algorithm: .p256sha256)
        let request = try CertificateRequest.make(key: tls, commonName: "zhishou")
        let proof = try signing.sign(Array("zhishou-enrol-v1".utf8) + Array(request.utf8))
        let body =
            try WireEnrolRequest.with {
                $0.protocol = exchangeProtocolVersion
                $0.code = String(code.digits.prefix(15))
                $0.certificateRequest = request
                $0.signatureAlgorithm = UInt32(signing.algorithm.rawValue)
                $0.verifyingKey = Data(signing.verifyingKey.bytes)
                $0.proof = Data(proof)
            }.serializedBytes() as [UInt8]
        let link = try HubLink(
            LinkConfiguration(
                addresses: try LinkSetup.addresses(hubs),
                hubName: try HubName.dnsName(deployment: authority.deployment), authorityPEM: authority.pem))
        let answer: WireEnrolAnswer
        do {
            let reply = try await link.send(
                LinkRequest(path: "/v1/enrol", method: .post, body: body, contentType: "application/x-protobuf"))
            answer = try WireEnrolAnswer(serializedBytes: LinkSetup.message(of: reply))
            await link.shutdown()
        } catch {
            await link.shutdown()
            throw Self.words(error)
        }
        return AgentIdentity(
            deployment: authority.deployment, deploymentName: answer.deploymentName, channel: answer.channel,
            unit: answer.unit, unitName: answer.unitName, replica: ReplicaID(bits: answer.replica).description,
            label: answer.label, hubs: hubs, authorityCertificate: authority.pem, tlsKey: tls.pem,
            certificate: answer.certificate, signatureAlgorithm: signing.algorithm.rawValue,
            signingKey: Data(signing.rawRepresentation), hubMember: try answer.hub.serializedBytes())
    }

    private func fetchAuthority() async throws -> AuthorityCertificate {
        let link = try HubLink(
            LinkConfiguration(
                addresses: try LinkSetup.addresses(hubs), hubName: "hub.zhishou.internal", authorityPEM: ""))
        let reply: LinkReply
        do {
            reply = try await link.send(LinkRequest(path: "/v1/authority", method: .get, trust: .anyCertificate))
            await link.shutdown()
        } catch {
            await link.shutdown()
            throw Self.words(error)
        }
        guard reply.status == 200,
            let authority = try? AuthorityCertificate(pem: String(decoding: reply.body, as: UTF8.self))
        else { throw Self.notAHub }
        let code = code
        let matches = try await offPool { try code.fingerprintMatches(authorityDER: authority.der) }
        guard matches else {
            throw CommandFailure(
                .hubRefused,
                chinese: "这个地址上的县端与注册码不符，什么也没有发送。请核对地址和注册码是否属于本县。",
                english:
                    "the hub at this address is not the one that the code was made for; nothing was sent. Check the address and the code"
            )
        }
        return authority
    }

    private static let notAHub = CommandFailure(
        .hubRefused, chinese: "这个地址上没有县端。请核对地址。", english: "there is no hub at this address; check it")

    static func words(_ error: any Error) -> CommandFailure {
        let failure = LineFailure.of(error)
        switch failure.code {
        case "wrong-code":
            return CommandFailure(
                .hubRefused, chinese: "注册码有误、已用过、试错过多或已过期。请向县管理员再要一个。",
                english:
                    "the code is wrong, used, tried too often or too old; ask the county's administrator for another")
        case "restored-unconfirmed":
            return CommandFailure(
                .hubRefused, chinese: "县端刚从备份恢复，管理员确认前不接受注册。请联系县管理员。",
                english: "the hub was restored and takes no enrolments until its administrator confirms it")
        default:
            let words = LineWords(code: failure.code)
            return CommandFailure(
                .hubRefused, chinese: "注册没有完成（\(failure.code)）：\(words.chinese)",
                english: "not enrolled (\(failure.code)): \(words.english) [\(failure.text)]")
        }
    }
}
