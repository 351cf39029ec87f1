import Foundation
import Glibc
import Testing

/// Whoever connects and says nothing takes no room from the towns.
@Suite(.serialized) struct IdleConnectionTests {
    @Test func aTownIsServedWhileStrangersHoldWhatTheyGet() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub(descriptors: 96)
            let town = try county.town("LC", named: "黎城镇")
            // From another address of this machine, more connections than the hub may have descriptors.
            var strangers = try (0..<120).map { _ in try Stranger(port: county.hubPort, from: "127.0.0.2") }
            // Those for whom there is no room are told so by the end of the connection.
            while strangers.count > 8 { strangers.removeAll { $0.isEnded } }
            #expect(!strangers.isEmpty)
            try town.record(["照常"])
            try town.sync()
            #expect(try county.matters(of: "LC") == ["照常"])
            #expect(try county.console.ask().status == 200)
            withExtendedLifetime(strangers) {}
        }
    }

    /// The port takes nobody while there are none, and goes on when there are.
    @Test func aHubWithoutDescriptorsGoesOnWhenThereAreSome() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            let most = try county.hubDescriptors() + 3
            try county.limitHub(descriptors: "\(most)")
            var strangers = try (0..<40).map { try Stranger(port: county.hubPort, from: "127.0.0.\($0 + 2)") }
            // An accept that finds none keeps a number to itself for as long as it looks.
            while try county.hubDescriptors() < most - 2 {}
            try town.record(["照常"])
            #expect(strangers.contains { !$0.isEnded })
            strangers = []
            try county.limitHub(descriptors: "1024")
            try town.sync()
            #expect(try county.matters(of: "LC") == ["照常"])
        }
    }
}

extension County {
    /// How many the hub has open.
    fileprivate func hubDescriptors() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/\(hubProcess)/fd").count
    }

    fileprivate func limitHub(descriptors: String) throws {
        try expectDone(
            Programs.call(
                URL(fileURLWithPath: "/usr/bin/prlimit"), ["--pid", "\(hubProcess)", "--nofile=\(descriptors):"],
                environment: environment))
    }
}

/// A TCP connection that says nothing; closed where nobody holds it any more.
private final class Stranger {
    private let socket: Int32

    init(port: Int, from address: String) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        let isConnected =
            Self.with(address, 0) { bind(socket, $0, $1) == 0 }
            && Self.with("127.0.0.1", port) { connect(socket, $0, $1) == 0 }
        #expect(isConnected)
    }

    deinit { close(socket) }

    private static func with(_ address: String, _ port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Bool)
        -> Bool
    {
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = in_port_t(UInt16(port).bigEndian)
        name.sin_addr.s_addr = inet_addr(address)
        return withUnsafePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    /// Whether the other side has ended it.
    var isEnded: Bool {
        var byte: UInt8 = 0
        let count = recv(socket, &byte, 1, Int32(MSG_DONTWAIT))
        return count == 0 || count < 0 && errno == ECONNRESET
    }
}
