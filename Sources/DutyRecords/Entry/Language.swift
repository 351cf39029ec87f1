/// The languages that programs and screens speak.
package enum Language: Sendable, Hashable, CaseIterable {
    case chinese
    case english

    /// By the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that is set; Chinese where none is, as on a bare duty PC.
    package static func of(environment: [String: String]) -> Language {
        for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
            guard let value = environment[name], !value.isEmpty else { continue }
            return value.lowercased().hasPrefix("zh") ? .chinese : .english
        }
        return .chinese
    }
}
