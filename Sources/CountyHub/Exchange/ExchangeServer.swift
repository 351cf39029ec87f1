import Foundation
package import Hummingbird
import HummingbirdCore
import HummingbirdHTTP2
import Identity
package import Logging
import NIOSSL
import ProgramShell
import SyncKit

/// The exchange port: TLS 1.3, HTTP/2 or 1.1. A client's certificate is asked for and verified but for its times;
/// a caller without one is one that enrols.
package enum ExchangeServer {
    /// A kept connection costs nothing, a new handshake 4.5 kB: so connections idle long.
    static let idleTimeout = Duration.seconds(1800)

    /// What the port answers to.
    package static func router(_ opened: HubFolder) throws -> Router<PeerContext> {
        ExchangeEndpoint(
            hub: opened.hub, authority: try AuthorityCertificate(pem: opened.identity.authorityCertificate),
            enrolment: opened.enrolment, shown: opened.shownCertificates
        ).router()
    }

    package static func application(
        _ opened: HubFolder, router: Router<PeerContext>, address: (host: String, port: Int), logger: Logger,
        onRunning: @escaping @Sendable (Int) async -> Void
    ) throws -> some ApplicationProtocol {
        let identity = opened.identity
        let authority = try AuthorityCertificate(pem: identity.authorityCertificate)
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMBytes(Array(identity.tlsCertificate.utf8))
                .map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(identity.tlsKey.utf8), format: .pem)))
        tls.minimumTLSVersion = .tlsv13
        tls.certificateVerification = .optionalVerification
        tls.trustRoots = .certificates(
            try NIOSSLCertificate.fromPEMBytes(Array(identity.authorityCertificate.utf8)))
        let store = opened.store
        let configuration = TLSChannelConfiguration(tlsConfiguration: tls) { certificates in
            do {
                guard let leaf = certificates.first else { return .failed }
                _ = try PeerIdentity.verify(
                    leafDER: leaf.toDERBytes(), authority: authority, deployment: authority.deployment)
                return .certificateVerified
            } catch {
                try? await store.note(
                    .refusedConnection, unit: "", replica: nil,
                    text: "a connection with a certificate that is not this county's was refused")
                return .failed
            }
        }
        return Application(
            router: router,
            server: server(configuration),
            configuration: .init(
                address: .hostname(address.host, port: address.port), serverName: nil),
            onServerRunning: { channel in
                await AcceptPause.attend(channel)
                await onRunning(channel.localAddress?.port ?? 0)
            }, logger: logger)
    }

    private static func server(_ tls: TLSChannelConfiguration) -> HTTPServerBuilder {
        let limits = ConnectionLimits.ofThisProcess()
        return HTTPServerBuilder { responder in
            BoundedChannel(
                try HTTP2UpgradeChannel(
                    tlsChannelConfiguration: tls,
                    configuration: .init(
                        idleTimeout: idleTimeout, streamConfiguration: .init(idleTimeout: .seconds(1800))),
                    responder: responder),
                limits, attend: HandshakeWatch.attend)
        }
    }
}
