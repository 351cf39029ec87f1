import CCurl
import CLine

extension Transfer {
    /// The answer. To be asked for before the transfer leaves its multi handle.
    func reply() -> LinkReply {
        let sample = ledger.read(socket)
        let version = shim_curl_get_long(easy.raw, CURLINFO_HTTP_VERSION)
        return LinkReply(
            status: shim_curl_get_long(easy.raw, CURLINFO_RESPONSE_CODE), contentType: head.contentType,
            contentEncoding: head.contentEncoding, retryAfter: head.retryAfter, body: body,
            httpVersion: version == Int(CURL_HTTP_VERSION_2_0) ? .http2 : .http1, timing: timing(sample),
            isNewConnection: shim_curl_get_long(easy.raw, CURLINFO_NUM_CONNECTS) > 0, address: address)
    }

    private func timing(_ sample: line_sample?) -> LinkTiming {
        let start = shim_curl_get_offset(easy.raw, CURLINFO_PRETRANSFER_TIME_T)
        let first = shim_curl_get_offset(easy.raw, CURLINFO_STARTTRANSFER_TIME_T)
        let isNew = shim_curl_get_long(easy.raw, CURLINFO_NUM_CONNECTS) > 0
        return LinkTiming(
            total: .microseconds(shim_curl_get_offset(easy.raw, CURLINFO_TOTAL_TIME_T)),
            connect: isNew ? .microseconds(shim_curl_get_offset(easy.raw, CURLINFO_APPCONNECT_TIME_T)) : .zero,
            firstByte: .microseconds(max(0, first - start)), uploadRate: sample.flatMap(uploadRate),
            downloadRate: sample.flatMap(downloadRate),
            roundTrip: sample.flatMap { $0.round_trip_us > 0 ? .microseconds(Int64($0.round_trip_us)) : nil })
    }

    /// The kernel's rate says nothing while the sender has less to send than the line could take.
    private func uploadRate(_ sample: line_sample) -> Int? {
        sample.is_rate_limited != 0 || sample.delivery_rate == 0 ? nil : Int(clamping: sample.delivery_rate)
    }

    /// Counted by the kernel, for libcurl sees an answer's first byte only when its whole TLS record, up to 16 KiB, is
    /// there.
    private func downloadRate(_ sample: line_sample) -> Int? {
        guard let beginning, sample.bytes_received >= beginning.received + 1024 else { return nil }
        let milliseconds = beginning.at.duration(to: .now).milliseconds
        guard milliseconds >= 10 else { return nil }
        return Int(clamping: sample.bytes_received - beginning.received) * 1000 / milliseconds
    }

    /// Why libcurl ended the transfer. To be asked for before the transfer leaves its multi handle.
    func error(_ code: CURLcode) -> LinkError {
        let text = easy.text(of: code)
        let status = shim_curl_get_long(easy.raw, CURLINFO_HTTP_CONNECTCODE)
        let hasProxyRefused = !isOnLine && status >= 300
        let ending = CurlEnding(
            code: code, text: text, systemError: Int32(clamping: shim_curl_get_long(easy.raw, CURLINFO_OS_ERRNO)),
            isOnLine: isOnLine, isTooLarge: isTooLarge, isLate: isLate, hasProxyRefused: hasProxyRefused)
        var cause = ending.cause
        if hasProxyRefused {
            let page = head.contentType?.lowercased().hasPrefix("text/html") ?? false
            cause = "the proxy answered \(status)\(page ? " with a web page" : "") in place of a tunnel"
        }
        return error(ending.kind, cause: cause, proxyStatus: hasProxyRefused ? status : nil)
    }

    func error(_ kind: LinkError.Kind, cause: String = "", proxyStatus: Int? = nil) -> LinkError {
        LinkError(
            kind, operation: order.request.operation, address: address.description, cause: cause,
            proxyStatus: proxyStatus)
    }

    /// Whether the request's own time is over. libcurl counts in whole milliseconds, so it may end a little before.
    var isLate: Bool { order.deadline.map { ContinuousClock.now + .milliseconds(20) >= $0 } ?? false }
}
