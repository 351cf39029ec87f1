import CCurl
import Glibc

/// How libcurl ended a transfer, and what that means. Alerts and OpenSSL's reasons come as text alone, so a few words of
/// theirs are looked for; where a later version words them otherwise, the kind becomes a more general one.
struct CurlEnding: Sendable {
    let code: CURLcode
    let text: String
    let systemError: Int32
    /// The request was on its way.
    let isOnLine: Bool
    let isTooLarge: Bool
    /// The request's own time was over.
    let isLate: Bool
    let hasProxyRefused: Bool

    var kind: LinkError.Kind {
        if hasProxyRefused { return .proxyFailed }
        switch code {
        case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY: return .proxyFailed
        case CURLE_COULDNT_RESOLVE_HOST: return .nameNotResolved
        case CURLE_COULDNT_CONNECT: return systemError == ECONNREFUSED ? .connectionRefused : .unreachable
        case CURLE_OPERATION_TIMEDOUT: return isOnLine && !isLate ? .stalled : .timedOut
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR: return .strangerHub
        case CURLE_SSL_CERTPROBLEM: return .ownCertificateUnusable
        case CURLE_SSL_CACERT_BADFILE: return .authorityUnusable
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER, CURLE_SSL_ENGINE_NOTFOUND: return handshakeKind
        case CURLE_WRITE_ERROR where isTooLarge, CURLE_FILESIZE_EXCEEDED: return .answerTooLarge
        case CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_HTTP2, CURLE_HTTP2_STREAM, CURLE_GOT_NOTHING,
            CURLE_PARTIAL_FILE, CURLE_AGAIN:
            return onLineKind
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY: return .notHTTP
        default: return .failed
        }
    }

    /// libcurl's words, without a proxy's address, which may hold a password.
    var cause: String {
        if text.contains("@") || text.lowercased().contains("proxy syntax") || text.contains("proxy scheme") {
            return "the proxy's address cannot be used"
        }
        return text
    }

    private var handshakeKind: LinkError.Kind {
        if isAboutOwnCertificate { return .tlsRefusedByHub }
        if has("wrong version number", "packet length too long", "http request", "bad record type") {
            return .notHTTPS
        }
        // Without a reason of OpenSSL's, the connection itself broke off.
        return has("error:") ? .tlsFailed : .connectionLost
    }

    private var onLineKind: LinkError.Kind {
        // In TLS 1.3 the hub judges this side's certificate after the handshake is over for this side.
        if isAboutOwnCertificate { return .tlsRefusedByHub }
        return has("alert") ? .tlsFailed : .connectionLost
    }

    private var isAboutOwnCertificate: Bool {
        has("alert")
            && has("certificate", "unknown ca", "access denied", "decrypt error", "decryption failed")
    }

    private func has(_ words: String...) -> Bool {
        let text = text.lowercased()
        return words.contains { text.contains($0) }
    }
}
