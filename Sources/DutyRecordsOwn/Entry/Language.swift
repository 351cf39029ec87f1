/// The languages that programs speak.
package enum Language: Sendable, Hashable {
    case chinese
    case english

    /// By `LC_ALL`, `LC_MESSAGES`, `LANG`, the first that is set; Chinese where none is.
    package static func of(environment: [String: String]) -> Language {
        for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
            guard let value = environment[name], !value.isEmpty else { continue }
            return value.lowercased().hasPrefix("zh") ? .chinese : .english
        }
        return .chinese
    }
}
