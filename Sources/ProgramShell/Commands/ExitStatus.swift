package import DutyRecords

/// The exit codes that scripts rely on.
package enum ExitStatus: Int32, Sendable {
    case done = 0
    /// Done in part, or the thing checked does not hold.
    case partly = 1
    /// Bad use: arguments or input that cannot be understood.
    case badUse = 2
    /// The hub is not reachable, or refused.
    case hubRefused = 3
    /// The data folder: locked, newer, damaged, full.
    case dataFolder = 4
}

/// Why a command ends without its result, in both languages, with what to do.
package struct CommandFailure: Error, Sendable {
    package let status: ExitStatus
    package let chinese: String
    package let english: String

    package init(_ status: ExitStatus, chinese: String, english: String) {
        self.status = status
        self.chinese = chinese
        self.english = english
    }

    /// What is wrong with what was entered or changed.
    package init(_ error: EntryError) {
        self.init(.badUse, chinese: error.message(in: .chinese), english: error.message(in: .english))
    }
}
