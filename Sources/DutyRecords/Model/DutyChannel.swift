/// 明 or 密: what a deployment may hold (Art. 14).
package enum DutyChannel: String, Sendable, CaseIterable {
    case open = "明"
    case classified = "密"

    /// What a form's channel field says: 密 itself and the three degrees of the secrecy law are all classified.
    /// nil for a word that only a newer version knows.
    package init?(word: String) {
        switch word {
        case "明": self = .open
        case "密", "秘密", "机密", "绝密": self = .classified
        default: return nil
        }
    }
}
