import DutyRecords
import Foundation
import Glibc

/// Has a command run by the process that holds the folder.
enum ControlClient {
    /// Whether a running program serves the folder.
    static func answers(_ folder: DataFolder) -> Bool {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return (try? ControlAddress.with(folder) { connect(descriptor, $0, $1) == 0 }) ?? false
    }

    /// - Returns: the exit code; nil when nothing answers at the folder's socket.
    static func run(_ folder: DataFolder, _ request: ControlRequest) throws -> Int32? {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let isConnected = try ControlAddress.with(folder) { connect(descriptor, $0, $1) == 0 }
        guard isConnected else { return nil }
        let frame = ControlBytes.frame(ControlFrame.request, try JSONEncoder().encode(request))
        guard ControlBytes.write(descriptor, frame) else { return nil }
        while let (kind, data) = ControlBytes.readFrame(descriptor, limit: ControlFrame.bytesMax) {
            switch kind {
            case CommandSession.Stream.output.rawValue: StandardStreams.write(.output, data)
            case CommandSession.Stream.messages.rawValue: StandardStreams.write(.messages, data)
            case ControlFrame.exit: return Int32(String(decoding: data, as: UTF8.self)) ?? 1
            default: break
            }
        }
        throw CommandFailure(
            .dataFolder,
            chinese: "正在运行的程序中断了这条命令,结果未知。请查看记录后再决定是否重做。",
            english: "the running program ended during this command; look at the records before doing it again")
    }
}
