/// The hub's answer to one request, whatever its status; redirects are not followed.
package struct LinkReply: Sendable {
    package enum HTTPVersion: Sendable {
        case http1
        case http2
    }

    package let status: Int
    package let contentType: String?
    /// The body is as it came: nothing is unpacked.
    package let contentEncoding: String?
    /// When to ask again, at most a day; a date is taken relative to the answer's own `Date`, so that a wrong clock on
    /// this side does no harm. Nil where there is none, or a date without a `Date` beside it.
    package let retryAfter: Duration?
    package let body: [UInt8]
    package let httpVersion: HTTPVersion
    package let timing: LinkTiming
    /// Whether a handshake was paid for this request.
    package let isNewConnection: Bool
    /// The address that answered.
    package let address: HubAddress
}

/// How long a request took and how fast the line was.
package struct LinkTiming: Sendable {
    /// From the first look at the connection to the last byte of the answer, the hub's own time within it.
    package let total: Duration
    /// Name, TCP and TLS; zero on a kept connection.
    package let connect: Duration
    /// From the request's first byte to the answer's first: the upload, the hub's own time and a round trip.
    package let firstByte: Duration
    /// Bytes a second that the other end took lately, TLS within it, as the kernel measured it (`tcpi_delivery_rate`);
    /// nil where too little was sent for a measurement.
    package let uploadRate: Int?
    /// Bytes a second that came on the connection after the answer's beginning, TLS within it; nil where it came too
    /// quickly, or in one TLS record, for a measurement.
    package let downloadRate: Int?
    /// The kernel's smoothed round trip on this connection.
    package let roundTrip: Duration?
}
