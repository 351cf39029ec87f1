import Foundation
import HubLink
import ProgramShell
import SwiftProtobuf
import SyncKit

/// Why an exchange did not come about, with a code to match on.
struct LineFailure: Error, Sendable {
    let code: String
    let text: String
    /// The hub answered, and refused: another try without a change will not help.
    var isRefusal = false
    /// Milliseconds after which the hub wants to be asked again.
    var retryAfter: Int64?

    /// The hub took nothing of what was sent to it.
    static func stuck(_ refusals: [Refusal]) -> LineFailure {
        let codes = Set(refusals.map { "\($0.code)" }).sorted().joined(separator: ", ")
        return LineFailure(code: "stuck", text: codes.isEmpty ? "the hub took nothing of what was sent" : codes)
    }

    static func of(_ error: any Error) -> LineFailure {
        switch error {
        case let failure as LineFailure: failure
        case let error as LinkError: LineFailure(code: error.code, text: "\(error)")
        case let error as SyncError: LineFailure(code: error.code, text: "\(error)")
        default: LineFailure(code: "failed", text: "\(error)")
        }
    }
}

/// What the link is set up with, and what its replies hold.
enum LinkSetup {
    /// Reads the hub's addresses as a person wrote them.
    static func addresses(_ hubs: [String]) throws -> [HubAddress] {
        try hubs.map { text in
            do {
                return try HubAddress(url: text)
            } catch {
                // The text is not repeated: it may hold a password.
                throw CommandFailure(
                    .badUse, chinese: "县端地址的形式不对。应写成 https://主机 或 https://主机:端口,例如 https://10.0.0.1:8443。",
                    english:
                        "a hub's address has to be https://HOST or https://HOST:PORT, such as https://10.0.0.1:8443")
            }
        }
    }

    static func configuration(_ identity: AgentIdentity, hubs: [String]) throws -> LinkConfiguration {
        LinkConfiguration(
            addresses: try addresses(hubs),
            hubName: "hub.\(identity.deployment).zhishou.internal", authorityPEM: identity.authorityCertificate,
            clientCertificatePEM: identity.certificate, clientKeyPEM: identity.tlsKey)
    }

    /// The message of a 200, unpacked.
    /// - Throws: ``LineFailure`` with the hub's code for any other answer.
    static func message(of reply: LinkReply) throws -> Data {
        var body = Data(reply.body)
        if reply.contentEncoding == "zstd" { body = try ZstdCoder.decompress(body, limit: 16 * 1024 * 1024) }
        guard reply.status == 200 else {
            let failure = try? WireFailure(serializedBytes: body)
            let code = failure.map(\.code) ?? ""
            throw LineFailure(
                code: code.isEmpty ? "http-\(reply.status)" : code, text: failure?.text ?? "HTTP \(reply.status)",
                isRefusal: (400..<500).contains(reply.status) && reply.status != 429,
                retryAfter: reply.retryAfter.map { Int64($0.components.seconds) * 1000 })
        }
        guard reply.contentType == "application/x-protobuf" else {
            throw LineFailure(code: "not-the-hub", text: "the answer is a page of something on the way, not the hub's")
        }
        return body
    }
}
