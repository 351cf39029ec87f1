import NIOCore
import NIOSSL
import NIOTLS
import ProgramShell

/// Tells a connection's guard that the peer has shown a certificate of the county, which the handshake has verified.
final class HandshakeWatch: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    private let tls: NIOSSLServerHandler
    private let gate: ConnectionGuard

    private init(_ tls: NIOSSLServerHandler, _ gate: ConnectionGuard) {
        self.tls = tls
        self.gate = gate
    }

    static func attend(_ connection: any Channel) throws {
        let pipeline = connection.pipeline.syncOperations
        let tls = try pipeline.handler(type: NIOSSLServerHandler.self)
        let gate = try pipeline.handler(type: ConnectionGuard.self)
        try pipeline.addHandler(HandshakeWatch(tls, gate), position: .after(tls))
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted? = event as? TLSUserEvent, tls.peerCertificate != nil { gate.recognise() }
        context.fireUserInboundEventTriggered(event)
    }
}

@available(*, unavailable)
extension HandshakeWatch: Sendable {}
