import Foundation
import Glibc

/// A browser's requests to a desk on loopback, one connection each.
struct DeskClient {
    let port: Int
    var cookie = ""

    struct Answer {
        let status: Int
        let head: String
        let body: String
        var bytes: Int { body.utf8.count }

        /// What a sign-in gave.
        var cookie: String {
            guard let start = head.range(of: "set-cookie: ", options: .caseInsensitive) else { return "" }
            return String(head[start.upperBound...].prefix { $0 != ";" && $0 != "\r" && $0 != "\r\n" })
        }
    }

    func ask(_ method: String, _ path: String, form: [String: String]? = nil) throws -> Answer {
        let body = form.map { Array(Self.encoded($0).utf8) } ?? []
        var head =
            "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nAccept-Language: zh-CN\r\nConnection: close\r\n"
        if !cookie.isEmpty { head += "Cookie: \(cookie)\r\n" }
        if form != nil {
            head += "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: \(body.count)\r\n"
        }
        let text = String(decoding: try exchange(Array((head + "\r\n").utf8) + body), as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n"), let status = Int(text.split(separator: " ").dropFirst().first ?? "")
        else { throw Failed(text: text) }
        return Answer(
            status: status, head: String(text[..<end.lowerBound]), body: String(text[end.upperBound...]))
    }

    func hidden(_ name: String, in body: String) -> String {
        guard let start = body.range(of: "name=\"\(name)\" value=\"") else { return "" }
        return String(body[start.upperBound...].prefix { $0 != "\"" })
    }

    static func encoded(_ form: [String: String]) -> String {
        form.map { "\($0)=\(encoded($1))" }.joined(separator: "&")
    }

    static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }

    private func exchange(_ bytes: [UInt8]) throws -> [UInt8] {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected, send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
            throw Failed(text: "no connection")
        }
        var answer: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while case let count = recv(socket, &piece, piece.count, 0), count > 0 { answer += piece[..<count] }
        return answer
    }

    struct Failed: Error, CustomStringConvertible {
        let text: String
        var description: String { "the desk answered: \(text.prefix(300))" }
    }
}
