package import Logging
package import ServiceLifecycle
import UnixSignals

/// Runs a program's services until it is told to stop.
package enum Serving {
    /// How long open requests may take to end; an idle connection that its other side does not read may never close.
    private static let stopMax = Duration.seconds(3)

    package static func run(_ services: [any Service], logger: Logger) async throws {
        var configuration = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = stopMax
        try await ServiceGroup(configuration: configuration).run()
    }
}

extension AsyncSequence where Self: Sendable, Element: Sendable {
    /// The same, ended as soon as the program is told to stop: an open stream would hold it up.
    package func endedByStop() -> some AsyncSequence<Element, Failure> { cancelOnGracefulShutdown() }
}
