package import SyncKit

/// 密来密复, 严禁明密混用 (Art. 14): what a deployment of one channel may hold of a record that is marked 明 or 密.
///
/// An open replica keeps a numbered stub of a 密 document: when it came, where it is handled, no title and no text.
/// A classified deployment takes nothing of the open one.
package enum ChannelRule {
    package static let article = "第十四条"
    /// The first field of every form that has a channel.
    package static let field = "channel"

    /// What the stub of a 密 record may hold in an open deployment: no words of its own, beyond its number.
    private static let stub: Set<String> = [
        "channel", "number", "kind", "receivedAt", "handledAt", "handlingPlace", "inReplyTo", "voided",
    ]

    package enum Breach: Sendable, Hashable {
        /// Fields of a 密 record that an open deployment must not hold.
        case classifiedText([String])
        /// An open record in a classified deployment.
        case openRecord
    }

    /// - Parameters:
    ///   - standing: the channel of the record that is edited, where the writes do not set it.
    ///   - fields: what that record shows: a record that is marked 密 takes its words away in the same breath.
    package static func breach(
        of writes: [FieldWrite], standing: DutyChannel? = nil, fields: [String: FieldValue] = [:],
        in deployment: DutyChannel
    ) -> Breach? {
        // One mark of 密 is enough: what takes it away in the same breath does not make the words open.
        var channel = standing
        for write in writes where write.field == field {
            guard case .set(.text(let word)) = write.operation, let named = DutyChannel(word: word) else { continue }
            if channel != .classified { channel = named }
        }
        switch (deployment, channel) {
        case (.open, .classified):
            let written = Set(writes.map(\.field))
            let staying = fields.filter { !written.contains($0.key) && !stub.contains($0.key) && $0.value != .absent }
            let words =
                writes.filter { !stub.contains($0.field) && !$0.isEmptying }.map(\.field)
                + (standing == .classified ? [] : staying.keys.sorted())
            return words.isEmpty ? nil : .classifiedText(words)
        case (.classified, .open): return .openRecord
        default: return nil
        }
    }
}

extension FieldWrite {
    /// Whether it takes away and says nothing.
    var isEmptying: Bool {
        switch operation {
        case .set(.absent): true
        case .elements(let add, _): add.isEmpty
        case .set, .unknown: false
        }
    }
}
