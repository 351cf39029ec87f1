package import DutyRecords

/// What a page says of the sets that are held and of the conflicts that wait for a person: how many, and what to do.
package struct SettleWords: Sendable {
    private let held: Int
    private let conflicts: Int
    private let side: FolderKind
    private let language: Language

    package init(held: Int, conflicts: Int, at side: FolderKind, _ language: Language) {
        self.held = held
        self.conflicts = conflicts
        self.side = side
        self.language = language
    }

    package var counts: String {
        language == .chinese ? "暂扣 \(held) 组 · 冲突 \(conflicts) 处" : "Held sets: \(held) · Conflicts: \(conflicts)"
    }

    /// Nothing where neither waits.
    package var toDo: [String] { (held > 0 ? [heldToDo] : []) + (conflicts > 0 ? [conflictsToDo] : []) }

    private var heldToDo: String {
        if language == .chinese {
            let release = side == .hub ? "用 held release 放行" : "由县端决定是否放行"
            return "有 \(held) 组内容被暂扣：已保存，暂不生效。用 \(command) held 查看原因，\(release)。"
        }
        let release = side == .hub ? "release them with held release" : "the county can release them"
        return "Held sets: \(held). They are kept, without effect. See why with \(command) held; \(release)."
    }

    private var conflictsToDo: String {
        language == .chinese
            ? "有 \(conflicts) 处冲突：同一项有几个不同的值，全部保留。用 \(command) conflicts 查看，用 resolve 定一个。"
            : "Conflicts: \(conflicts). A field has several values, and all are kept. See them with \(command) conflicts and settle each with resolve."
    }

    private var command: String { "\(side.program) --data \(language == .chinese ? "数据文件夹" : "DIR")" }
}
