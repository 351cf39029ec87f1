package import Foundation
import Glibc
import Synchronization

/// The process's own streams: whole writes, so that nothing is lost in a buffer at an exit, and a failure is known.
package enum StandardStreams {
    private static let lostOutput = Atomic(false)

    package static func write(_ stream: CommandSession.Stream, _ data: Data) {
        let descriptor: Int32 = stream == .output ? 1 : 2
        data.withUnsafeBytes { bytes in
            var sent = 0
            while sent < bytes.count {
                let count = Glibc.write(descriptor, bytes.baseAddress! + sent, bytes.count - sent)
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else {
                    if stream == .output { lostOutput.store(true, ordering: .relaxed) }
                    return
                }
                sent += count
            }
        }
    }

    /// All of standard input.
    /// - Throws: where it is closed, a folder, or breaks off: half of an input is not taken for the whole.
    package static func readAll() throws -> Data {
        var input = Data()
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(0, &piece, piece.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else {
                let reason = String(cString: strerror(errno))
                throw CommandFailure(
                    .badUse, chinese: "无法读取标准输入（\(reason)），没有录入任何内容。请用管道或 < 文件 给出内容。",
                    english:
                        "standard input cannot be read (\(reason)) and nothing was entered; give it by a pipe or a file"
                )
            }
            if count == 0 { return input }
            input.append(contentsOf: piece[..<count])
        }
    }

    /// The code to leave with: work that was done, but whose answer was lost, is not told as done.
    static func exitCode(_ status: Int32, _ session: @autoclosure () -> CommandSession) -> Int32 {
        guard status == 0, lostOutput.load(ordering: .relaxed) else { return status }
        session().say(
            chinese: "命令已执行，但结果写不出去（标准输出已满或已关闭）。请查看记录后再决定是否重做。",
            english: "it was done, but its answer could not be written to standard output; look before doing it again")
        return ExitStatus.partly.rawValue
    }
}
