import Foundation

/// What a link gives along.
package enum Query {
    /// The unreserved characters of RFC 3986, section 2.3.
    private static let plain = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

    package static func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
    }

    /// What is empty is left out.
    package static func text(_ members: [(String, String)]) -> String {
        members.filter { !$0.1.isEmpty }.map { "\($0)=\(escaped($1))" }.joined(separator: "&")
    }
}
