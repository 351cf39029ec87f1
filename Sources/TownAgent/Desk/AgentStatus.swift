import DutyRecords
import HubLink
import ProgramShell
import SyncKit

/// The sync state of this replica, as its commands and its page show it.
struct AgentStatus: Sendable {
    let identity: AgentIdentity
    let epoch: Epoch
    let condition: SyncLine.Condition
    let standing: [LedgerStanding]
    let heldSets: Int
    let openConflicts: Int
    let certificateExpires: Int64
    let lineSent: Int64
    let lineReceived: Int64
    let disk: DiskSpace

    static func read(_ opened: AgentFolder) async throws -> AgentStatus {
        let count = opened.line.lineCount
        var condition = opened.line.condition
        if condition.lastSuccess == nil {
            condition.lastSuccess = try await opened.store.contacts().first {
                $0.replica == opened.replica.hub.replica
            }?.at
        }
        if condition.clockOffset == nil, let clock = try await opened.store.hubClock {
            condition.clockOffset = clock.offset(at: SystemClock.moment())
            condition.clockError = clock.errorBound
        }
        return AgentStatus(
            identity: opened.identity, epoch: opened.store.epoch, condition: condition,
            standing: try await opened.replica.standing(), heldSets: try await opened.store.heldCount,
            openConflicts: try await opened.store.conflictCount, certificateExpires: opened.line.certificateExpires,
            lineSent: Int64(count.sent), lineReceived: Int64(count.received),
            disk: DiskSpace(at: opened.folder.url))
    }

    /// Why this replica is off line, and what to do; nil while it is on line or has not tried.
    func reason(_ language: Language) -> String? {
        guard !condition.isOnline, !condition.lastErrorCode.isEmpty else { return nil }
        let words = LineWords(code: condition.lastErrorCode)
        if language == .chinese {
            return "离线原因（\(condition.lastErrorCode)）：\(words.chinese)" + (words.isPassing ? "本机会自动再试。" : "")
        }
        return "Off line (\(condition.lastErrorCode)): \(words.english)"
            + (words.isPassing ? " It is tried again by itself." : "")
    }

    var waitingSets: UInt64 { standing.reduce(0) { $0 + $1.waitingSets } }

    var json: JSONValue {
        .object([
            ("unit", .text(identity.unit)), ("replica", .text(identity.replica)), ("epoch", .text(epoch.description)),
            ("online", .boolean(condition.isOnline)), ("lastSuccess", time(condition.lastSuccess)),
            ("clockOffsetMs", condition.clockOffset.map { .integer($0) } ?? .null),
            ("clockErrorMs", condition.clockError.map { .integer($0) } ?? .null),
            ("heldSets", .integer(Int64(heldSets))), ("openConflicts", .integer(Int64(openConflicts))),
            ("certificateExpires", .text(Instant.text(certificateExpires))), ("version", .text(ProgramVersion.number)),
            ("offlineSince", condition.isOnline ? .null : time(condition.offlineSince)),
            ("lastError", condition.lastErrorCode.isEmpty ? .null : .text(condition.lastErrorCode)),
            ("hubRestoring", .boolean(condition.isHubRestoring)), ("bytesSent", .integer(lineSent)),
            ("bytesReceived", .integer(lineReceived)),
            ("diskFree", disk.free.map { .integer($0) } ?? .null), ("diskShort", .boolean(disk.isShort)),
            (
                "ledgers",
                .array(
                    standing.map { ledger in
                        .object([
                            ("ledger", .text(ledger.ledger.description)), ("vector", .text(ledger.vector.description)),
                            ("waitingSets", .integer(Int64(ledger.waitingSets))),
                            ("waitingBytes", .integer(Int64(ledger.waitingBytes))),
                            ("oldestWaiting", time(ledger.oldestWaiting)),
                            ("waitingForClock", .integer(Int64(ledger.waitingForClock))),
                        ])
                    })
            ),
        ])
    }

    private func time(_ milliseconds: Int64?) -> JSONValue {
        milliseconds.map { .text(Instant.text($0)) } ?? .null
    }

    func lines(_ language: Language) -> [String] {
        let isChinese = language == .chinese
        let line =
            condition.isOnline
            ? (isChinese ? "在线" : "online")
            : (isChinese ? "离线" : "offline")
                + (condition.lastErrorCode.isEmpty ? "" : "(\(condition.lastErrorCode))")
        let last = condition.lastSuccess.map { Instant.text($0) } ?? (isChinese ? "尚无" : "never")
        var lines = [
            "\(identity.unitName.onOneLine)(\(identity.unit)) \(identity.label) · \(line)",
            isChinese
                ? "本机待送 \(waitingSets) 组,上次送达 \(last)" : "\(waitingSets) sets wait here, last delivery \(last)",
        ]
        if let reason = reason(language) { lines.append(reason) }
        if disk.isShort { lines.append(DiskWords.short(disk.free, language)) }
        return lines
    }
}
