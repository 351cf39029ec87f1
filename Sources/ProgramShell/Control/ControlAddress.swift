import CDispatch
import Foundation
import Glibc

/// Unix sockets of a data folder. A socket's path ends at 108 bytes, so the folder is named by a descriptor.
enum ControlAddress {
    /// Calls `body` with the address of the folder's socket.
    static func with<T>(
        _ folder: DataFolder, _ body: (UnsafePointer<sockaddr>, socklen_t) throws -> T
    ) throws -> T {
        let directory = open(folder.url.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw POSIXError(.ENOENT) }
        defer { close(directory) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let path = "/proc/self/fd/\(directory)/\(DataFolder.socketName)"
        withUnsafeMutableBytes(of: &address.sun_path) { target in
            target.copyBytes(from: path.utf8)
        }
        return try withUnsafePointer(to: &address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                try body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}

/// Whole reads and writes on a descriptor. `silence` is called each time that the descriptor's own bound runs out.
enum ControlBytes {
    /// Bounds each call on a descriptor, in milliseconds.
    static func bound(_ descriptor: Int32, to milliseconds: Int) {
        var time = timeval(tv_sec: milliseconds / 1000, tv_usec: milliseconds % 1000 * 1000)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
        }
    }

    static func write(_ descriptor: Int32, _ data: Data, silence: (() throws -> Void)? = nil) rethrows -> Bool {
        try data.withUnsafeBytes { bytes in
            var sent = 0
            while sent < bytes.count {
                let count = send(descriptor, bytes.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
                if count < 0 && errno == EINTR { continue }
                if count < 0, errno == EAGAIN, let silence {
                    try silence()
                    continue
                }
                guard count > 0 else { return false }
                sent += count
            }
            return true
        }
    }

    /// Exactly so many bytes; nil at the end of the stream.
    static func read(_ descriptor: Int32, _ count: Int, silence: (() throws -> Void)? = nil) rethrows -> Data? {
        var data = Data(count: count)
        let isWhole = try data.withUnsafeMutableBytes { bytes in
            var got = 0
            while got < bytes.count {
                let count = recv(descriptor, bytes.baseAddress! + got, bytes.count - got, 0)
                if count < 0 && errno == EINTR { continue }
                if count < 0, errno == EAGAIN, let silence {
                    try silence()
                    continue
                }
                guard count > 0 else { return false }
                got += count
            }
            return true
        }
        return isWhole ? data : nil
    }

    /// A frame: one byte of kind, four of length, most significant first, and the bytes.
    static func frame(_ kind: UInt8, _ data: Data) -> Data {
        var frame = Data([kind])
        withUnsafeBytes(of: UInt32(data.count).bigEndian) { frame.append(contentsOf: $0) }
        frame.append(data)
        return frame
    }

    static func readFrame(
        _ descriptor: Int32, limit: Int, silence: (() throws -> Void)? = nil
    ) rethrows -> (kind: UInt8, data: Data)? {
        guard let head = try read(descriptor, 5, silence: silence) else { return nil }
        let count = head.dropFirst().reduce(0) { $0 << 8 | Int($1) }
        guard count <= limit, let data = try count == 0 ? Data() : read(descriptor, count, silence: silence)
        else { return nil }
        return (head[head.startIndex], data)
    }

    /// Whether the other side has closed.
    static func isClosed(_ descriptor: Int32) -> Bool {
        var byte: UInt8 = 0
        return recv(descriptor, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT)) == 0
    }

    /// The process that listens at the other side.
    static func peer(_ descriptor: Int32) -> Int32? {
        // `struct ucred`, which Swift does not see: process, user, group.
        var credentials: [Int32] = [0, 0, 0]
        var size = socklen_t(12)
        guard getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &size) == 0 else { return nil }
        return credentials[0]
    }
}

/// What a command sends to the process that holds the folder.
struct ControlRequest: Codable {
    var arguments: [String]
    var input: Data
    var isChinese: Bool
    /// Who runs the command, as the process that was called says; whoever may open the socket may say anything.
    var person: String?
}

enum ControlFrame {
    static let request: UInt8 = 0x72
    static let exit: UInt8 = 0x78
    /// A sign of life of the program while a command runs.
    static let alive: UInt8 = 0x61
    static let bytesMax = 512 * 1024 * 1024
}
