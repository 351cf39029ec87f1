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

/// Whole reads and writes on a descriptor.
enum ControlBytes {
    static func write(_ descriptor: Int32, _ data: Data) -> Bool {
        data.withUnsafeBytes { bytes in
            var sent = 0
            while sent < bytes.count {
                let count = send(descriptor, bytes.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { return false }
                sent += count
            }
            return true
        }
    }

    /// Exactly so many bytes; nil at the end of the stream.
    static func read(_ descriptor: Int32, _ count: Int) -> Data? {
        var data = Data(count: count)
        let isWhole = data.withUnsafeMutableBytes { bytes in
            var got = 0
            while got < bytes.count {
                let count = recv(descriptor, bytes.baseAddress! + got, bytes.count - got, 0)
                if count < 0 && errno == EINTR { continue }
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

    static func readFrame(_ descriptor: Int32, limit: Int) -> (kind: UInt8, data: Data)? {
        guard let head = read(descriptor, 5) else { return nil }
        let count = head.dropFirst().reduce(0) { $0 << 8 | Int($1) }
        guard count <= limit, let data = count == 0 ? Data() : read(descriptor, count) else { return nil }
        return (head[head.startIndex], data)
    }
}

/// What a command sends to the process that holds the folder.
struct ControlRequest: Codable {
    var arguments: [String]
    var input: Data
    var isChinese: Bool
}

enum ControlFrame {
    static let request: UInt8 = 0x72
    static let exit: UInt8 = 0x78
    static let bytesMax = 512 * 1024 * 1024
}
