import Glibc
import NIOCore
import NIOEmbedded
import ProgramShell
import Testing

/// Who may be connected, how long a stranger may be silent, and what a port does without descriptors. Time is passed in.
@Suite struct ConnectionTests {
    private static let bounds = ConnectionBook.Bounds(altogether: 6, strangers: 4, strangersOfAddress: 2)

    @Test func strangersLeaveRoomForThoseWhoAreKnown() {
        var book = ConnectionBook(Self.bounds)
        #expect([book.admit("a"), book.admit("a"), book.admit("a")] == [true, true, false])
        #expect([book.admit("b"), book.admit("b"), book.admit("c")] == [true, true, false])
        // One of them shows who it is and makes room for two newcomers: in all there are six.
        book.recognise("a")
        #expect([book.admit("c"), book.admit("c")] == [true, false])
        book.recognise("b")
        #expect([book.admit("c"), book.admit("d")] == [true, false])
        book.leave("a", isKnown: true)
        book.leave("c", isKnown: false)
        #expect([book.admit("d"), book.admit("a")] == [true, false])
    }

    @Test func aFewDescriptorsAreFewConnectionsAndHalfOfThemAreForTheKnown() {
        for (descriptors, altogether) in [(64, 16), (1_024, 928), (1_048_576, 16_384)] {
            let bounds = ConnectionBook.Bounds.among(descriptors: descriptors)
            #expect(bounds.altogether == altogether)
            #expect(bounds.strangers <= altogether / 2 && bounds.strangersOfAddress * 2 <= bounds.strangers)
        }
    }

    /// A connection from nowhere, which all share.
    private static func connection(_ limits: ConnectionLimits) throws -> (EmbeddedChannel, ConnectionGuard) {
        let gate = ConnectionGuard(limits)
        let channel = EmbeddedChannel(handler: gate)
        try channel.connect(to: SocketAddress(ipAddress: "10.0.0.1", port: 1)).wait()
        return (channel, gate)
    }

    private static func limits() -> ConnectionLimits {
        ConnectionLimits(bounds, times: .init(silence: .seconds(30), life: .seconds(120)))
    }

    @Test func aSilentStrangerIsClosed() throws {
        let (channel, _) = try Self.connection(Self.limits())
        channel.embeddedEventLoop.advanceTime(by: .seconds(29))
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(!channel.isActive)
    }

    @Test func aStrangerWhoTricklesIsClosedAfterItsTime() throws {
        let (channel, _) = try Self.connection(Self.limits())
        for _ in 0..<11 {
            channel.embeddedEventLoop.advanceTime(by: .seconds(10))
            try channel.writeInbound(ByteBuffer(string: "G"))
        }
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .seconds(10))
        #expect(!channel.isActive)
    }

    /// A long poll, or a body at 9.6 kbit/s.
    @Test func whoHasShownWhoItIsMayBeSilent() throws {
        let (channel, gate) = try Self.connection(Self.limits())
        gate.recognise()
        channel.embeddedEventLoop.advanceTime(by: .hours(1))
        #expect(channel.isActive)
        _ = try channel.finish()
    }

    @Test func whereThereIsNoRoomANewcomerIsClosedAndOneWhoLeavesMakesRoom() throws {
        let limits = Self.limits()
        let held = try (0..<2).map { _ in try Self.connection(limits) }
        #expect(try !Self.connection(limits).0.isActive)
        _ = try held[0].0.finish()
        #expect(try Self.connection(limits).0.isActive)
    }

    @Test(arguments: [EMFILE, ENFILE, ENOBUFS, ENOMEM]) func aPortWithoutDescriptorsPauses(code: Int32) throws {
        let port = EmbeddedChannel(handler: AcceptPause())
        port.pipeline.fireErrorCaught(IOError(errnoCode: code, reason: "accept"))
        #expect(Self.reads(port) == false)
        try port.throwIfErrorCaught()
        port.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(Self.reads(port) == true)
    }

    /// What was asked for last; nil where nothing was.
    private static func reads(_ port: EmbeddedChannel) -> Bool? {
        port.options.last { $0.option is ChannelOptions.Types.AutoReadOption }?.value as? Bool
    }

    @Test func anotherErrorOfAPortIsPassedOn() throws {
        let port = EmbeddedChannel(handler: AcceptPause())
        port.pipeline.fireErrorCaught(IOError(errnoCode: EINVAL, reason: "accept"))
        #expect(throws: IOError.self) { try port.throwIfErrorCaught() }
        #expect(Self.reads(port) == nil)
    }
}
