import DutyRecords
import SyncKit
import Testing

private func event(_ fields: [String: FieldValue] = [:], arrived: String? = "08:12") -> (Incident, Knowledge.Origin)? {
    let record = facts(
        1,
        [
            "occurredAt": .time(at("08:00")), "receivedAt": .time(at("08:06")), "summary": .text("漫堤"),
            "countyReceiptAt": .time(at("08:14")), "countyReceiptBy": .text("李"),
        ].merging(fields) { $1 })
    return Incident(record).map {
        (
            $0,
            Knowledge.Origin(
                author: "王", arrivedAt: arrived.map { at($0) }, earlier: ["occurredAt": [at("07:50")]])
        )
    }
}

private func report(
    _ number: UInt64, _ way: String, sent: String, deaths: Int64, unit: String = "LC", to: String? = nil
) -> Report? {
    var fields: [String: FieldValue] = [
        "incident": .record(1), "kind": .text("续报"), "by": .text(way), "sentAt": .time(at(sent)),
        "deaths": .integer(deaths), "number": .integer(Int64(number)),
    ]
    if let to { fields["to"] = .text(to) }
    return Report(facts(number, fields, unit: unit), countyUnit: "JH")
}

private func arrived(_ time: String?) -> Knowledge.Origin {
    Knowledge.Origin(author: "王", arrivedAt: time.map { at($0) }, earlier: [:])
}

extension Knowledge {
    fileprivate func part(_ party: Party) throws -> Part { try #require(parts.first { $0.party == party }, "\(party)") }

    /// `08:06 received unit`, one an entry.
    fileprivate func lines(_ party: Party) throws -> [String] {
        try part(party).entries.map { entry in
            "\(entry.at.clockTime) \(entry.kind.rawValue) \(entry.clock)"
        }
    }
}

@Suite("谁何时知道什么: each party's minutes, each by a clock that is named")
struct KnowledgeTests {
    private func whole() throws -> Knowledge {
        let (incident, origin) = try #require(event())
        let reports = [
            report(2, "phone", sent: "08:20", deaths: 1), report(3, "online", sent: "08:40", deaths: 3),
            report(4, "online", sent: "08:45", deaths: 3, unit: "JH", to: "市政府总值班室"),
        ].compactMap { $0 }
        let order = facts(
            7,
            [
                "issuedAt": .time(at("08:50")), "leader": .text("县长"), "text": .text("核实"),
                "receiptAt": .time(at("09:05")), "receiptBy": .text("赵"),
            ], unit: "YJ")
        let tellings = [
            Knowledge.Telling(name: "镇长", at: at("08:08"), isAcknowledgement: false, by: "LC", record: id(8)),
            Knowledge.Telling(name: "副县长", at: at("08:16"), isAcknowledgement: true, by: "JH", record: id(1)),
        ]
        return Knowledge(
            incident, reports: reports, instructions: [order], tellings: tellings,
            origins: [
                id(1): origin, id(2): arrived("08:33"), id(3): arrived("09:10"), id(4): arrived(nil),
                id(7): arrived(nil),
            ], countyUnit: "JH")
    }

    @Test("each party in the order of its minutes")
    func parties() throws {
        let all = try whole()
        #expect(
            all.parts.map(\.party) == [.unit("LC"), .told("LC"), .county, .countyTold, .city, .unit("YJ")])
        #expect(
            try all.lines(.unit("LC")) == [
                "08:00 occurred unit", "08:06 received unit", "08:20 sent unit", "08:40 sent unit",
            ])
        #expect(
            try all.lines(.county) == [
                "08:12 record-arrived hub", "08:14 receipted hub", "08:20 called unit", "08:33 arrived hub",
                "08:45 sent hub", "08:50 issued hub", "09:10 arrived hub",
            ])
        #expect(try all.lines(.told("LC")) == ["08:08 told unit"])
        #expect(try all.lines(.countyTold) == ["08:16 acknowledged hub"])
        #expect(try all.lines(.city) == ["08:45 passed hub"])
        // That the other unit had the instruction is proved by its receipt, and by nothing before it.
        #expect(try all.lines(.unit("YJ")) == ["09:05 instruction-receipted unit"])
    }

    @Test("a time that was changed stands beside its first value")
    func changed() throws {
        let first = try #require(try whole().part(.unit("LC")).entries.first)
        #expect(first.at == at("08:00") && first.earlier == [at("07:50")])
    }

    @Test(
        "the figures of the last report that had reached a party",
        arguments: [
            ("08:19", nil, nil, nil), ("08:21", 1, 1, nil), ("08:41", 3, 1, nil), ("08:46", 3, 3, 3),
            ("09:11", 3, 3, 3),
        ] as [(String, Int?, Int?, Int?)])
    func figures(_ time: String, _ unit: Int?, _ county: Int?, _ city: Int?) throws {
        let all = try whole()
        func deaths(_ party: Knowledge.Party) throws -> Int? {
            try all.part(party).report(before: at(time))?.casualties.deaths
        }
        #expect(try deaths(.unit("LC")) == unit && deaths(.county) == county && deaths(.city) == city)
    }

    @Test("what the county heard of itself is the county's knowledge, and the unit has none")
    func countys() throws {
        let (incident, origin) = try #require(event(arrived: nil))
        let all = Knowledge(
            incident, reports: [], instructions: [], tellings: [], origins: [id(1): origin], countyUnit: "JH")
        #expect(all.parts.map(\.party) == [.county])
        #expect(
            try all.lines(.county) == ["08:00 occurred hub", "08:06 received hub", "08:14 receipted hub"])
    }
}
