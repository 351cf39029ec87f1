import ProgramShell
package import SyncKit

/// What to do about what happened to the stores.
package enum EventAdvice {
    /// - Parameter isCounty: whether the county's own room reads it.
    package static func text(_ kind: SyncEvent.Kind, isCounty: Bool, _ words: Words) -> String {
        switch kind {
        case .copied:
            words(
                "问清是否有两台机器用着同一份数据：误复制的停掉一台；确实要用两台，由县里另发注册码注册。核对过再确认。",
                "Find out whether two machines use one folder: stop the copy, or enrol it with a code of its own. Confirm when that is clear."
            )
        case .rolledBack:
            words(
                "缺少的内容会自动补回。核对最近的记录都在，再确认。",
                "What is missing comes back by itself. Check that the latest records are there, then confirm.")
        case .hubRestored:
            isCounty
                ? words(
                    "等各单位的机器都联系过、补回之后再确认。确认前不发编号和注册码。",
                    "Confirm once every unit's machine has been in contact and has given back what it holds. No codes are issued before."
                )
                : words(
                    "本机会自动补回县端缺少的内容，无需办理。", "This machine gives the county back what it lacks; nothing is to be done.")
        case .refilled: words("无需办理，知道即可。", "Nothing is to be done.")
        case .forkRefused:
            words(
                "核对那台机器最近的记录各有一份、没有缺少，再确认。",
                "Check that the latest records of that machine are there once each, then confirm.")
        case .revoked:
            isCounty
                ? words("如不是县里停用的，请查明是谁办的。", "If the county did not mean it, find out who did it.")
                : words("请联系县管理员。", "Call the county's administrator.")
        case .refusedConnection:
            words(
                "如正在装新机器，检查它用的是不是本县的注册码；否则记下时间，报管理员。",
                "If a machine is being set up, check its code; else note the time and tell the administrator.")
        case .certificateExpired:
            words(
                "证书会自动续期。三天后仍在此处，请联系县管理员。",
                "It renews by itself. If it still stands here in three days, call the county's administrator.")
        case .clockWrong: words("请到那台机器上校准时钟，再确认。", "Set that machine's clock, then confirm.")
        case .unitSilent:
            words(
                "请打电话核实那边的机器、电源和网络；急事改用电话报送。恢复联系后确认。",
                "Call the unit: is its machine on, has it power and a line? Take urgent matters by telephone. Confirm once it is back."
            )
        case .diskFull: words("请清理那台机器的磁盘，再确认。", "Free space on that machine's disk, then confirm.")
        }
    }

    /// Of a held set: who can do what.
    static func held(_ code: HoldReason.Code, isCounty: Bool, _ words: Words) -> String {
        if code == .channel {
            return words(
                "正文没有保存，不能放行。请在相应的系统中办理。",
                "Its text was not kept and cannot be released. Handle it on the proper system.")
        }
        return isCounty
            ? words(
                "核对内容无误的，可以放行，那边和这里同时生效；否则请该单位更正后重新录入。",
                "Release it where its content is right, and it takes effect here and there; else ask the unit to correct it and enter it again."
            )
            : words(
                "内容都在，暂不生效。是否放行由县里决定；也可以更正后重新录入。",
                "It is kept, without effect. The county decides whether to release it; or correct it and enter it again."
            )
    }
}
