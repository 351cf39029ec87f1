import Glibc
package import NIOCore
import Synchronization

/// What the connections of one port share.
package final class ConnectionLimits: Sendable {
    /// How long a stranger may stay.
    package struct Times: Sendable {
        /// Without a byte of its own.
        let silence: TimeAmount
        /// Altogether.
        let life: TimeAmount

        /// On 9.6 kbit/s a handshake takes some four seconds, and an enrolment some ten.
        package init(silence: TimeAmount = .seconds(30), life: TimeAmount = .seconds(120)) {
            self.silence = silence
            self.life = life
        }
    }

    fileprivate let times: Times?
    private let book: Mutex<ConnectionBook>

    /// - Parameter times: of strangers; nil where the port itself bounds an idle connection.
    package init(_ bounds: ConnectionBook.Bounds, times: Times?) {
        self.times = times
        book = Mutex(ConnectionBook(bounds))
    }

    /// Of a port with known peers.
    package static func ofThisProcess() -> ConnectionLimits {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        return ConnectionLimits(.among(descriptors: Int(clamping: limit.rlim_cur)), times: Times())
    }

    fileprivate func change<T: Sendable>(_ body: (inout ConnectionBook) -> T) -> T { book.withLock { body(&$0) } }
}

/// Stands first on a connection: closes it where there is no room, and a stranger's that is silent or stays too long.
package final class ConnectionGuard: ChannelInboundHandler {
    package typealias InboundIn = NIOAny

    private enum Peer { case refused, stranger, known, gone }

    private let limits: ConnectionLimits
    private var peer = Peer.gone
    private var address = ""
    private var heardAt = NIODeadline.uptimeNanoseconds(0)
    private var silence: Scheduled<Void>?
    private var life: Scheduled<Void>?

    package init(_ limits: ConnectionLimits) { self.limits = limits }

    package func handlerAdded(context: ChannelHandlerContext) {
        let address = context.remoteAddress?.ipAddress ?? ""
        self.address = address
        peer = limits.change { $0.admit(address) } ? .stranger : .refused
        if context.channel.isActive { begin(context) }
    }

    package func channelActive(context: ChannelHandlerContext) {
        context.fireChannelActive()
        begin(context)
    }

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        heardAt = context.eventLoop.now
        context.fireChannelRead(data)
    }

    package func handlerRemoved(context: ChannelHandlerContext) {
        forget()
        let (address, isKnown) = (address, peer == .known)
        if peer == .known || peer == .stranger { limits.change { $0.leave(address, isKnown: isKnown) } }
        peer = .gone
    }

    /// The peer has shown who it is: it may be silent as long as the port allows.
    package func recognise() {
        guard peer == .stranger else { return }
        forget()
        peer = .known
        let address = address
        limits.change { $0.recognise(address) }
    }

    private func begin(_ context: ChannelHandlerContext) {
        guard peer == .stranger else {
            if peer == .refused { context.close(promise: nil) }
            return
        }
        guard let times = limits.times else { return }
        heardAt = context.eventLoop.now
        life = context.eventLoop.assumeIsolated().scheduleTask(in: times.life) { context.close(promise: nil) }
        watch(context, times)
    }

    private func watch(_ context: ChannelHandlerContext, _ times: ConnectionLimits.Times) {
        silence = context.eventLoop.assumeIsolated().scheduleTask(deadline: heardAt + times.silence) { [self] in
            if context.eventLoop.now >= heardAt + times.silence {
                context.close(promise: nil)
            } else {
                watch(context, times)
            }
        }
    }

    private func forget() {
        silence?.cancel()
        life?.cancel()
        (silence, life) = (nil, nil)
    }
}

@available(*, unavailable)
extension ConnectionGuard: Sendable {}
