import ChildProcess
import Foundation

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
    static func apply(_ clock: String?, to program: ChildProgram) -> ChildProgram {
        guard let library, let clock else { return program }
        var changed = program
        changed.path = "/usr/bin/env"
        changed.arguments = [program.path] + program.arguments
        changed.environment["LD_PRELOAD"] = library
        changed.environment["FAKETIME"] = clock
        changed.environment["FAKETIME_DONT_FAKE_MONOTONIC"] = "1"
        return changed
    }
}

/// The real programs, which lie beside the test bundle.
enum Programs {
    static let folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    static let agent = built("town-agent")
    static let trial = built("trial")

    /// Which version of the programs runs.
    enum Edition: Sendable {
        case present
        /// One that knows a field and a collection more.
        case next

        var hub: URL { built(self == .present ? "county-hub" : "NextCountyHub") }
        var agent: URL { built(self == .present ? "town-agent" : "NextTownAgent") }
    }

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
        let called = WrongClock.apply(clock, to: ChildProgram(program, arguments, environment: environment))
        let outcome = try called.run(input: Data((input ?? "").utf8))
        return Outcome(
            status: outcome.status, output: outcome.output, messages: String(decoding: outcome.messages, as: UTF8.self))
    }
}

/// A program that runs until it is stopped, by its own process id.
final class RunningProgram: Sendable {
    private let child: ChildProcess
    private let output: LineReader
    private let ready: [String: String]

    init(
        _ program: URL, _ arguments: [String], log: URL, environment: [String: String], clock: String? = nil
    ) throws {
        let called = WrongClock.apply(clock, to: ChildProgram(program, arguments, environment: environment))
        (child, output) = try called.start(log: log)
        guard let members = try? JSONSerialization.jsonObject(with: output.next()) as? [String: Any] else {
            let said = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
            throw NotStarted(text: "\(program.lastPathComponent): \(said)")
        }
        ready = members.compactMapValues { $0 as? String }
    }

    func port(_ name: String) -> Int {
        ready[name].flatMap { $0.split(separator: ":").last }.flatMap { Int($0) } ?? 0
    }

    var processID: Int32 { child.processID }

    func stop() { child.stop() }
    func kill() { child.kill() }

    struct NotStarted: Error, CustomStringConvertible {
        let text: String
        var description: String { text }
    }
}
