import SyncKit

/// What a rule finds in one record: shown with it, never a reason to refuse it.
package struct RecordFinding: Sendable {
    package let rule: String
    package let article: String
    private let chinese: String
    private let english: String

    package func sentence(in language: Language) -> String { language == .chinese ? chinese : english }

    package static func of(_ record: RecordFacts, in collection: Collection, _ book: RuleBook) -> [RecordFinding] {
        signatures(record, collection) + ofCollection(record, collection, book)
    }

    /// A name that was changed after its signature, or one person's signature on both sides.
    private static func signatures(_ record: RecordFacts, _ collection: Collection) -> [RecordFinding] {
        SignatureRule.all(in: collection).filter { record.has($0.field) && !$0.holds(in: record) }.map { rule in
            RecordFinding(
                rule: "signature", article: collection.articles.first ?? "",
                chinese: "签字无效：\(record.text(rule.signature) ?? "") 签的字与现在的“\(rule.signer)”不符，或一人签了两方",
                english:
                    "the signature of \(record.text(rule.signature) ?? "") does not fit \(rule.signer), or stands for both sides"
            )
        }
    }

    private static func ofCollection(
        _ record: RecordFacts, _ collection: Collection, _ book: RuleBook
    ) -> [RecordFinding] {
        switch collection.name {
        case "phone-record":
            let figures = book.figures(for: record.unit, at: record.time("receivedAt") ?? Instant(milliseconds: 0))
            return PhoneFinding.of(record, figures).map { finding in
                RecordFinding(
                    rule: finding.rawValue, article: finding.article, chinese: finding.sentence(in: .chinese),
                    english: finding.sentence(in: .english))
            }
        case "log-entry":
            return LogFindings.delay(record).map { [late($0)] } ?? []
        case "incident":
            return proposal(record).map { [$0] } ?? []
        case "handover":
            return handover(record)
        default: return []
        }
    }

    private static func late(_ minutes: Int) -> RecordFinding {
        let hours = minutes / 60
        return RecordFinding(
            rule: "late-entry", article: "第十条", chinese: "补记：晚 \(hours) 小时 \(minutes % 60) 分",
            english: "entered late: +\(hours) h \(minutes % 60) min")
    }

    /// A level that the figures propose and nobody set: a person decides.
    private static func proposal(_ record: RecordFacts) -> RecordFinding? {
        let level = record.text("level").flatMap { IncidentLevel(rawValue: $0) }
        guard
            let proposal = LevelProposal.of(
                category: record.text("category"), nature: record.text("nature"), Casualties(record)),
            level.map({ $0 < proposal.level }) ?? true
        else { return nil }
        return RecordFinding(
            rule: "level-proposal", article: "第十二条",
            chinese: "按 \(proposal.field) \(proposal.value) 建议定为\(proposal.level.rawValue)（\(proposal.basis)），由人判定",
            english:
                "\(proposal.field) \(proposal.value) proposes \(proposal.level.rawValue) (\(proposal.basis)); a person decides"
        )
    }

    private static func handover(_ record: RecordFacts) -> [RecordFinding] {
        var found: [RecordFinding] = []
        func add(_ rule: String, _ chinese: String, _ english: String) {
            found.append(RecordFinding(rule: rule, article: "第十一条", chinese: chinese, english: english))
        }
        if record.flag("phoneForwarded") { add("phone-forwarded", "值班电话被转移", "the duty phone is forwarded") }
        if !record.has("phoneTestedAt") { add("phone-not-tested", "值班电话未测试", "the duty phone was not tested") }
        if record.has("outgoingSignedAt") != record.has("incomingSignedAt") {
            add("single-signature", "只有一方签字", "only one side has signed")
        }
        let open = HandoverItem.all(in: record).count { $0.acted == nil }
        if open > 0 {
            add("items-not-acted", "\(open) 项待办接班人未处理", "\(open) open items the successor has not acted on")
        }
        return found
    }
}
