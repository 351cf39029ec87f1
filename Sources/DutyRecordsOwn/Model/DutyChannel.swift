/// 明 or 密: what a deployment may hold (Art. 14).
package enum DutyChannel: String, Sendable {
    case open = "明"
    case classified = "密"
}
