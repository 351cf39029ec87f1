import CCurl

extension Transfer {
    /// Seconds without traffic before the kernel asks whether the other end is still there, and between its questions.
    private static let keepAlive = (idle: 120, interval: 30)

    /// Tells libcurl all about the request.
    func configure(_ configuration: LinkConfiguration, now: ContinuousClock.Instant) throws(CurlRefusal) {
        try setCallbacks()
        try setRequest(hubName: configuration.hubName)
        try setTrust(configuration)
        try setConnection(configuration)
        try setTimes(configuration, now: now)
    }

    private func setRequest(hubName: String) throws(CurlRefusal) {
        let request = order.request
        try easy.set(CURLOPT_URL, "https://\(hubName)\(request.path)")
        try easy.set(CURLOPT_PATH_AS_IS, 1)
        try easy.set(CURLOPT_PROTOCOLS_STR, "https")
        try easy.set(CURLOPT_FOLLOWLOCATION, 0)
        try easy.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        switch request.method {
        case .get: try easy.set(CURLOPT_HTTPGET, 1)
        case .post: try easy.setBody(request.body)
        }
        // A name and a colon leave curl's own header out; a connection of 9.6 kbit/s is glad of each byte.
        var lines = ["Expect:", "Accept:", "User-Agent:"]
        if request.contentType == nil { lines.append("Content-Type:") }
        lines += request.headerFields.map { "\($0.name): \($0.value)" }
        try easy.setHeaders(lines)
        try EasyHandle.admit(
            shim_curl_set_offset(easy.raw, CURLOPT_MAXFILESIZE_LARGE, curl_off_t(max(request.replyLimit, 1))))
    }

    private func setTrust(_ configuration: LinkConfiguration) throws(CurlRefusal) {
        try easy.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_3))
        // The machine's own authorities never count.
        try easy.set(CURLOPT_CAINFO, nil)
        try easy.set(CURLOPT_CAPATH, nil)
        switch order.request.trust {
        case .pinned:
            try easy.set(CURLOPT_SSL_VERIFYPEER, 1)
            try easy.set(CURLOPT_SSL_VERIFYHOST, 2)
            try easy.set(CURLOPT_CAINFO_BLOB, blob: configuration.authorityPEM)
            if let credential = order.credential {
                try easy.set(CURLOPT_SSLCERT_BLOB, blob: credential.certificatePEM)
                try easy.set(CURLOPT_SSLKEY_BLOB, blob: credential.keyPEM)
            }
        case .anyCertificate:
            try easy.set(CURLOPT_SSL_VERIFYPEER, 0)
            try easy.set(CURLOPT_SSL_VERIFYHOST, 0)
            try easy.set(CURLOPT_SSL_SESSIONID_CACHE, 0)
            try easy.set(CURLOPT_FRESH_CONNECT, 1)
            try easy.set(CURLOPT_FORBID_REUSE, 1)
        }
    }

    private func setConnection(_ configuration: LinkConfiguration) throws(CurlRefusal) {
        try easy.setPlace(place)
        // Empty texts keep libcurl from reading the environment itself.
        let proxy = configuration.proxy.proxy(for: address, hubName: configuration.hubName)
        try easy.set(CURLOPT_PROXY, proxy ?? "")
        try easy.set(CURLOPT_NOPROXY, "")
        try easy.set(CURLOPT_NOSIGNAL, 1)
        // A resolver that hangs must not hold up a cancellation; libcurl leaves its thread to end by itself.
        try easy.set(CURLOPT_QUICK_EXIT, 1)
        try easy.set(CURLOPT_PIPEWAIT, 1)
        try easy.set(CURLOPT_TCP_NODELAY, 1)
        try easy.set(CURLOPT_TCP_KEEPALIVE, 1)
        try easy.set(CURLOPT_TCP_KEEPIDLE, Self.keepAlive.idle)
        try easy.set(CURLOPT_TCP_KEEPINTVL, Self.keepAlive.interval)
        // A handshake costs 4.5 kB, so no connection is closed for its age.
        try easy.set(CURLOPT_MAXAGE_CONN, max(1, Int(configuration.idleAge.components.seconds)))
        try easy.set(CURLOPT_MAXLIFETIME_CONN, 0)
    }

    private func setTimes(
        _ configuration: LinkConfiguration, now: ContinuousClock.Instant
    ) throws(CurlRefusal) {
        try easy.set(CURLOPT_CONNECTTIMEOUT_MS, configuration.connectTimeout.milliseconds)
        if let deadline = order.deadline {
            try easy.set(CURLOPT_TIMEOUT_MS, max(1, now.duration(to: deadline).milliseconds))
        }
        // Behind the stall rule, which watches the connection, curl's own limit watches this one answer: a hub that
        // never gives it while the others' traffic flows. Bodies that wait in the kernel are given their time.
        let drain = order.request.body.count / configuration.lowestRate
        let silence = (configuration.stallTime + order.request.wait).components.seconds
        try easy.set(CURLOPT_LOW_SPEED_LIMIT, configuration.lowestRate)
        try easy.set(CURLOPT_LOW_SPEED_TIME, min(Int(silence) + drain + 1, Int(Int32.max)))
    }
}

extension Duration {
    /// Whole milliseconds, at most what libcurl takes.
    var milliseconds: Int {
        let (seconds, attoseconds) = components
        guard seconds < Int64(Int32.max) / 1000 else { return Int(Int32.max) }
        return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
    }
}
