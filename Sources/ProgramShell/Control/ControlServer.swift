import Dispatch
import DutyRecords
import Foundation
import Glibc
import Synchronization

/// Serves the commands that are given beside a running program: they run in its process, through its one writer.
package final class ControlServer: Sendable {
    package typealias Handler = @Sendable (_ arguments: [String], _ session: CommandSession) async -> Int32

    private let listener: Int32
    private let folder: DataFolder
    private let isClosed = Mutex(false)
    private let queue = DispatchQueue(label: "control", attributes: .concurrent)

    /// Listens at the folder's socket; one that a dead process left is replaced, since the caller holds the lock.
    package init(folder: DataFolder, handler: @escaping Handler) throws {
        self.folder = folder
        listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        try? FileManager.default.removeItem(at: folder.url.appendingPathComponent(DataFolder.socketName))
        let isBound = try ControlAddress.with(folder) { bind(listener, $0, $1) == 0 }
        guard listener >= 0, isBound, listen(listener, 64) == 0 else {
            throw CommandFailure(
                .dataFolder, chinese: "无法在数据文件夹中建立本地套接字。请检查权限。",
                english: "cannot make the local socket in the data folder; check its permissions")
        }
        queue.async { [self] in accept(handler) }
    }

    package func close() {
        let wasClosed = isClosed.withLock { closed in
            defer { closed = true }
            return closed
        }
        guard !wasClosed else { return }
        shutdown(listener, Int32(SHUT_RDWR))
        Glibc.close(listener)
        try? FileManager.default.removeItem(at: folder.url.appendingPathComponent(DataFolder.socketName))
    }

    private func accept(_ handler: @escaping Handler) {
        while true {
            let descriptor = Glibc.accept(listener, nil, nil)
            if descriptor < 0 {
                if errno == EINTR || errno == ECONNABORTED { continue }
                return
            }
            queue.async { [queue] in
                guard let (kind, data) = ControlBytes.readFrame(descriptor, limit: ControlFrame.bytesMax),
                    kind == ControlFrame.request,
                    let request = try? JSONDecoder().decode(ControlRequest.self, from: data)
                else {
                    Glibc.close(descriptor)
                    return
                }
                // Frames leave in order, on a queue of their own, so that a slow terminal blocks no task.
                let writes = DispatchQueue(label: "control.write", target: queue)
                let session = CommandSession(
                    input: request.input, language: request.isChinese ? .chinese : .english,
                    isJSON: request.arguments.contains("--json")
                ) { stream, data in
                    writes.async { _ = ControlBytes.write(descriptor, ControlBytes.frame(stream.rawValue, data)) }
                }
                Task {
                    let status = await handler(request.arguments, session)
                    writes.async {
                        _ = ControlBytes.write(
                            descriptor, ControlBytes.frame(ControlFrame.exit, Data("\(status)".utf8)))
                        Glibc.close(descriptor)
                    }
                }
            }
        }
    }
}
