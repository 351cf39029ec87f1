package import DutyRecords
package import Foundation

/// One run of a command: what it was given, and where its answers go. The same whether it runs in its own process
/// or inside the one that holds the data folder.
package struct CommandSession: Sendable {
    package enum Stream: UInt8, Sendable {
        case output = 0x6F
        case messages = 0x65
    }

    /// All of standard input, for commands that read it.
    package let input: Data
    package let language: Language
    package let isJSON: Bool
    /// Who runs it on the machine.
    package let person: String
    private let sink: @Sendable (Stream, Data) -> Void

    package init(
        input: Data, language: Language, isJSON: Bool, person: String? = nil,
        sink: @Sendable @escaping (Stream, Data) -> Void
    ) {
        self.input = input
        self.language = language
        self.isJSON = isJSON
        self.person = person ?? Self.user
        self.sink = sink
    }

    /// This process's user by name, and who became it.
    private static var user: String {
        let user = NSUserName()
        guard let before = ProcessInfo.processInfo.environment["SUDO_USER"], !before.isEmpty else { return user }
        return "\(before) (\(user))"
    }

    /// Prints the one JSON value of a command.
    package func emit(_ value: JSONValue) { sink(.output, Data((value.text + "\n").utf8)) }

    /// The JSON under `--json`, else the line for people.
    package func emitOrShow(_ value: JSONValue, _ line: String) {
        if isJSON { emit(value) } else { show(line) }
    }

    /// Of a command that runs in its own process and reads nothing.
    package static func own(isJSON: Bool) -> CommandSession {
        CommandSession(
            input: Data(), language: Language.of(environment: ProcessInfo.processInfo.environment), isJSON: isJSON
        ) { StandardStreams.write($0, $1) }
    }

    /// Writes bytes on standard output as they are.
    package func write(_ data: Data) { sink(.output, data) }

    /// Prints a line for people on standard output; nothing under `--json`.
    package func show(_ line: String) {
        if !isJSON { sink(.output, Data((line.withoutEscapes + "\n").utf8)) }
    }

    /// Says something on standard error.
    package func say(chinese: String, english: String) {
        let text = language == .chinese ? chinese : english
        sink(.messages, Data((text.withoutEscapes + "\n").utf8))
    }

    /// Redraws the progress line on standard error.
    package func progress(_ line: String) { sink(.messages, Data(("\r\u{1B}[K" + line).utf8)) }

    package func word(chinese: String, english: String) -> String { language == .chinese ? chinese : english }
}
