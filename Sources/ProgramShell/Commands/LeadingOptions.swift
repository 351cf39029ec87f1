/// The common options may stand before the command as well as after it: `town-agent --data DIR status`.
package enum LeadingOptions {
    private static let valued: Set<String> = ["--data", "--config"]

    /// Moves what stands before the command behind it, where the command's own parser reads it.
    /// - Parameter commands: the program's commands. Where none of them follows, what stands before is left out, so
    ///   that the parser complains of the command and not of an option.
    package static func moved(_ arguments: [String], commands: [String]? = nil) -> [String] {
        var leading: [String] = []
        var index = 0
        while index < arguments.count {
            let argument = arguments[index]
            if valued.contains(argument), index + 1 < arguments.count {
                leading += [argument, arguments[index + 1]]
                index += 2
            } else if argument == "--json" || valued.contains(where: { argument.hasPrefix("\($0)=") }) {
                leading.append(argument)
                index += 1
            } else {
                break
            }
        }
        let rest = Array(arguments[index...])
        guard !leading.isEmpty else { return arguments }
        if let commands, !(rest.first.map(commands.contains) ?? false) { return rest }
        let end = rest.firstIndex(of: "--") ?? rest.endIndex
        return Array(rest[..<end]) + leading + Array(rest[end...])
    }
}
