import Foundation
import Glibc

/// Where a program's pages are, asked as a program would that sends just these bytes.
struct WebPage: Sendable {
    let port: Int
    /// Where the state of the exchange is.
    var front = "/"

    struct Answer {
        let status: Int
        /// By name in lower case.
        let headers: [String: String]
        let body: String
        /// The body as it came.
        let bytes: [UInt8]
    }

    /// - Parameters:
    ///   - path: nil: the front page.
    ///   - host: what stands in `Host`; nil is what a browser on this machine sends.
    ///   - form: what a form sends.
    ///   - headers: what a browser says besides.
    ///   - upload: what a form with a file sends: its type and its bytes.
    func ask(
        _ method: String = "GET", _ path: String? = nil, host: String? = nil, language: String = "zh-CN",
        cookie: String? = nil, form: [String: String]? = nil, headers: [String: String] = [:],
        upload: (type: String, bytes: [UInt8])? = nil
    ) throws -> Answer {
        let body = upload?.bytes ?? form.map { Array(Self.encoded($0).utf8) } ?? []
        var head =
            "\(method) \(path ?? front) HTTP/1.1\r\nHost: \(host ?? "127.0.0.1:\(port)")\r\n"
            + "Accept-Language: \(language)\r\nConnection: close\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        if let cookie { head += "Cookie: \(cookie)\r\n" }
        if form != nil || upload != nil {
            let type = upload?.type ?? "application/x-www-form-urlencoded"
            head += "Content-Type: \(type)\r\nContent-Length: \(body.count)\r\n"
        }
        return try read(try exchange(Array((head + "\r\n").utf8) + body))
    }

    /// Reads of what never ends until enough of it has come.
    func listen(_ path: String, cookie: String? = nil, until isEnough: (String) -> Bool) throws -> Answer {
        let head = "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nAccept-Language: zh-CN\r\n"
        let sent = head + (cookie.map { "Cookie: \($0)\r\n" } ?? "") + "\r\n"
        return try read(
            exchange(Array(sent.utf8)) { isEnough(String(decoding: $0, as: UTF8.self)) })
    }

    private func read(_ answered: [UInt8]) throws -> Answer {
        let text = String(decoding: answered, as: UTF8.self)
        let parts = text.components(separatedBy: "\r\n\r\n")
        let lines = parts[0].components(separatedBy: "\r\n")
        let words = lines[0].split(separator: " ")
        guard parts.count > 1, words.count > 1, let status = Int(words[1]) else { throw NoAnswer(text: text) }
        let headers = lines.dropFirst().compactMap { line in
            line.firstIndex(of: ":").map {
                (line[..<$0].lowercased(), line[line.index(after: $0)...].trimmingCharacters(in: .whitespaces))
            }
        }
        return Answer(
            status: status, headers: Dictionary(headers) { first, _ in first },
            body: parts.dropFirst().joined(separator: "\r\n\r\n"),
            bytes: answered.firstRange(of: Array("\r\n\r\n".utf8)).map { Array(answered[$0.upperBound...]) } ?? [])
    }

    private static func encoded(_ form: [String: String]) -> String {
        let plain = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
        return form.map { name, value in
            "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: plain) ?? "")"
        }.joined(separator: "&")
    }

    /// Sends bytes and reads until the other side closes, or enough has come.
    private func exchange(_ bytes: [UInt8], until isEnough: ([UInt8]) -> Bool = { _ in false }) throws -> [UInt8] {
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
            throw NoAnswer(text: "no connection")
        }
        var answer: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while case let count = recv(socket, &piece, piece.count, 0), count > 0 {
            answer += piece[..<count]
            if isEnough(answer) { break }
        }
        return answer
    }

    struct NoAnswer: Error { let text: String }
}
