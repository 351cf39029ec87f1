import Foundation

/// A program that was started and is stopped by its own process id.
final class RunningProgram {
    let process: Process
    /// The members of its ready line.
    let ready: [String: String]

    init(_ program: URL, _ arguments: [String], log: URL) throws {
        process = Process()
        process.executableURL = program
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        _ = FileManager.default.createFile(atPath: log.path, contents: nil)
        process.standardError = try FileHandle(forWritingTo: log)
        try process.run()
        var line = Data()
        while let byte = try output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty {
            if byte[byte.startIndex] == 0x0A { break }
            line.append(byte)
        }
        guard let members = try? JSONSerialization.jsonObject(with: line) as? [String: Any] else {
            let said = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
            throw TrialError(text: "\(program.lastPathComponent) did not start: \(said)")
        }
        ready = members.compactMapValues { $0 as? String }
    }

    func stop() {
        guard process.isRunning else { return }
        process.terminate()
        process.waitUntilExit()
    }
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
        let process = Process()
        process.executableURL = program
        process.arguments = arguments + ["--json"]
        let output = Pipe()
        let messages = Pipe()
        process.standardOutput = output
        process.standardError = messages
        let source = Pipe()
        process.standardInput = source
        try process.run()
        if let input { source.fileHandleForWriting.write(Data(input.utf8)) }
        try source.fileHandleForWriting.close()
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        let said = messages.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw TrialError(
                text: "\(program.lastPathComponent) \(arguments.joined(separator: " ")): "
                    + String(decoding: said, as: UTF8.self))
        }
        return try JSONSerialization.jsonObject(with: printed, options: .fragmentsAllowed)
    }
}
