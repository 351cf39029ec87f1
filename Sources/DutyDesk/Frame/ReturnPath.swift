import HTTPTypes
import Hummingbird

/// A path of this desk that a browser is sent to: never another site's.
enum ReturnPath {
    private static let longest = 1_000
    /// Nobody is sent back to what signs him in or out.
    private static let excluded = ["/sign-in", "/sign-out", "/set-up"]

    /// As an address and a cookie carry it; nil for what is no page to come back to.
    static func safe(_ path: String) -> String? {
        guard path.hasPrefix("/"), !path.hasPrefix("//"), path.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            !excluded.contains(String(path.prefix { $0 != "?" }))
        else { return nil }
        // A browser reads \ as /, and these end a cookie's value or are none of it (RFC 6265, section 4.1.1).
        let escaped = path.map { #"\",;"#.contains($0) ? Query.escaped(String($0)) : String($0) }.joined()
        return escaped.utf8.count <= longest ? escaped : nil
    }

    /// The page of this desk from which a request came.
    static func referring(_ request: Request) -> String? {
        guard let referer = request.headers[.referer], let authority = request.head.authority,
            let start = referer.firstRange(of: "://"), referer[start.upperBound...].hasPrefix("\(authority)/")
        else { return nil }
        return safe(String(referer[start.upperBound...].dropFirst(authority.count)))
    }
}
