import CCurl
import CLine
import Glibc

/// One try of one order at one address. Confined to the link's thread; libcurl's callbacks hold pointers to it.
final class Transfer {
    let order: LinkQueue.Order
    let address: HubAddress
    /// The addresses to try if this one cannot be reached.
    let others: ArraySlice<HubAddress>
    /// The most telling error of the addresses before.
    let earlier: LinkError?

    var easy: EasyHandle
    /// libcurl refers to it while the transfer lives.
    let place: TextList
    let ledger: SocketLedger

    fileprivate(set) var head = ReplyHead()
    fileprivate(set) var body: [UInt8] = []
    fileprivate(set) var isTooLarge = false
    /// The request is on its way, so its connection stands.
    fileprivate(set) var isOnLine = false
    /// When the answer began, and what its connection had received by then.
    fileprivate(set) var beginning: (at: ContinuousClock.Instant, received: UInt64)?
    /// The connection's descriptor, or -1.
    fileprivate(set) var socket: Int32 = -1
    var stall: StallRule?

    init?(
        order: LinkQueue.Order, address: HubAddress, others: ArraySlice<HubAddress>, earlier: LinkError?,
        ledger: SocketLedger
    ) {
        guard let easy = EasyHandle() else { return nil }
        self.easy = easy
        self.order = order
        self.address = address
        self.others = others
        self.earlier = earlier
        self.ledger = ledger
        place = TextList("::\(address.bracketed):\(address.port)")
    }

    /// The bytes that its connection has carried, acknowledged ones alone; nil before it stands.
    func carried() -> UInt64? {
        guard isOnLine, let sample = ledger.read(socket) else { return nil }
        return sample.bytes_acknowledged + sample.bytes_received
    }

    /// Lets libcurl call back into this transfer, which must stay alive until it has left its multi handle.
    func setCallbacks() throws(CurlRefusal) {
        let own = UnsafeRawPointer(Unmanaged.passUnretained(self).toOpaque())
        let sockets = UnsafeRawPointer(Unmanaged.passUnretained(ledger).toOpaque())
        try EasyHandle.admit(shim_curl_set_data(easy.raw, CURLOPT_WRITEFUNCTION, takeBody))
        try easy.set(CURLOPT_WRITEDATA, pointer: own)
        try EasyHandle.admit(shim_curl_set_data(easy.raw, CURLOPT_HEADERFUNCTION, takeHeader))
        try easy.set(CURLOPT_HEADERDATA, pointer: own)
        try EasyHandle.admit(shim_curl_set_ready(easy.raw, goOnLine))
        try easy.set(CURLOPT_PREREQDATA, pointer: own)
        try EasyHandle.admit(shim_curl_set_open(easy.raw, openSocket))
        try easy.set(CURLOPT_OPENSOCKETDATA, pointer: own)
        // A connection may outlive the transfer that opened it, so the ledger closes it.
        try EasyHandle.admit(shim_curl_set_close(easy.raw, closeSocket))
        try easy.set(CURLOPT_CLOSESOCKETDATA, pointer: sockets)
        try EasyHandle.admit(shim_curl_set_context(easy.raw, ignoreValidityTimes))
    }

    fileprivate static func of(_ pointer: UnsafeMutableRawPointer) -> Transfer {
        Unmanaged<Transfer>.fromOpaque(pointer).takeUnretainedValue()
    }
}

// libcurl's callbacks. They capture nothing; each gets its object as a pointer.

private func takeBody(
    _ start: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ pointer: UnsafeMutableRawPointer?
) -> Int {
    guard let pointer else { return 0 }
    let transfer = Transfer.of(pointer)
    let bytes = UnsafeRawBufferPointer(start: start, count: size * count)
    guard bytes.count <= transfer.order.request.replyLimit - transfer.body.count else {
        transfer.isTooLarge = true
        return 0
    }
    transfer.body.append(contentsOf: bytes)
    return bytes.count
}

private func takeHeader(
    _ start: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ pointer: UnsafeMutableRawPointer?
) -> Int {
    guard let pointer else { return 0 }
    let transfer = Transfer.of(pointer)
    let bytes = UnsafeRawBufferPointer(start: start, count: size * count)
    if transfer.isOnLine, transfer.beginning == nil, let sample = transfer.ledger.read(transfer.socket) {
        transfer.beginning = (.now, sample.bytes_received)
    }
    guard transfer.head.take(String(decoding: bytes, as: UTF8.self)) else {
        transfer.isTooLarge = true
        return 0
    }
    return bytes.count
}

private func goOnLine(
    _ pointer: UnsafeMutableRawPointer?, _: UnsafeMutablePointer<CChar>?, _: UnsafeMutablePointer<CChar>?, _: Int32,
    _ localPort: Int32
) -> Int32 {
    guard let pointer else { return CURL_PREREQFUNC_ABORT }
    let transfer = Transfer.of(pointer)
    transfer.socket = transfer.ledger.socket(localPort: localPort)
    transfer.isOnLine = true
    transfer.stall = nil
    return CURL_PREREQFUNC_OK
}

private func openSocket(
    _ pointer: UnsafeMutableRawPointer?, _ purpose: curlsocktype, _ address: UnsafeMutablePointer<curl_sockaddr>?
) -> curl_socket_t {
    guard let pointer, let address = address?.pointee else { return CURL_SOCKET_BAD }
    let transfer = Transfer.of(pointer)
    // A kept connection turned out to be dead and libcurl tries anew.
    transfer.isOnLine = false
    transfer.socket = -1
    transfer.beginning = nil
    return transfer.ledger.open(family: address.family, kind: address.socktype, protocol: address.protocol)
}

private func closeSocket(_ pointer: UnsafeMutableRawPointer?, _ descriptor: curl_socket_t) -> Int32 {
    guard let pointer else { return close(descriptor) }
    return Unmanaged<SocketLedger>.fromOpaque(pointer).takeUnretainedValue().close(descriptor)
}

private func ignoreValidityTimes(
    _: UnsafeMutableRawPointer?, _ context: UnsafeMutableRawPointer?, _: UnsafeMutableRawPointer?
) -> CURLcode {
    // On an old PC the clock's battery is dead: the authority and the name decide, never the time.
    line_ignore_validity_times(context) == 1 ? CURLE_OK : CURLE_SSL_CERTPROBLEM
}
