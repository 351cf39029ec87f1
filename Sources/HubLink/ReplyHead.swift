import CCurl

/// What is kept of an answer's header lines.
struct ReplyHead: Sendable {
    private(set) var contentType: String?
    private(set) var contentEncoding: String?
    private var retry: String?
    private var date: String?
    /// Of all lines so far, those of interim answers and of a proxy within it.
    private var bytes = 0

    static let bytesMax = 64 * 1024
    /// A day: no hub means longer.
    static let retrySecondsMax: Int64 = 86_400

    /// Takes one line; false when the head has become too long. A status line starts anew, so that what a proxy said
    /// to CONNECT does not mix with the hub's answer.
    mutating func take(_ line: String) -> Bool {
        bytes += line.utf8.count
        guard bytes <= Self.bytesMax else { return false }
        if line.hasPrefix("HTTP/") {
            let sofar = bytes
            self = ReplyHead()
            bytes = sofar
            return true
        }
        guard let colon = line.firstIndex(of: ":") else { return true }
        let value = line[line.index(after: colon)...].drop(while: \.isWhitespace)
        let text = String(value.reversed().drop(while: \.isWhitespace).reversed())
        guard !text.isEmpty else { return true }
        switch line[..<colon].lowercased() {
        case "content-type": contentType = text
        case "content-encoding": contentEncoding = text
        case "retry-after": retry = text
        case "date": date = text
        default: break
        }
        return true
    }

    /// `Retry-After` (RFC 9110, 10.2.3) as a time from the answer on.
    var retryAfter: Duration? {
        guard let retry else { return nil }
        let seconds: Int64
        if retry.utf8.allSatisfy({ (48...57).contains($0) }) {
            seconds = Int64(retry) ?? Self.retrySecondsMax
        } else {
            guard let date else { return nil }
            let then = curl_getdate(retry, nil)
            let now = curl_getdate(date, nil)
            guard then >= 0, now >= 0 else { return nil }
            seconds = Int64(then) - Int64(now)
        }
        return .seconds(min(max(seconds, 0), Self.retrySecondsMax))
    }
}
