import DutyRecords
import SyncKit
import Testing

@Suite("第八条、第十条、第十二条: what the records say")
struct WrittenRecordTests {
    // MARK: 第十条

    @Test("numbers are unit, year, volume and serial; a branch mark opens a volume of its own")
    func numbers() throws {
        let numbering = LogNumber.numbering(
            unit: "LC", letter: "A", year: 2026, clock: { at("08:00") }, volumeID: { id(9) })
        #expect(numbering.series("") != numbering.series("3f9c"))
        func number(_ serial: Int64, _ mark: String) -> [String: FieldValue] {
            let change = RecordChange(collection: "log-entry", record: id(1), writes: [])
            let changes = numbering.numbered(change, serial, mark)
            #expect(changes.count == (serial == 1 ? 2 : 1), "the first of a volume opens its record")
            return Dictionary(
                uniqueKeysWithValues: changes[0].writes.map { write in
                    if case .set(let value) = write.operation { (write.field, value) } else { (write.field, .absent) }
                })
        }
        let saved = FieldValue.time(at("08:00"))
        #expect(
            number(1, "") == ["number": .text("LC-2026-A-0001"), "volume": .text("2026-A"), "savedAt": saved])
        #expect(
            number(12_345, "3f9c")
                == ["number": .text("LC-2026-A3f9c-12345"), "volume": .text("2026-A3f9c"), "savedAt": saved])
        let parsed = try #require(LogNumber.parse("LC-2026-A3f9c-0012"))
        #expect(parsed.volume == "2026-A3f9c" && parsed.serial == 12)
        #expect(try #require(LogNumber.parse("A-B-2026-A-0012")).serial == 12)
        #expect(LogNumber.parse("纸-12") == nil)
    }

    @Test("gaps and doubles of a volume, and entries made late")
    func logFindings() {
        func entry(_ seed: UInt64, _ number: String, recorded: String = "08:10") -> RecordFacts {
            facts(
                seed, ["number": .text(number), "occurredAt": .time(at("08:00")), "recordedAt": .time(at(recorded))])
        }
        let found = LogFindings(
            unit: "LC",
            entries: [
                entry(1, "LC-2026-A-0001"), entry(2, "LC-2026-A-0003"), entry(3, "LC-2026-A-0003"),
                entry(4, "LC-2026-B-0001", recorded: "09:01"), entry(5, "LC-2026-B-0002", recorded: "09:00"),
            ])
        #expect(found.gaps == ["LC-2026-A-0002"])
        #expect(found.doubles == ["LC-2026-A-0003"])
        #expect(found.late == [id(4): 61])
    }

    @Test(
        "要素齐全: the missing elements by name, and a score",
        arguments: [
            (
                .logEntry, ["occurredAt", "matter", "recordedAt", "handling", "recorder"], [:], [], 100
            ), (.logEntry, ["occurredAt", "matter"], [:], ["recordedAt", "handling", "recorder"], 40),
            (
                .phoneRecord,
                ["direction", "receivedAt", "callerUnit", "callerName", "callerPhone", "matter", "recorder"],
                ["handling": .text("要求书面")], ["writtenFollowUp"], 88
            ),
            (
                .firstInquiry, ["receivedAt", "asker", "matter", "recorder"], ["class": .text("非本单位")], ["referredTo"],
                83
            ),
            (
                .report, ["incident", "by", "sentAt", "to", "text", "scope"], ["kind": .text("续报")],
                ["trend", "proposals"], 77
            ),
            (
                .report, ["incident", "sentAt", "to", "text", "bypassedTo"],
                ["kind": .text("先行预报"), "by": .text("phone")], ["reason", "bypassReason"], 75
            ),
        ] as [(Collection, [String], [String: FieldValue], [String], Int)])
    func completeness(
        _ collection: Collection, _ given: [String], _ special: [String: FieldValue], _ missing: [String], _ score: Int
    ) {
        let fields = Dictionary(uniqueKeysWithValues: given.map { ($0, FieldValue.text("有")) }).merging(special) { $1 }
        let found = Completeness(collection, fields)
        #expect(found.missing == missing && found.score == score)
    }

    // MARK: 第八条

    @Test(
        "three rings, the written piece, 请示 before an answer",
        arguments: [
            (["rings": .integer(3)], []), (["rings": .integer(4)], [.answeredLate]),
            (["secondsToAnswer": .integer(12)], []), (["secondsToAnswer": .integer(13)], [.answeredLate]),
            (["missed": .boolean(true)], [.missed, .answeredLate]),
            (["handling": .text("要求书面")], [.awaitsWriting]),
            (["handling": .text("要求书面"), "writtenAt": .text("x")], []),
            (["handling": .text("媒体")], []), (["handling": .text("媒体"), "answer": .text("属实")], [.notApproved]),
            (["handling": .text("媒体"), "answer": .text("属实"), "approvedBy": .text("镇长")], []),
            (["handling": .text("请示后答复"), "answer": .text("可以")], [.notApproved]),
            (["handling": .text("直接答复"), "answer": .text("可以")], []), (["verified": .boolean(false)], [.notVerified]),
            (["voided": .boolean(true), "rings": .integer(9)], []),
        ] as [([String: FieldValue], [PhoneFinding])])
    func calls(_ fields: [String: FieldValue], _ findings: [PhoneFinding]) {
        let call = facts(1, fields.merging(["direction": .text("in")]) { $1 })
        #expect(PhoneFinding.of(call, .of2015) == findings)
    }

    // MARK: 第十二条

    @Test(
        "a level is proposed by the figures of its kind: 以上 includes, 以下 excludes",
        arguments: [
            ("坍塌", ["deaths": 2], .ordinary), ("坍塌", ["deaths": 3], .larger), ("坍塌", ["deaths": 9], .larger),
            ("坍塌", ["deaths": 10], .major), ("坍塌", ["deaths": 29], .major), ("坍塌", ["deaths": 30], .extraordinary),
            ("坍塌", ["seriouslyInjured": 10], .larger), ("坍塌", ["seriouslyInjured": 100], .extraordinary),
            ("坍塌", ["directLossYuan": 9_999_999], .ordinary), ("坍塌", ["directLossYuan": 10_000_000], .larger),
            ("坍塌", ["directLossYuan": 50_000_000], .major),
            ("坍塌", ["deaths": 1, "directLossYuan": 100_000_000], .extraordinary),
            ("环境污染", ["deaths": 3], .major), ("环境污染", ["deaths": 10], .extraordinary), ("坍塌", [:], nil),
        ] as [(String, [String: Int64], IncidentLevel?)])
    func levels(_ nature: String, _ figures: [String: Int64], _ level: IncidentLevel?) {
        let record = facts(1, figures.mapValues { .integer($0) })
        let proposal = LevelProposal.of(category: "事故灾难", nature: nature, Casualties(record))
        #expect(proposal?.level == level)
        #expect(LevelProposal.of(category: "社会安全事件", nature: nature, Casualties(record)) == nil)
    }

    private func report(_ number: UInt64, _ minute: String, _ fields: [String: FieldValue]) throws -> Report {
        let base: [String: FieldValue] = [
            "incident": .record(1), "kind": .text("续报"), "by": .text("written"), "sentAt": .time(at(minute)),
        ]
        return try #require(Report(facts(number, base.merging(fields) { $1 }), countyUnit: "JH"))
    }

    @Test("what changed from one report to the next; a falling death count needs a reason")
    func differences() throws {
        let first = try report(1, "09:00", ["deaths": .integer(3), "injured": .integer(2), "trend": .text("扩大")])
        let second = try report(2, "10:00", ["deaths": .integer(2), "trend": .text("扩大"), "scope": .text("一村")])
        let third = try report(
            3, "11:00", ["deaths": .integer(1), "fallingDeathsReason": .text("身份核实，一人生还"), "trend": .text("平稳")])
        let along = ReportDifferences.along([third, first, second])
        #expect(along.map(\.report.id) == [id(1), id(2), id(3)])
        #expect(along[0].changes == nil)
        #expect(
            along[1].changes?.figures.map { [$0.field, "\($0.before ?? -1)", "\($0.after ?? -1)"] } == [
                ["deaths", "3", "2"]
            ])
        #expect(along[1].changes?.texts == ["scope"] && along[1].changes?.needsDeathsReason == true)
        #expect(along[2].changes?.texts == ["trend"] && along[2].changes?.needsDeathsReason == false)
    }

    @Test(
        "whom a report went to",
        arguments: [
            (nil, "LC", .county), ("县政府值班室", "LC", .county), ("市政府总值班室", "LC", .city), ("市应急管理局", "YJ", .other),
            (nil, "JH", .city), ("市政府总值班室", "JH", .city), ("淮安市", "JH", .city),
        ] as [(String?, String, Report.Addressee)])
    func addressees(_ to: String?, _ unit: String, _ addressee: Report.Addressee) throws {
        var fields: [String: FieldValue] = ["incident": .record(1), "kind": .text("初报"), "by": .text("phone")]
        if let to { fields["to"] = .text(to) }
        #expect(try #require(Report(facts(1, fields, unit: unit), countyUnit: "JH")).addressee == addressee)
    }

    // MARK: 第十一条: signatures

    @Test("only the named person signs, once, and never for both sides")
    func signatures() throws {
        let people = try ["王晓东", "李强"].enumerated().map { index, name in
            try #require(Person(facts(UInt64(50 + index), ["name": .text(name)])))
        }
        let record = facts(1, ["outgoing": .text("王晓东"), "incoming": .text("李强")])
        let outgoing = try #require(SignatureRule.of("outgoingSignedAt", in: .handover))
        let incoming = try #require(SignatureRule.of("incomingSignedAt", in: .handover))
        #expect(outgoing.breach(by: people[0], of: record) == nil)
        #expect(outgoing.breach(by: people[1], of: record) != nil)
        #expect(incoming.breach(by: people[1], of: record) == nil)
        #expect(outgoing.breach(by: people[0], of: facts(1, [:])) != nil)
        let twice = facts(1, ["outgoing": .text("王晓东"), "incoming": .text("王晓东")])
        #expect(incoming.breach(by: people[0], of: twice) != nil)
        let signed = facts(1, ["outgoing": .text("王晓东"), "outgoingSignedAt": .time(at("08:00"))])
        #expect(outgoing.breach(by: people[0], of: signed) != nil)
        // Nobody signs the second side after his name was put to the first one.
        let other = facts(
            1,
            [
                "outgoing": .text("李强"), "incoming": .text("王晓东"), "outgoingSignature": .text("王晓东"),
                "outgoingSignedAt": .time(at("08:00")),
            ])
        #expect(incoming.breach(by: people[0], of: other) != nil)
        // Where a merge brought such a record about, its signatures do not hold.
        #expect(!outgoing.holds(in: other))
        let both = facts(
            1,
            [
                "outgoing": .text("王晓东"), "incoming": .text("李强"), "outgoingSignature": .text("王晓东"),
                "incomingSignature": .text("李强"), "outgoingSignedAt": .time(at("08:00")),
                "incomingSignedAt": .time(at("08:01")),
            ])
        #expect(outgoing.holds(in: both) && incoming.holds(in: both))
        #expect(SignatureRule.of("matter", in: .logEntry) == nil)
        #expect(SignatureRule.of("signedAt", in: .bulletin)?.signer == "signer")
    }
}
