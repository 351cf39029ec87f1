package import Hummingbird
package import Logging
import NIOCore

/// The server of a program's pages.
package enum PageServer {
    /// - Parameter onRunning: called with the port that it listens on.
    package static func application(
        _ router: Router<PageContext>, at address: HostPort, logger: Logger,
        onRunning: @escaping @Sendable (Int) async -> Void
    ) -> some ApplicationProtocol {
        Application(
            router: router, server: .pages,
            configuration: .init(address: .hostname(address.host, port: address.port), serverName: nil),
            onServerRunning: { channel in
                await AcceptPause.attend(channel)
                await onRunning(channel.localAddress?.port ?? 0)
            }, logger: logger)
    }
}
