package import HummingbirdCore
package import Logging
package import NIOCore

/// A server's connections behind a ``ConnectionGuard``.
package struct BoundedChannel<Base: ServerChildChannel>: ServerChildChannel {
    private let base: Base
    private let limits: ConnectionLimits
    private let attend: @Sendable (any Channel) throws -> Void

    /// - Parameter attend: called on the connection's own loop as it begins, where something tells who the peer is.
    package init(
        _ base: Base, _ limits: ConnectionLimits, attend: @escaping @Sendable (any Channel) throws -> Void = { _ in }
    ) {
        self.base = base
        self.limits = limits
        self.attend = attend
    }

    package func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Base.Value> {
        do {
            try channel.pipeline.syncOperations.addHandler(ConnectionGuard(limits))
            let value = base.setup(channel: channel, logger: logger)
            try attend(channel)
            return value
        } catch {
            return channel.eventLoop.makeFailedFuture(error)
        }
    }

    package func handle(value: Base.Value, logger: Logger) async { await base.handle(value: value, logger: logger) }
}

extension HTTPServerBuilder {
    /// How long a page's connection may lie idle, and a request's head may take.
    private static let pageIdleMax = TimeAmount.seconds(30)

    /// Of pages.
    package static var pages: HTTPServerBuilder {
        let limits = ConnectionLimits(.pages, times: nil)
        return HTTPServerBuilder { responder in
            BoundedChannel(
                HTTP1Channel(responder: responder, configuration: .init(idleTimeout: pageIdleMax)), limits)
        }
    }
}
