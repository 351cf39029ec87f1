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
    private let aliveEvery: Duration
    private let queue = DispatchQueue(label: "control", attributes: .concurrent)

    /// Listens at the folder's socket; one that a dead process left is replaced, since the caller holds the lock.
    /// - Parameter aliveEvery: how often a command that runs is said to be alive.
    package init(folder: DataFolder, aliveEvery: Duration = .seconds(1), handler: @escaping Handler) throws {
        self.folder = folder
        self.aliveEvery = aliveEvery
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
            queue.async { [queue, aliveEvery] in
                guard let (kind, data) = ControlBytes.readFrame(descriptor, limit: ControlFrame.bytesMax),
                    kind == ControlFrame.request,
                    let request = try? JSONDecoder().decode(ControlRequest.self, from: data),
                    // What its caller gave up on is not done later.
                    !ControlBytes.isClosed(descriptor)
                else {
                    Glibc.close(descriptor)
                    return
                }
                // Frames leave in order, on a queue of their own, so that a slow terminal blocks no task.
                let writes = DispatchQueue(label: "control.write", target: queue)
                let session = CommandSession(
                    input: request.input, language: request.isChinese ? .chinese : .english,
                    isJSON: request.arguments.contains("--json"), person: request.person
                ) { stream, data in
                    writes.async { _ = ControlBytes.write(descriptor, ControlBytes.frame(stream.rawValue, data)) }
                }
                Task {
                    let signs = Task {
                        while !Task.isCancelled {
                            writes.async {
                                _ = ControlBytes.write(descriptor, ControlBytes.frame(ControlFrame.alive, Data()))
                            }
                            try? await Task.sleep(for: aliveEvery)
                        }
                    }
                    let status = await handler(request.arguments, session)
                    signs.cancel()
                    // The descriptor's number may be another's as soon as it is closed.
                    await signs.value
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
