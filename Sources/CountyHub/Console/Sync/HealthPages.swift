import DutyRecords
import Hummingbird
import NIOCore
import ProgramShell
import SyncKit

/// What machines ask: whether the program lives, whether it can serve, and its figures.
struct HealthPages: Sendable {
    private let opened: HubFolder
    private let isExchangeOpen: @Sendable () -> Bool

    init(_ opened: HubFolder, isExchangeOpen: @escaping @Sendable () -> Bool) {
        self.opened = opened
        self.isExchangeOpen = isExchangeOpen
    }

    func add(to router: Router<PageContext>) {
        router.get("/healthz") { _, _ in Page.json(.object([("alive", .boolean(true))])) }
        router.get("/readyz") { _, _ in await ready() }
        router.get("/metrics") { _, _ in
            let text = Metrics.text(try await HubStatus.read(opened))
            return Response(
                status: .ok,
                headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8", .cacheControl: "no-store"],
                body: .init(byteBuffer: ByteBuffer(string: text)))
        }
    }

    /// A restored hub that waits to be confirmed takes exchanges, which refill it: it is ready, and says what it is.
    private func ready() async -> Response {
        let isRestored = try? await opened.hub.isRestoredUnconfirmed
        let (isOpen, isShort) = (isExchangeOpen(), DiskSpace(at: opened.folder.url).isShort)
        let isReady = isRestored != nil && isOpen && !isShort
        var response = Page.json(
            .object([
                ("ready", .boolean(isReady)), ("store", .boolean(isRestored != nil)), ("exchange", .boolean(isOpen)),
                ("diskShort", .boolean(isShort)), ("restoredUnconfirmed", isRestored.map { .boolean($0) } ?? .null),
            ]))
        if !isReady { response.status = .serviceUnavailable }
        return response
    }
}
