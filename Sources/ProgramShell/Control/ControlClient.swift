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
        // One that does not take its callers any more is there none the less.
        ControlBytes.bound(descriptor, to: 1_000)
        let error = try? ControlAddress.with(folder) { connect(descriptor, $0, $1) == 0 ? 0 : errno }
        return error == 0 || error == EAGAIN
    }

    /// - Parameter patience: with a program that gives no sign of life.
    /// - Returns: the exit code; nil when nothing answers at the folder's socket.
    static func run(
        _ folder: DataFolder, _ request: ControlRequest, patience: Patience = Patience(), _ session: CommandSession
    ) throws -> Int32? {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var patience = patience
        ControlBytes.bound(descriptor, to: patience.step)
        func wait() throws {
            switch patience.stepped() {
            case .wait: return
            case .say: FolderFailures.sayWaiting(for: ControlBytes.peer(descriptor), session)
            case .giveUp: throw FolderFailures.silent(ControlBytes.peer(descriptor))
            }
        }
        while true {
            let error = try ControlAddress.with(folder) { connect(descriptor, $0, $1) == 0 ? 0 : errno }
            if error == 0 { break }
            guard error == EAGAIN || error == EINTR else { return nil }
            // A full row of callers is told at once.
            usleep(UInt32(patience.step) * 1000)
            try wait()
        }
        let frame = ControlBytes.frame(ControlFrame.request, try JSONEncoder().encode(request))
        guard try ControlBytes.write(descriptor, frame, silence: wait) else { return nil }
        while let (kind, data) = try ControlBytes.readFrame(descriptor, limit: ControlFrame.bytesMax, silence: wait) {
            patience.heard()
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
