package import Hummingbird
import NIOCore
import NIOSSL

/// A request on the exchange port, with the certificate that its connection showed.
package struct PeerContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    private let channel: any Channel

    /// Compressed bytes of one request.
    package var maxUploadSize: Int { 2 * 1024 * 1024 }

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }

    /// The peer's certificate in DER; nil for a caller that showed none, which is one that enrols.
    var certificate: [UInt8]? {
        get async throws {
            try await connection.nioSSL_peerCertificate().get()?.toDERBytes()
        }
    }

    var address: String { connection.remoteAddress?.ipAddress ?? "" }

    /// Of HTTP/2 a request has a channel of its own, whose parent is the connection.
    private var connection: any Channel {
        if let parent = channel.parent, parent.parent != nil { parent } else { channel }
    }
}
