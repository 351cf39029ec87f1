import CCurl
import Synchronization

/// The HTTPS client of the exchange: one thread of its own drives all requests through libcurl and keeps connections.
///
/// A long poll and pushes run beside each other over one HTTP/2 connection, else on two of HTTP/1.1. Nothing blocks the
/// cooperative pool. A request that finds a kept connection dead is sent again by libcurl on a new one, so requests must
/// bear being sent twice.
package final class HubLink: Sendable {
    private let configuration: LinkConfiguration
    private let queue: LinkQueue
    private let meter: LineMeter
    private let thread: Mutex<LinkThread?>

    private static let isLibraryReady = curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK

    /// Starts the link's thread; no connection is made before the first request.
    /// - Throws: `invalidAddress`, `invalidRequest` for what the configuration cannot have, `failed` without resources.
    package init(_ configuration: LinkConfiguration) throws(LinkError) {
        try configuration.check()
        guard Self.isLibraryReady else {
            throw LinkError(.failed, operation: "set up the link", cause: "libcurl cannot be used")
        }
        let queue = try LinkQueue(credential: configuration.credential)
        let meter = LineMeter()
        guard let thread = LinkThread(configuration: configuration, queue: queue, meter: meter) else {
            throw LinkError(.failed, operation: "set up the link", cause: "no thread is left")
        }
        self.configuration = configuration
        self.queue = queue
        self.meter = meter
        self.thread = Mutex(thread)
    }

    deinit { queue.stop() }

    /// The bytes that went over the line since the link was made: exact once no request is under way, else at most two
    /// seconds old.
    package var count: LineCount { meter.count }

    /// Sends a request and waits for the whole answer, whatever its status; a cancelled task ends it at once. On
    /// HTTP/1.1 a cancelled request takes its connection with it, on HTTP/2 its stream alone.
    /// - Throws: ``LinkError``; `tooManyRequests` past 64 at once.
    package func send(_ request: LinkRequest) async throws(LinkError) -> LinkReply {
        try request.check(configuration)
        let id = queue.drawID()
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { queue.add(request, id: id, continuation: $0) }
        } onCancel: {
            queue.cancel(id)
        }
        return try outcome.get()
    }

    /// Makes later requests use another certificate and key, PEM, on connections of their own; those under way go on.
    package func update(clientCertificatePEM: String, clientKeyPEM: String) {
        queue.replace(ClientCredential(certificatePEM: clientCertificatePEM, keyPEM: clientKeyPEM))
    }

    /// Ends all requests with `shutDown`, closes the connections and joins the thread; later requests fail at once.
    package func shutdown() async {
        queue.stop()
        await queue.ended()
        thread.withLock { $0.take()?.join() }
    }
}
