package import DutyRecords
import Foundation
package import HTTPTypes
package import Hummingbird
package import SyncKit

/// Answers that are no page of the desk.
package enum Page {
    /// A sentence in place of a page, in both languages: who asked may be no browser.
    package static func words(
        _ status: HTTPResponse.Status, chinese: String, english: String, headers: HTTPFields = [:]
    ) -> Response {
        var headers = headers
        headers[.contentType] = "text/plain; charset=utf-8"
        headers[.cacheControl] = "no-store"
        return Response(
            status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(string: "\(chinese)\n\(english)\n")))
    }

    package static func json(_ value: JSONValue) -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(string: value.text + "\n")))
    }
}

package enum PageLanguage {
    /// `?lang=`, else what the browser asks for, else Chinese.
    package static func of(_ request: Request) -> Language {
        if let asked = request.uri.queryParameters.get("lang") { return asked == "en" ? .english : .chinese }
        let accepted = request.headers[.acceptLanguage] ?? ""
        return accepted.isEmpty || accepted.lowercased().contains("zh") ? .chinese : .english
    }
}

package enum PageTime {
    /// To the second, in Asia/Shanghai.
    package static func text(_ milliseconds: Int64) -> String {
        String(Instant.text(milliseconds).prefix(19)).replacingOccurrences(of: "T", with: " ")
    }

    package static func offset(_ milliseconds: Int64) -> String {
        let tenths = (milliseconds.magnitude + 50) / 100
        return (tenths == 0 ? "" : milliseconds > 0 ? "+" : "−") + "\(tenths / 10).\(tenths % 10) s"
    }
}

/// Plain words for what happened to the stores.
package enum EventWords {
    package static func kind(_ kind: SyncEvent.Kind, _ language: Language) -> String {
        let isChinese = language == .chinese
        switch kind {
        case .copied: return isChinese ? "数据文件夹被复制" : "Copied folder"
        case .rolledBack: return isChinese ? "数据被退回到旧状态" : "Rolled back"
        case .hubRestored: return isChinese ? "县端从旧副本恢复" : "Hub restored"
        case .refilled: return isChinese ? "已由该单位补回" : "Refilled"
        case .forkRefused: return isChinese ? "重复的编号链被拒，已重新录入" : "Fork refused, entered again"
        case .revoked: return isChinese ? "已停用" : "Revoked"
        case .refusedConnection: return isChinese ? "拒绝了一个连接" : "Refused connection"
        case .certificateExpired: return isChinese ? "证书已过期（照常接收）" : "Certificate expired (still served)"
        case .clockWrong: return isChinese ? "时钟不准" : "Clock wrong"
        case .diskFull: return isChinese ? "磁盘将满" : "Disk nearly full"
        case .unitSilent: return isChinese ? "长时间没有联系" : "Silent unit"
        }
    }

    /// What it means. The store keeps English words; a Chinese page says the same of each kind.
    package static func text(_ event: SyncEvent, _ language: Language) -> String {
        guard language == .chinese else { return event.text }
        switch event.kind {
        case .copied: return "有一份数据文件夹的副本在使用，或文件夹被移动过。各分支全部保留；如要长期使用两台，请另发注册码。"
        case .rolledBack: return "数据文件夹比最后写入的状态旧，缺少的内容由县端和各机补回。"
        case .hubRestored: return "县端的数据比曾经确认的少，正由各单位补回。"
        case .refilled: return "该单位交回了县端自己丢失的内容。"
        case .forkRefused: return "同一编号链上出现两个分支，后到的一支已在新编号下重新录入，内容、作者、时间不变。"
        case .revoked: return "已停用，不再接收；那边已录入的内容仍保存在那里。"
        case .refusedConnection: return "有人用不属于本县的证书连接，已拒绝。"
        case .certificateExpired: return "证书已过期，照常接收，并自动续期。"
        case .clockWrong: return "时钟与县端相差五分钟以上，记录照常接收。请校准那台机器的时钟。"
        case .diskFull: return "那台机器磁盘将满，满后将无法录入。请通知该单位清理。"
        case .unitSilent: return "该单位的机器都超过设定的时间没有联系。"
        }
    }
}

/// What a person is told of a disk that fills up.
package enum DiskWords {
    package static func short(_ free: Int64?, _ language: Language) -> String {
        let megabytes = (free ?? 0) / (1024 * 1024)
        return language == .chinese
            ? "磁盘只剩 \(megabytes) MB，满后将无法录入。请立即清理。"
            : "Only \(megabytes) MB are left on the disk; once it is full nothing can be entered. Free some space now."
    }
}
