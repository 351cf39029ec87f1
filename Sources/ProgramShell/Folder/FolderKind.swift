import Foundation

/// Whose data folder it is: each program's commands are for its own kind.
package enum FolderKind: Sendable {
    case hub
    case agent

    /// By what its identity holds; nil where it has none that can be read.
    package init?(of folder: DataFolder) {
        guard let data = try? Data(contentsOf: folder.identity),
            let members = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
        else { return nil }
        if members["authorityKey"] != nil {
            self = .hub
        } else if members["hubMember"] != nil {
            self = .agent
        } else {
            return nil
        }
    }

    package func require(of folder: DataFolder) throws {
        guard let found = FolderKind(of: folder), found != self else { return }
        throw CommandFailure(
            .dataFolder,
            chinese: "\(folder.url.path) 是\(found == .hub ? "县端" : "镇端")的数据文件夹，请用 \(found.program)。",
            english:
                "\(folder.url.path) is the data folder of a \(found == .hub ? "hub" : "replica"); use \(found.program)")
    }

    var program: String { self == .hub ? "county-hub" : "town-agent" }
}
