import HTTPTypes
package import Hummingbird
import NIOCore

/// A request for a page, with the port that it came to.
package struct PageContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    let port: Int
    /// From which address the request came.
    package let address: String

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        port = source.channel.localAddress?.port ?? 0
        address = source.channel.remoteAddress?.ipAddress ?? ""
    }
}

/// What stands before the pages of both programs: it answers what is not for them.
package struct PageGate: RouterMiddleware {
    private let rule: HostRule
    private let paths: Set<String>

    /// A router whose pages are all behind the gate.
    /// - Parameter paths: where its pages are; they are read alone.
    package static func router(_ rule: HostRule, paths: Set<String>) -> Router<PageContext> {
        let router = Router(context: PageContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: PageGate(rule: rule, paths: paths))
        return router
    }

    @concurrent package func handle(
        _ request: Request, context: PageContext, next: @concurrent (Request, PageContext) async throws -> Response
    ) async throws -> Response {
        let response = try await answer(request, context, next)
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func answer(
        _ request: Request, _ context: PageContext,
        _ next: @concurrent (Request, PageContext) async throws -> Response
    ) async throws -> Response {
        guard rule.admits(request.head.authority, port: context.port) else {
            return Page.words(
                .misdirectedRequest,
                chinese: "这不是本页面的地址，没有显示任何内容。请用 127.0.0.1 或本机的 IP 地址打开；要用别的名称，请写进设置 hosts。",
                english:
                    "This is not the page's address, and nothing is shown. Open it by 127.0.0.1 or by the machine's IP address; another name has to stand in the setting hosts."
            )
        }
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound {
            guard paths.contains(request.uri.path) else {
                return Page.words(.notFound, chinese: "这里没有这个页面。", english: "There is no such page here.")
            }
            return Page.words(
                .methodNotAllowed, chinese: "这个页面只能查看。", english: "This page can only be read.",
                headers: [.allow: "GET, HEAD"])
        }
    }
}
