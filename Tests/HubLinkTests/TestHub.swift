import ChildProcess
import Foundation
import HubLink

/// The test's other end, one process for all tests; it ends when this process does, since its input closes then.
final class TestHub: Sendable {
    /// The traits that ports have; the names are the script's.
    enum Port: String, Sendable {
        case usual, expired, future, wrongName, stranger, old, mutual, asking, http2, plain, proxy, denyingProxy
    }

    private struct Announcement: Decodable {
        let ports: [String: UInt16]
        let files: [String: String]
    }

    private struct Silent: Error, CustomStringConvertible {
        var description: String { "python3 or openssl is missing, or the test's script failed: see its error output" }
    }

    private let announcement: Announcement
    private let process: ChildProcess
    private let input: Descriptor

    private static let started = Result { try TestHub() }

    /// The hub, started by whoever asks first.
    static func shared() throws -> TestHub { try started.get() }

    static let name = "hub.test"

    private init() throws {
        let script = ChildProgram(URL(fileURLWithPath: "/usr/bin/env"), ["python3", "-c", testHubScript])
        let (child, input, output) = try script.startWithInput()
        (process, self.input) = (child, input)
        let line = output.next()
        guard !line.isEmpty else { throw Silent() }
        announcement = try JSONDecoder().decode(Announcement.self, from: line)
    }

    func port(_ port: Port) -> UInt16 { announcement.ports[port.rawValue] ?? 0 }

    func file(_ name: String) -> String { announcement.files[name] ?? "" }

    func address(_ port: Port) throws -> HubAddress { try HubAddress(host: "127.0.0.1", port: self.port(port)) }

    /// A configuration for one of the ports, without a proxy, with the certificate of that name if one is given.
    func configuration(_ port: Port = .usual, client: String? = nil) throws -> LinkConfiguration {
        var configuration = LinkConfiguration(
            addresses: [try address(port)], hubName: Self.name, authorityPEM: file("own.pem"),
            clientCertificatePEM: client.map { file("\($0).pem") }, clientKeyPEM: client.map { file("\($0).key") })
        configuration.proxy = .none
        return configuration
    }

    /// Runs a test with a link to one of the ports and shuts the link down after it.
    static func with<Value: Sendable>(
        _ port: Port = .usual, client: String? = nil,
        change: (inout LinkConfiguration, TestHub) throws -> Void = { _, _ in },
        _ body: (HubLink) async throws -> Value
    ) async throws -> Value {
        let hub = try shared()
        var configuration = try hub.configuration(port, client: client)
        try change(&configuration, hub)
        let link = try HubLink(configuration)
        do {
            let value = try await body(link)
            await link.shutdown()
            return value
        } catch {
            await link.shutdown()
            throw error
        }
    }
}

extension HubLink {
    /// The error that a request ends with; nil where it has an answer.
    func failure(of request: LinkRequest) async -> LinkError? {
        do {
            _ = try await send(request)
            return nil
        } catch {
            return error
        }
    }
}

extension LinkReply {
    var text: String { String(decoding: body, as: UTF8.self) }
}
