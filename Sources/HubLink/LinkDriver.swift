import CCurl
import Glibc

/// Carries a link's requests out, on the link's own thread and nowhere else.
final class LinkDriver {
    private let configuration: LinkConfiguration
    private let queue: LinkQueue
    private let ledger: SocketLedger
    private let multi: MultiHandle
    private var addresses: AddressOrder
    private var transfers: [UnsafeMutableRawPointer: Transfer] = [:]
    /// How often connections are looked at while something is under way.
    private let watchEvery: Duration
    private var watched = ContinuousClock.now

    private static let idleMilliseconds: Int32 = 3_600_000

    /// Nil where there is no memory.
    init?(configuration: LinkConfiguration, queue: LinkQueue, meter: LineMeter) {
        let ledger = SocketLedger(meter: meter)
        guard let multi = MultiHandle(ledger: ledger) else { return nil }
        self.configuration = configuration
        self.queue = queue
        self.ledger = ledger
        self.multi = multi
        addresses = AddressOrder(configuration.addresses)
        watchEvery = min(max(configuration.stallTime / 4, .milliseconds(100)), .seconds(2))
    }

    /// Works until the queue says stop; every order that was taken has its outcome then.
    func run() {
        while true {
            let batch = queue.take()
            for order in batch.orders { start(order, at: addresses.addresses[...], earlier: nil) }
            for id in batch.cancelled { abort(id, .cancelled) }
            if batch.isStopping {
                for transfer in Array(transfers.values) { finish(transfer, .failure(transfer.error(.shutDown))) }
                return
            }
            perform()
            watch()
            pause()
        }
    }

    private func start(_ order: LinkQueue.Order, at places: ArraySlice<HubAddress>, earlier: LinkError?) {
        let failure: LinkError
        if let address = places.first,
            let transfer = Transfer(
                order: order, address: address, others: places.dropFirst(), earlier: earlier, ledger: ledger)
        {
            do {
                try transfer.configure(configuration, now: .now)
                if curl_multi_add_handle(multi.raw, transfer.easy.raw) == CURLM_OK {
                    transfers[transfer.easy.raw] = transfer
                    return
                }
                failure = transfer.error(.failed, cause: "the library takes no more transfers")
            } catch {
                failure = transfer.error(error.code)
            }
        } else {
            failure = LinkError(.failed, operation: order.request.operation, cause: "there is no memory")
        }
        queue.resolve(order, .failure(failure))
    }

    private func perform() {
        var running: Int32 = 0
        let code = curl_multi_perform(multi.raw, &running)
        guard code == CURLM_OK else {
            let cause = curl_multi_strerror(code).map { String(cString: $0) } ?? ""
            for transfer in Array(transfers.values) {
                finish(transfer, .failure(transfer.error(.failed, cause: cause)))
            }
            return
        }
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi.raw, &left) {
            // The message is gone once its transfer has left the multi handle.
            let (kind, handle, result) = (message.pointee.msg, message.pointee.easy_handle, message.pointee.data.result)
            guard kind == CURLMSG_DONE, let handle, let transfer = transfers[handle] else { continue }
            ended(transfer, result)
        }
    }

    private func ended(_ transfer: Transfer, _ result: CURLcode) {
        guard result != CURLE_OK else {
            // Of an answer that nobody vouched for, nothing is learnt.
            if transfer.order.request.trust == .pinned { addresses.worked(transfer.address) }
            return finish(transfer, .success(transfer.reply()))
        }
        let own = transfer.error(result)
        let failure = own.moreTelling(than: transfer.earlier)
        // Nothing of the request has left, so another address may be asked without doing anything twice.
        guard !transfer.isOnLine, !transfer.isLate, !transfer.others.isEmpty, own.isAboutAddress else {
            return finish(transfer, .failure(failure))
        }
        release(transfer)
        start(transfer.order, at: transfer.others, earlier: failure)
    }

    private func abort(_ id: UInt64, _ kind: LinkError.Kind) {
        guard let transfer = transfers.values.first(where: { $0.order.id == id }) else { return }
        finish(transfer, .failure(transfer.error(kind)))
    }

    private func finish(_ transfer: Transfer, _ outcome: LinkQueue.Outcome) {
        release(transfer)
        queue.resolve(transfer.order, outcome)
    }

    private func release(_ transfer: Transfer) {
        curl_multi_remove_handle(multi.raw, transfer.easy.raw)
        transfers[transfer.easy.raw] = nil
        _ = ledger.read(transfer.socket)
    }

    /// Reads the counts of all connections and ends what has stalled.
    private func watch() {
        let now = ContinuousClock.now
        guard !transfers.isEmpty, watched.duration(to: now) >= watchEvery else { return }
        watched = now
        ledger.readAll()
        for transfer in Array(transfers.values) {
            guard let bytes = transfer.carried() else { continue }
            var rule =
                transfer.stall
                ?? StallRule(
                    lowestRate: configuration.lowestRate, span: configuration.stallTime,
                    wait: transfer.order.request.wait, bytes: bytes, now: now)
            let isStalled = rule.isStalled(bytes: bytes, answerBegan: transfer.beginning != nil, now: now)
            transfer.stall = rule
            guard isStalled else { continue }
            let cause = "less than \(configuration.lowestRate) bytes a second moved"
            finish(transfer, .failure(transfer.error(.stalled, cause: cause)))
            // On HTTP/2 a stream alone would end, and the next request would wait on the same dead connection.
            ledger.shutDown(transfer.socket)
        }
    }

    private func pause() {
        var waker = curl_waitfd(fd: queue.wake.raw, events: Int16(CURL_WAIT_POLLIN), revents: 0)
        let most = transfers.isEmpty ? Self.idleMilliseconds : Int32(watchEvery.milliseconds)
        var ready: Int32 = 0
        let code = curl_multi_poll(multi.raw, &waker, 1, most, &ready)
        queue.wake.lower()
        if code != CURLM_OK { sched_yield() }
    }
}

extension LinkError {
    /// Whether another address may do better.
    fileprivate var isAboutAddress: Bool {
        switch kind {
        case .unreachable, .nameNotResolved, .connectionRefused, .timedOut, .strangerHub, .tlsFailed, .notHTTPS,
            .connectionLost, .proxyFailed, .stalled:
            true
        default: false
        }
    }
}
