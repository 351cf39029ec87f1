import CCurl

/// A setting that libcurl refused.
struct CurlRefusal: Error {
    let code: CURLcode
}

/// One transfer's handle of libcurl, with the memory that it refers to.
struct EasyHandle: ~Copyable {
    let raw: UnsafeMutableRawPointer
    private let errorText: UnsafeMutablePointer<CChar>
    private var headers: UnsafeMutablePointer<curl_slist>?

    private static let errorTextSize = Int(CURL_ERROR_SIZE)

    /// Nil where there is no memory.
    init?() {
        guard let handle = curl_easy_init() else { return nil }
        let text = UnsafeMutablePointer<CChar>.allocate(capacity: Self.errorTextSize)
        text.initialize(repeating: 0, count: Self.errorTextSize)
        _ = shim_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, text)
        raw = handle
        errorText = text
        headers = nil
    }

    deinit {
        curl_easy_cleanup(raw)
        curl_slist_free_all(headers)
        errorText.deallocate()
    }

    /// What libcurl says about the transfer's end, or its code's general words.
    func text(of code: CURLcode) -> String {
        if errorText.pointee != 0 { return String(cString: errorText) }
        return curl_easy_strerror(code).map { String(cString: $0) } ?? ""
    }

    func set(_ option: CURLoption, _ value: Int) throws(CurlRefusal) {
        try Self.admit(shim_curl_set_long(raw, option, value))
    }

    /// Sets a text, of which libcurl keeps a copy; nil takes a default away.
    func set(_ option: CURLoption, _ value: String?) throws(CurlRefusal) {
        try Self.admit(shim_curl_set_text(raw, option, value))
    }

    func set(_ option: CURLoption, pointer: UnsafeRawPointer?) throws(CurlRefusal) {
        try Self.admit(shim_curl_set_pointer(raw, option, pointer))
    }

    /// Sets a file's content from memory, of which libcurl keeps a copy.
    func set(_ option: CURLoption, blob: String) throws(CurlRefusal) {
        var blob = blob
        let code = blob.withUTF8 { shim_curl_set_blob(raw, option, $0.baseAddress, $0.count) }
        try Self.admit(code)
    }

    /// Sets the body, of which libcurl keeps a copy.
    func setBody(_ bytes: [UInt8]) throws(CurlRefusal) {
        try set(CURLOPT_POST, 1)
        try Self.admit(shim_curl_set_offset(raw, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(bytes.count)))
        guard !bytes.isEmpty else { return try set(CURLOPT_COPYPOSTFIELDS, "") }
        let code = bytes.withUnsafeBytes { shim_curl_set_pointer(raw, CURLOPT_COPYPOSTFIELDS, $0.baseAddress) }
        try Self.admit(code)
    }

    /// Sets the header lines, at most once.
    mutating func setHeaders(_ lines: [String]) throws(CurlRefusal) {
        for line in lines {
            guard let longer = curl_slist_append(headers, line) else { throw CurlRefusal(code: CURLE_OUT_OF_MEMORY) }
            headers = longer
        }
        try Self.admit(shim_curl_set_list(raw, CURLOPT_HTTPHEADER, headers))
    }

    /// Sets `HOST:PORT:HOST:PORT` as the only place to connect to. The list must live as long as the transfer.
    mutating func setPlace(_ place: borrowing TextList) throws(CurlRefusal) {
        try Self.admit(shim_curl_set_list(raw, CURLOPT_CONNECT_TO, place.raw))
    }

    static func admit(_ code: CURLcode) throws(CurlRefusal) {
        guard code == CURLE_OK else { throw CurlRefusal(code: code) }
    }
}

/// A list of libcurl's with one text.
struct TextList: ~Copyable {
    let raw: UnsafeMutablePointer<curl_slist>?

    init(_ text: String) { raw = curl_slist_append(nil, text) }

    deinit { curl_slist_free_all(raw) }
}

/// The handle that drives many transfers and keeps their connections; it closes them when it ends.
struct MultiHandle: ~Copyable {
    let raw: UnsafeMutableRawPointer
    /// Sockets are closed through it, so it must outlive them.
    private let ledger: SocketLedger

    /// Connections kept beside each other: two of HTTP/1.1 at each of two addresses, and room for renewed ones.
    private static let connectionsMax = 8

    /// Nil where there is no memory.
    init?(ledger: SocketLedger) {
        guard let handle = curl_multi_init() else { return nil }
        _ = shim_curl_multi_set_long(handle, CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX))
        _ = shim_curl_multi_set_long(handle, CURLMOPT_MAXCONNECTS, Self.connectionsMax)
        raw = handle
        self.ledger = ledger
    }

    deinit { curl_multi_cleanup(raw) }
}
