package import Foundation
import Glibc

/// What is set by file, environment and flags, the later the stronger.
package struct Settings: Sendable {
    private let file: [String: String]
    private let environment: [String: String]

    /// What there is to set.
    private static let names: Set<String> = [
        "backups", "console", "desk", "exchange", "guards", "hosts", "hub", "silence",
    ]

    /// Reads the settings of a command, and warns of names in the file that no setting has: a slip leaves a default
    /// in place that nobody wanted.
    package static func read(_ folder: DataFolder, path: String?) throws -> Settings {
        let settings = try Settings(folder, path: path)
        let unknown = settings.file.keys.filter { !names.contains($0) }.sorted()
        guard !unknown.isEmpty else { return settings }
        let known = names.sorted()
        CommandSession.own(isJSON: true).say(
            chinese: "注意：配置文件中没有“\(unknown.joined(separator: "”、“"))”这样的设置，已忽略。可用的设置：\(known.joined(separator: "、"))。",
            english:
                "warning: the configuration file names \"\(unknown.joined(separator: "\", \""))\", which is no setting and is passed over; there are \(known.joined(separator: ", "))"
        )
        return settings
    }

    /// - Parameter path: of the configuration file; nil takes `config.json` in the data folder, when there is one.
    package init(
        _ folder: DataFolder, path: String?, environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws {
        self.environment = environment
        let url = path.map { URL(fileURLWithPath: $0) } ?? folder.config
        guard let data = try? Data(contentsOf: url) else {
            if path != nil {
                throw CommandFailure(
                    .badUse, chinese: "读不到配置文件 \(url.path)。", english: "cannot read the configuration file \(url.path)")
            }
            file = [:]
            return
        }
        guard let members = try? JSONDecoder().decode([String: String].self, from: data) else {
            throw CommandFailure(
                .badUse, chinese: "配置文件 \(url.path) 应是一个 JSON 对象,每个值都是文本。",
                english: "the configuration file \(url.path) has to be one JSON object whose values are texts")
        }
        file = members
    }

    /// The flag, else `ZHISHOU_NAME` of the environment, else the file's member `name`, else the default.
    package func value(_ name: String, flag: String?) -> String? {
        if let flag { return flag }
        if let value = environment["ZHISHOU_\(name.uppercased())"], !value.isEmpty { return value }
        return file[name]
    }

    /// The hub's addresses by flags, environment or file; empty where none says.
    package func hubs(flags: [String]) -> [String] { list("hub", flags: flags) }

    /// Names under which the pages are opened, besides those of the machine itself.
    package func hosts(flags: [String]) -> [String] { list("hosts", flags: flags) }

    private func list(_ name: String, flags: [String]) -> [String] {
        flags.isEmpty
            ? (value(name, flag: nil) ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
            : flags
    }

    /// Where the guards outside the data folders lie; made where it is missing.
    /// - Throws: where no guard can be written there, before anything is done that would need one.
    package func guards() throws -> URL {
        let directory = guardDirectory
        try? FileManager.default.createDirectory(
            at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let probe = directory.appendingPathComponent("probe-\(getpid())").path
        let descriptor = open(probe, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let reason = String(cString: strerror(errno))
            throw CommandFailure(
                .dataFolder,
                chinese: "无法在 \(directory.path) 中写入（\(reason)），没有执行。请检查设置 guards（或 ZHISHOU_GUARDS）和权限。",
                english:
                    "cannot write in \(directory.path) (\(reason)) and nothing was done; check the setting guards (or ZHISHOU_GUARDS) and the permissions"
            )
        }
        close(descriptor)
        unlink(probe)
        return directory
    }

    private var guardDirectory: URL {
        if let path = value("guards", flag: nil) { return URL(fileURLWithPath: path) }
        if let state = environment["XDG_STATE_HOME"], !state.isEmpty {
            return URL(fileURLWithPath: state).appendingPathComponent("zhishou/guards")
        }
        let home = environment["HOME"] ?? NSHomeDirectory()
        return URL(fileURLWithPath: home).appendingPathComponent(".local/state/zhishou/guards")
    }
}

/// `HOST:PORT`, IPv6 hosts in brackets.
package struct HostPort: Sendable, Hashable {
    package let host: String
    package let port: Int

    package init(_ text: String) throws {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let host = parts.dropLast().joined(separator: ":").trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        guard parts.count >= 2, !host.isEmpty, let last = parts.last, let port = Int(last), (0...65535).contains(port)
        else {
            throw CommandFailure(
                .badUse, chinese: "“\(text)”不是 主机:端口 的形式,例如 127.0.0.1:8443。",
                english: "\"\(text)\" is not HOST:PORT, such as 127.0.0.1:8443")
        }
        self.host = host
        self.port = port
    }

    package var isLoopback: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }
}
