import ChildProcess
import Foundation

/// A program that was started and is stopped by its own process id.
final class RunningProgram {
    private let child: ChildProcess
    private let output: LineReader
    /// The members of its ready line.
    let ready: [String: String]

    init(_ program: URL, _ arguments: [String], log: URL) throws {
        (child, output) = try ChildProgram(program, arguments).start(log: log)
        guard let members = try? JSONSerialization.jsonObject(with: output.next()) as? [String: Any] else {
            let said = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
            throw TrialError(text: "\(program.lastPathComponent) did not start: \(said)")
        }
        ready = members.compactMapValues { $0 as? String }
    }

    func stop() { child.stop() }
}

struct TrialError: Error, CustomStringConvertible {
    let text: String
    var description: String { text }
}

/// The two programs beside this one, called as a person would.
struct Programs {
    let folder: URL

    init() {
        folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    }

    var hub: URL { folder.appendingPathComponent("county-hub") }
    var agent: URL { folder.appendingPathComponent("town-agent") }

    /// Runs a command to its end and answers what it printed as JSON.
    @discardableResult
    func call(_ program: URL, _ arguments: [String], input: String? = nil) throws -> Any {
        let outcome = try ChildProgram(program, arguments + ["--json"]).run(input: Data((input ?? "").utf8))
        guard outcome.status == 0 else {
            throw TrialError(
                text: "\(program.lastPathComponent) \(arguments.joined(separator: " ")): "
                    + String(decoding: outcome.messages, as: UTF8.self))
        }
        return try JSONSerialization.jsonObject(with: outcome.output, options: .fragmentsAllowed)
    }
}
