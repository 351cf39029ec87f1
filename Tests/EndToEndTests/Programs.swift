import Dispatch
import Foundation
import Glibc
import Synchronization

/// What a command printed and how it ended.
struct Outcome {
    let status: Int32
    let output: Data
    let messages: String

    /// The one JSON value on standard output.
    var json: Any { (try? JSONSerialization.jsonObject(with: output, options: .fragmentsAllowed)) ?? NSNull() }
    var object: [String: Any] { json as? [String: Any] ?? [:] }
    var array: [[String: Any]] { json as? [[String: Any]] ?? [] }
}

/// Another time for a program to live in: an offset such as `+7m`, or `@` and a date, by Debian's libfaketime.
enum WrongClock {
    static let library = [
        "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1", "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1",
    ].first { FileManager.default.fileExists(atPath: $0) }

    /// Sets a process up to run under a wrong clock, as itself: the `faketime` program would stay between.
    ///
    /// The library sets a variable as it is loaded, which moves the environment and hides the arguments from Swift's
    /// runtime, so it is loaded once by `env`, which then becomes the program.
    static func apply(_ clock: String, to process: Process) {
        guard let library, let program = process.executableURL else { return }
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program.path] + (process.arguments ?? [])
        process.environment?["LD_PRELOAD"] = library
        process.environment?["FAKETIME"] = clock
        process.environment?["FAKETIME_DONT_FAKE_MONOTONIC"] = "1"
    }
}

/// The real programs, which lie beside the test bundle.
enum Programs {
    static let folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    static let hub = built("county-hub")
    static let agent = built("town-agent")

    /// `swift test` may run the bundle through a helper elsewhere; then the build folder is found from this file.
    private static func built(_ name: String) -> URL {
        let beside = folder.appendingPathComponent(name)
        if FileManager.default.isExecutableFile(atPath: beside.path) { return beside }
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return root.appendingPathComponent(".build/debug/\(name)")
    }

    /// Runs a command to its end.
    static func call(
        _ program: URL, _ arguments: [String], input: String? = nil, environment: [String: String],
        clock: String? = nil
    ) throws -> Outcome {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.environment = environment
        if let clock { WrongClock.apply(clock, to: process) }
        let output = Pipe()
        let messages = Pipe()
        let source = Pipe()
        process.standardOutput = output
        process.standardError = messages
        process.standardInput = source
        try process.run()
        let said = Mutex(Data())
        let reading = DispatchGroup()
        DispatchQueue.global().async(group: reading) {
            let data = messages.fileHandleForReading.readDataToEndOfFile()
            said.withLock { $0 = data }
        }
        if let input { try? source.fileHandleForWriting.write(contentsOf: Data(input.utf8)) }
        try? source.fileHandleForWriting.close()
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        reading.wait()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus, output: printed,
            messages: String(decoding: said.withLock { $0 }, as: UTF8.self))
    }
}

/// A program that runs until it is stopped, by its own process id.
final class RunningProgram: Sendable {
    let process: Process
    private let ready: [String: String]

    init(
        _ program: URL, _ arguments: [String], log: URL, environment: [String: String], clock: String? = nil
    ) throws {
        process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.environment = environment
        if let clock { WrongClock.apply(clock, to: process) }
        let output = Pipe()
        process.standardOutput = output
        if !FileManager.default.fileExists(atPath: log.path) {
            _ = FileManager.default.createFile(atPath: log.path, contents: nil)
        }
        let handle = try FileHandle(forWritingTo: log)
        try handle.seekToEnd()
        process.standardError = handle
        try process.run()
        var line = Data()
        while let byte = try output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty {
            if byte[byte.startIndex] == 0x0A { break }
            line.append(byte)
        }
        guard let members = try? JSONSerialization.jsonObject(with: line) as? [String: Any] else {
            let said = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
            throw NotStarted(text: "\(program.lastPathComponent): \(said)")
        }
        ready = members.compactMapValues { $0 as? String }
    }

    func port(_ name: String) -> Int {
        ready[name].flatMap { $0.split(separator: ":").last }.flatMap { Int($0) } ?? 0
    }

    /// Ends it as an operator does.
    func stop() {
        guard process.isRunning else { return }
        process.terminate()
        process.waitUntilExit()
    }

    /// Ends it as a power cut does.
    func kill() {
        guard process.isRunning else { return }
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    struct NotStarted: Error, CustomStringConvertible {
        let text: String
        var description: String { text }
    }
}
