import ProgramShell
import SyncKit
import Synchronization

/// Files that were uploaded and not yet entered: in memory alone, one for each sign-in, and for as long as that lasts.
final class Uploads: Sendable {
    struct Upload: Sendable {
        /// From which the ids of its records follow.
        let id: RecordID
        let target: String
        let name: String
        let bytes: [UInt8]
        /// How many records were entered of it; nil before that.
        var entered: Int?
        /// Milliseconds since the boot.
        let at: Int64
    }

    private static let most = 10

    private let kept = Mutex<[String: Upload]>([:])

    /// - Parameter session: the token of the sign-in; its earlier upload goes.
    func keep(_ upload: Upload, of session: String) {
        kept.withLock { kept in
            kept[session] = nil
            kept = kept.filter { upload.at - $0.value.at <= Sessions.idleMinutesMax * 60_000 }
            if kept.count >= Self.most, let oldest = kept.min(by: { $0.value.at < $1.value.at }) {
                kept[oldest.key] = nil
            }
            kept[session] = upload
        }
    }

    func find(_ id: String, of session: String) throws -> Upload {
        guard let upload = kept.withLock({ $0[session] }), upload.id.description == id else {
            throw CommandFailure(
                .badUse, chinese: "上传的文件已不在本机内存中（换了文件、过了半小时或程序重新启动），没有录入。请重新上传。",
                english:
                    "the uploaded file is no longer here (another one, half an hour, or a restart); nothing was entered; upload it again"
            )
        }
        return upload
    }

    func entered(_ count: Int, of session: String) {
        kept.withLock { kept in
            guard let before = kept[session] else { return }
            kept[session]?.entered = (before.entered ?? 0) + count
        }
    }
}
