import DutyRecords
import Foundation
import HTTPTypes
import Hummingbird
import Synchronization

/// Forms of new records that were sent after the sign-in had lapsed: what was typed waits here for its person.
///
/// In memory, a few at a time. A form of another site is not kept, and none that is marked 密 (Art. 14).
final class LapsedForms: Sendable {
    struct Form: Sendable {
        let collection: String
        let id: String
        let fields: [String: String]
    }

    private static let most = 20
    private static let prefix = "form-"
    private let waiting = Mutex<[(ticket: String, form: Form)]>([])

    /// - Returns: what stands in the cookie for it.
    func keep(_ request: Request) async -> String? {
        let parts = request.uri.path.split(separator: "/")
        guard parts.count == 2, parts[0] == "new", request.headers[DeskHeader.fetchSite] == "same-origin",
            let posted = try? await Posted.read(request),
            posted[ChannelRule.field] != DutyChannel.classified.rawValue
        else { return nil }
        let form = Form(
            collection: String(parts[1]), id: posted["id"],
            fields: posted.fields.filter { !["token", "id"].contains($0.key) })
        let ticket = Self.prefix + Sessions.token()
        waiting.withLock { waiting in
            waiting.append((ticket, form))
            if waiting.count > Self.most { waiting.removeFirst() }
        }
        return ticket
    }

    /// Once.
    func take(_ ticket: String) -> Form? {
        guard ticket.hasPrefix(Self.prefix) else { return nil }
        return waiting.withLock { waiting in
            guard let index = waiting.firstIndex(where: { $0.ticket == ticket }) else { return nil }
            return waiting.remove(at: index).form
        }
    }
}
