public import Foundation
import Glibc

/// A program with its arguments and all of its environment.
public struct ChildProgram: Sendable {
    public var path: String
    public var arguments: [String]
    public var environment: [String: String]

    public init(
        _ file: URL, _ arguments: [String], environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        path = file.path
        self.arguments = arguments
        self.environment = environment
    }

    /// What a program printed and how it ended.
    public struct Outcome: Sendable {
        public let status: ChildProcess.Status
        public let output: Data
        public let messages: Data
    }

    /// Runs it to its end. Its streams are read and written side by side, so none can fill up and stop it.
    public func run(input: Data = Data()) throws -> Outcome {
        let (source, output, messages) = (try Pipe(), try Pipe(), try Pipe())
        let child = try ChildProcess(
            self, input: source.reading.number, output: output.writing.number, messages: messages.writing.number)
        source.reading.close()
        output.writing.close()
        messages.writing.close()
        let streams = StreamPump(input: input, into: source.writing, from: [output.reading, messages.reading])
        let read = streams.run()
        return Outcome(status: child.wait(), output: read[0], messages: read[1])
    }

    /// Starts it; its messages are appended to a file, and what it prints is read line by line.
    public func start(log: URL) throws -> (child: ChildProcess, output: LineReader) {
        let output = try Pipe()
        let input = Descriptor(open("/dev/null", O_RDONLY | O_CLOEXEC))
        let messages = Descriptor(open(log.path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600))
        defer { for descriptor in [input, messages, output.writing] { descriptor.close() } }
        let child = try ChildProcess(
            self, input: input.number, output: output.writing.number, messages: messages.number)
        return (child, LineReader(output.reading))
    }

    /// Starts it with an input that stays open as long as the handle that is answered.
    public func startWithInput() throws -> (child: ChildProcess, input: Descriptor, output: LineReader) {
        let (input, output) = (try Pipe(), try Pipe())
        defer { for descriptor in [input.reading, output.writing] { descriptor.close() } }
        let child = try ChildProcess(
            self, input: input.reading.number, output: output.writing.number, messages: STDERR_FILENO)
        return (child, input.writing, LineReader(output.reading))
    }
}
