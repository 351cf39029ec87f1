import DutyRecords
import Foundation
import Synchronization

/// The one line that `run` prints once every port is open.
package final class ReadyLine: Sendable {
    private let isJSON: Bool
    private let names: [String]
    private let found = Mutex<[String: String]>([:])

    package init(isJSON: Bool, names: [String]) {
        self.isJSON = isJSON
        self.names = names
    }

    package func note(_ name: String, host: String, port: Int) {
        let shown = host.contains(":") ? "[\(host)]" : host
        let ports = found.withLock { found in
            found[name] = "\(shown):\(port)"
            return found
        }
        guard ports.count == names.count else { return }
        if isJSON {
            let members = names.map { ($0, JSONValue.text(ports[$0] ?? "")) }
            StandardStreams.write(
                .output, Data((JSONValue.object([("ready", .boolean(true))] + members).text + "\n").utf8))
        } else {
            let line = names.map { "\($0) \(ports[$0] ?? "")" }.joined(separator: " · ")
            StandardStreams.write(.output, Data("ready: \(line)\n".utf8))
        }
    }
}

/// Words for a port that cannot be opened.
package enum ListenFailure {
    package static func words(_ error: any Error, _ addresses: [HostPort]) -> any Error {
        let text = "\(error)"
        guard text.contains("bind") || text.contains("EADDR") || text.contains("EACCES") || text.contains("address")
        else { return error }
        let shown = addresses.map { "\($0.host):\($0.port)" }.joined(separator: " / ")
        return CommandFailure(
            .badUse, chinese: "端口打不开(\(shown)):可能已被占用。请换一个端口或停掉占用它的程序。",
            english:
                "cannot listen on \(shown): another program may be using it; choose another port or stop that program")
    }
}
