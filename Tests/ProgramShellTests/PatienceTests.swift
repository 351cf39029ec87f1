import DutyRecords
import Foundation
import Glibc
import Synchronization
import Testing

@testable import ProgramShell

/// A command beside a program that does not answer says so and gives up; one that takes long is waited for.
@Suite struct PatienceTests {
    private let folder: DataFolder

    init() throws {
        folder = DataFolder(
            path: FileManager.default.temporaryDirectory.appendingPathComponent("zhishou-\(UUID().uuidString)").path)
        try folder.create()
    }

    @Test func theSilenceIsSaidOnceAndEnds() {
        var patience = Patience(step: 10, sayAfter: 20, most: 50)
        #expect((0..<5).map { _ in patience.stepped() } == [.wait, .say, .wait, .wait, .giveUp])
        var other = Patience(step: 10, sayAfter: 20, most: 50)
        for _ in 0..<20 {
            #expect(other.stepped() == .wait)
            other.heard()
        }
    }

    /// As a stopped process: the kernel takes its callers and their requests, and nobody reads them.
    @Test(arguments: [0, 4_000_000]) func aProgramThatIsSilentIsNamedAndGivenUpOn(inputBytes: Int) throws {
        defer { try? FileManager.default.removeItem(at: folder.url) }
        let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(listener) }
        #expect(try ControlAddress.with(folder) { bind(listener, $0, $1) == 0 } && listen(listener, 8) == 0)
        let said = Mutex("")
        let session = CommandSession(input: Data(), language: .english, isJSON: true) { _, data in
            said.withLock { $0 += String(decoding: data, as: UTF8.self) }
        }
        let request = ControlRequest(arguments: ["status"], input: Data(count: inputBytes), isChinese: false)
        let failure = #expect(throws: CommandFailure.self) {
            try ControlClient.run(folder, request, patience: Patience(step: 1, sayAfter: 2, most: 6), session)
        }
        #expect(failure?.status == .dataFolder && failure?.english.contains("process \(getpid())") == true)
        #expect(said.withLock { $0 } == "waiting for the program (process \(getpid())) that holds the data folder\n")
        #expect(ControlClient.answers(folder))
    }

    @Test func aCommandThatTakesLongGivesSignsOfLife() async throws {
        defer { try? FileManager.default.removeItem(at: folder.url) }
        let (goesOn, end) = AsyncStream<Void>.makeStream()
        let server = try ControlServer(folder: folder, aliveEvery: .milliseconds(1)) { _, _ in
            for await _ in goesOn {}
            return 3
        }
        defer { server.close() }
        let caller = try Self.call(folder)
        defer { close(caller) }
        for _ in 0..<3 {
            #expect(ControlBytes.readFrame(caller, limit: 64)?.kind == ControlFrame.alive)
        }
        end.finish()
        var last: (kind: UInt8, data: Data)?
        while let frame = ControlBytes.readFrame(caller, limit: 64) { last = frame }
        #expect(last?.kind == ControlFrame.exit && last?.data == Data("3".utf8))
    }

    private static func call(_ folder: DataFolder) throws -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        let request = ControlRequest(arguments: ["status"], input: Data(), isChinese: false)
        let isSent =
            try ControlAddress.with(folder) { connect(descriptor, $0, $1) == 0 }
            && ControlBytes.write(
                descriptor, ControlBytes.frame(ControlFrame.request, JSONEncoder().encode(request)))
        #expect(isSent)
        return descriptor
    }
}
