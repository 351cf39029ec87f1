import Glibc
package import NIOCore

/// Stands first on a listening port: where no descriptor is left it takes nobody for a moment. NIO's own handler for
/// that holds back a read that was never taken off the poll, which then spins.
package final class AcceptPause: ChannelInboundHandler {
    package typealias InboundIn = NIOAny

    private static let pause = TimeAmount.milliseconds(200)
    private var isPaused = false

    package init() {}

    package static func attend(_ port: any Channel) async {
        try? await port.eventLoop.submit {
            try port.pipeline.syncOperations.addHandler(AcceptPause(), position: .first)
        }.get()
    }

    package func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let code = (error as? IOError)?.errnoCode, [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(code) else {
            context.fireErrorCaught(error)
            return
        }
        guard !isPaused else { return }
        isPaused = true
        context.channel.setOption(.autoRead, value: false).whenComplete { _ in }
        context.eventLoop.assumeIsolated().scheduleTask(in: Self.pause) { [self] in
            isPaused = false
            context.channel.setOption(.autoRead, value: true).whenComplete { _ in }
        }
    }
}

@available(*, unavailable)
extension AcceptPause: Sendable {}
