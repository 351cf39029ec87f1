package import SyncKit

/// The words that officers read for what programs name by codes.
package enum Wording {
    /// Why a set has no effect, and what to do.
    package static func sentence(_ code: HoldReason.Code, in language: Language) -> String {
        switch (code, language) {
        case (.authority, .chinese): "已收到，暂不生效：有内容不是该单位可以填写的。请由有权的一方重新填写，或由管理员放行。"
        case (.authority, .english):
            "received, without effect: this writer may not write it; the other side writes it, "
                + "or an administrator releases it"
        case (.schema, .chinese):
            "已收到，暂不生效：内容的格式与本系统不符。两端版本可能不同，请升级后由管理员放行，或更正后重新录入。"
        case (.schema, .english):
            "received, without effect: its form does not fit; upgrade and release it, or correct and enter it again"
        case (.rule, .chinese): "已收到，暂不生效：不符合值班规定。请按所列条款更正后重新录入，或由管理员放行。"
        case (.rule, .english):
            "received, without effect: a duty rule forbids it; correct and enter it again, or release it"
        case (.channel, .chinese):
            "已登记，正文未保存：明密混用（第十四条）。请在相应的系统中办理，并按保密规定处置来源设备上的内容。"
        case (.channel, .english):
            "logged, its body not kept: open and classified are mixed (Art. 14); handle it on the proper system"
        }
    }

    /// A set's own reason in the reader's language; where it was written in another one, after the general words.
    package static func reason(_ reason: HoldReason, in language: Language) -> String {
        let isChinese = !reason.text.utf8.allSatisfy { $0 < 0x80 }
        if reason.text.isEmpty { return sentence(reason.code, in: language) }
        return isChinese == (language == .chinese)
            ? reason.text : "\(sentence(reason.code, in: language)) (\(reason.text))"
    }

    /// A short mark for a list.
    package static func title(_ code: HoldReason.Code, in language: Language) -> String {
        switch (code, language) {
        case (.authority, .chinese): "无权填写"
        case (.authority, .english): "not permitted"
        case (.schema, .chinese): "格式不符"
        case (.schema, .english): "wrong form"
        case (.rule, .chinese): "违反规定"
        case (.rule, .english): "against a rule"
        case (.channel, .chinese): "明密混用"
        case (.channel, .english): "channel"
        }
    }
}
