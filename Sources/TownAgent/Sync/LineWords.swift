import HubLink

/// Why nothing goes to the hub and what to do, as a person reads it after a command and on the desk's page. By the
/// code of a ``LineFailure``.
struct LineWords: Sendable {
    let chinese: String
    let english: String
    /// What waits here goes out by itself once the reason is gone.
    let isPassing: Bool

    private init(_ chinese: String, _ english: String, isPassing: Bool = true) {
        self.chinese = chinese
        self.english = english
        self.isPassing = isPassing
    }

    init(code: String) {
        self =
            if let kind = LinkError.Kind(rawValue: code) {
                Self.words(kind)
            } else {
                Self.answered[code] ?? (code.hasPrefix("http-") ? Self.notTheHub : Self.other)
            }
    }

    /// What the hub answered, or this side made of its answer.
    private static let answered: [String: LineWords] = [
        "revoked": LineWords(
            "本机已被县端停用。请联系县管理员。", "This replica was revoked by the county. Ask its administrator.",
            isPassing: false),
        "not-enrolled": LineWords(
            "县端的登记中没有本机。请联系县管理员。", "This replica is not in the hub's registry. Ask the county's administrator.",
            isPassing: false),
        "foreign": strangerHub, "stranger": strangerHub, "not-the-hub": notTheHub, "no-certificate": refusedByHub,
        "restored-unconfirmed": LineWords(
            "县端刚从旧副本恢复，正等待管理员确认。请联系县管理员。",
            "The hub was restored and waits to be confirmed. Ask the county's administrator."),
        "busy": LineWords("县端正忙，过一会儿就好。", "The hub is busy, which passes."),
        "stopping": LineWords("县端正在停止或重启，过一会儿就好。", "The hub is stopping or restarting, which passes."),
        "unavailable": LineWords(
            "县端暂时不能处理。一直如此请联系县管理员。",
            "The hub cannot serve at present. If it stays so, ask the county's administrator."),
        "disk-full": LineWords(
            "磁盘已满（本机或县端），无法收发。请清理本机磁盘，或联系县管理员。",
            "A disk is full, here or at the hub. Free some space here, or ask the county's administrator."),
        "protocol": versions, "malformed": versions, "too-large": versions,
        "stuck": LineWords(
            "县端没有接收送去的内容。请运行 verify 检查，并联系县管理员。",
            "The hub took nothing of what was sent. Run verify, and ask the county's administrator."),
    ]

    private static func words(_ kind: LinkError.Kind) -> LineWords {
        switch kind {
        case .unreachable:
            LineWords(
                "网络不通，没有通往县端的路。请检查网线、路由器和本机的网络设置。",
                "The network is down, or has no way to the hub. Check the cable, the router and this machine's network."
            )
        case .nameNotResolved:
            LineWords(
                "查不到县端的主机名。请核对地址的拼写和域名服务器。",
                "The hub's host name has no answer. Check its spelling and the name server.")
        case .connectionRefused:
            LineWords(
                "那台机器在，但这个端口上没有程序。请核对端口，并请县里查看县端是否在运行。",
                "The machine is there and nothing listens at that port. Check the port, and ask the county whether its hub runs."
            )
        case .timedOut, .stalled, .connectionLost:
            LineWords(
                "线路太慢、中断，或县端没有回答。请检查网络。",
                "The line is too slow or broke off, or the hub does not answer. Check the network."
            )
        case .tlsRefusedByHub: refusedByHub
        case .strangerHub: strangerHub
        case .tlsFailed:
            LineWords(
                "加密连接（TLS 1.3）建立不起来，可能被途中的设备拦截。请核对地址，并检查防火墙。",
                "No encrypted connection (TLS 1.3) comes about; something on the way may break it. Check the address and the firewall."
            )
        case .notHTTPS, .notHTTP:
            LineWords(
                "这个地址上是别的程序，或上网认证页面。请核对地址和端口，或先在浏览器中完成上网认证。",
                "Another program, or a sign-in page, answers there. Check the address and the port, or sign in with a browser first."
            )
        case .answerTooLarge: versions
        case .proxyFailed:
            LineWords(
                "代理不能用，或拒绝了连接。请检查 https_proxy、no_proxy 和代理的许可。",
                "The proxy cannot be used, or refused. Check https_proxy and no_proxy, and what the proxy allows.")
        case .ownCertificateUnusable, .authorityUnusable:
            LineWords(
                "本机的证书或密钥已损坏。请向县管理员要注册码，重新注册。",
                "This replica's certificate or key is damaged. Ask the county's administrator for a code and enrol again.",
                isPassing: false)
        case .invalidAddress:
            LineWords(
                "县端地址的形式不对。应写成 https://主机 或 https://主机:端口。",
                "The hub's address has to be https://HOST or https://HOST:PORT.")
        case .cancelled, .shutDown, .tooManyRequests, .invalidRequest, .failed: other
        }
    }

    private static let strangerHub = LineWords(
        "这个地址上不是本县的县端（可能是另一个县的，或上网认证页面），什么也没有发送。请核对地址。",
        "What answers at this address is not this county's hub: another county's, or a sign-in page; nothing was sent. Check the address."
    )
    private static let notTheHub = LineWords(
        "回答的是途中的页面（如上网认证页面或代理），不是县端。请先在浏览器中完成上网认证，或检查代理。",
        "A page of something on the way answered, such as a sign-in page or a proxy, and not the hub. Sign in with a browser first, or check the proxy."
    )
    private static let refusedByHub = LineWords(
        "县端不接受本机的证书。请联系县管理员，或重新注册。",
        "The hub does not accept this replica's certificate. Ask the county's administrator, or enrol again.")
    private static let versions = LineWords(
        "两端的版本可能不同，互相看不懂。请升级旧的一端。",
        "The two sides may be of different versions. Update the older one.")
    private static let other = LineWords(
        "没有连上县端。一直如此请联系县管理员，并告知括号中的代码。",
        "The hub was not reached. If it stays so, tell the county's administrator the code in brackets."
    )
}
