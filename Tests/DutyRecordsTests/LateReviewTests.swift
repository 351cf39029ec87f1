import DutyRecords
import Testing

@testable import SyncKit

/// A late report's review: what was given first beside what it became, and the people of that minute.
@Suite struct LateReviewTests {
    private static func entry(
        _ counter: UInt64, _ time: Instant, _ author: String, _ writes: [String: FieldValue], isHeld: Bool = false
    ) -> HistoryEntry {
        HistoryEntry(
            authorship: Authorship(
                dot: Dot(Epoch(bits: 1), counter), at: time.milliseconds, author: author, replica: ReplicaID(bits: 9),
                receivedAt: (time + .minutes(1)).milliseconds),
            writes: writes.sorted { $0.key < $1.key }.map { FieldWrite($0.key, .set($0.value)) }, removed: [], seen: [],
            isHeld: isHeld)
    }

    private func incident(_ fields: [String: FieldValue]) throws -> Incident {
        let all: [String: FieldValue] = ["summary": .text("车祸"), "level": .text("一般")]
        return try #require(Incident(facts(1, all.merging(fields) { $1 }, received: at("10:11"))))
    }

    private func review(
        _ incident: Incident, _ history: [HistoryEntry], reports: [Report] = [], now: Instant = at("12:00")
    )
        -> LateReview
    {
        LateReview(incident, [.init(.incident, incident.record, history)]) { supposed in
            ReportingRules(book: RuleBook(), countyUnit: "JH", now: now).obligations(of: supposed, reports: reports)
        }
    }

    private func report(sent: Instant) throws -> Report {
        try #require(
            Report(
                facts(
                    11,
                    [
                        "incident": .record(1), "kind": .text("初报"), "by": .text("written"), "sentAt": .time(sent),
                    ]), countyUnit: "JH"))
    }

    @Test func aTimeThatWasChangedStandsBesideItsFirstValueAndHidesNoLateness() throws {
        let event = try incident(["occurredAt": .time(at("09:30")), "receivedAt": .time(at("09:35"))])
        let history = [
            Self.entry(1, at("10:10"), "张", ["occurredAt": .time(at("08:30")), "receivedAt": .time(at("09:35"))]),
            // Written once more and the same is no change.
            Self.entry(2, at("10:20"), "李", ["receivedAt": .time(at("09:35"))]),
            Self.entry(3, at("10:40"), "王", ["occurredAt": .time(at("09:10"))]),
            Self.entry(4, at("10:45"), "赵", ["occurredAt": .time(at("07:00"))], isHeld: true),
            Self.entry(5, at("10:50"), "王", ["occurredAt": .time(at("09:30"))]),
        ]
        let review = review(event, history, reports: [try report(sent: at("10:10"))])
        #expect(review.edited.map(\.field.name) == ["occurredAt"])
        let evidence = try #require(review.edited.first)
        #expect(evidence.first.value == at("08:30").description && evidence.first.by.author == "张")
        #expect(evidence.first.at == at("10:10") && evidence.first.receivedAt == at("10:11"))
        #expect(evidence.later.map(\.value) == [at("09:10").description, at("09:30").description])
        #expect(evidence.later.map(\.by.author) == ["王", "王"])
        #expect(review.firstOccurrence == at("08:30"))
        // By the present time it was in time; by the first it was 40 minutes late.
        let leg = try #require(review.legs.first { $0.row.rule == .report })
        #expect(leg.row.lateMinutes(at: at("12:00")) == 0 && leg.byFirst?.lateMinutes(at: at("12:00")) == 40)
        #expect(leg.lateMinutes(at: at("12:00")) == 40)
        let moments = review.moments(event, countyUnit: "JH", now: at("12:00"))
        #expect(moments.map(\.minute) == [.firstOccurred, .limit, .occurred, .learned, .atTheCounty])
        #expect(moments.map(\.at) == [at("08:30"), at("09:30"), at("09:30"), at("09:35"), at("10:11")])
        #expect(moments.map(\.unit) == ["LC", "LC", "LC", "LC", "JH"])
    }

    @Test func withoutAChangeThereIsOneReckoning() throws {
        let event = try incident(["occurredAt": .time(at("09:00")), "level": .text("较大")])
        let review = review(event, [Self.entry(1, at("09:10"), "张", ["occurredAt": .time(at("09:00"))])])
        #expect(review.firstOccurrence == nil && review.edited.isEmpty)
        #expect(review.legs.allSatisfy { $0.byFirst == nil })
        #expect(review.legs.filter { $0.lateMinutes(at: at("12:00")) > 0 }.map(\.row.rule) == [.report, .city])
        // What has not come yet is no minute to ask about.
        let early = review.moments(event, countyUnit: "JH", now: at("09:30"))
        #expect(early.map(\.minute) == [.occurred])
        let all = review.moments(event, countyUnit: "JH", now: at("12:00"))
        #expect(all.map(\.minute) == [.occurred, .limit, .atTheCounty, .cityLimit])
        #expect(all.last?.unit == "JH")
    }

    // MARK: People

    private func person(_ number: UInt64, _ name: String, _ fields: [String: FieldValue] = [:]) -> RecordFacts {
        facts(number, fields.merging(["name": .text(name)]) { $1 })
    }

    private func shift(_ number: UInt64, _ field: String, _ person: UInt64, _ fields: [String: FieldValue] = [:])
        -> RecordFacts
    {
        let all: [String: FieldValue] = [
            "start": .time(at("08:00")), "end": .time(at("20:00")), field: .record(person),
        ]
        return facts(number, all.merging(fields) { $1 })
    }

    @Test func theRosterOfThatMinuteStandsWhateverBecameOfItLater() throws {
        let evening = at("18:00", on: "2026-09-30")
        let then = book([
            "person": [
                person(101, "张三", ["post": .text("副镇长")]), person(102, "李四"), person(103, "王五"),
                person(104, "赵六", ["dutyLead": .boolean(true)]), person(105, "钱七", ["roomHead": .boolean(true)]),
            ],
            "leader-shift": [shift(201, "leader", 101)],
            "duty-shift": [
                shift(202, "officer", 102, ["substituteFor": .record(103), "approvedBy": .text("赵六")]),
                shift(203, "officer", 103, ["post": .text("应急值班岗")]),
                shift(204, "officer", 105, ["start": .time(at("20:00")), "end": .time(at("23:00"))]),
            ],
            "handover": [
                facts(301, ["at": .time(at("08:00")), "outgoing": .text("甲"), "incoming": .text("李四")]),
                facts(302, ["at": .time(at("08:00", on: "2026-09-25"))]),
            ],
        ])
        let histories: [RecordID: [HistoryEntry]] = [
            id(201): [
                Self.entry(1, evening, "办公室", ["leader": .record(101)]),
                Self.entry(5, at("15:00"), "办公室", ["leader": .record(104)]),
            ],
            id(202): [
                Self.entry(2, evening, "办公室", ["officer": .record(103)]),
                Self.entry(3, at("07:00"), "办公室", ["officer": .record(102), "substituteFor": .record(103)]),
                Self.entry(6, at("16:00"), "办公室", ["voided": .boolean(true)]),
            ],
            id(203): [Self.entry(7, at("17:00"), "办公室", ["officer": .record(103)])],
        ]
        let duty = FrozenDuty(of: "LC", at: at("10:00"), then: then, histories: histories, exchanged: [:], present: [:])
        #expect(duty.leaders.map(\.name) == ["张三"] && duty.leaders.first?.title == "副镇长")
        let change = try #require(duty.leaders.first?.later.first)
        #expect(change.person == "赵六" && change.by.author == "办公室" && !change.isVoided)
        #expect(duty.officers.map(\.name) == ["李四"], "the stand-in was agreed before")
        #expect(duty.officers.first?.standsInFor == "王五" && duty.officers.first?.approvedBy == "赵六")
        #expect(duty.officers.first?.later.map(\.isVoided) == [true], "agreed changes before the minute are none since")
        #expect(duty.afterwards.map(\.name) == ["王五"], "nobody went by what was entered at 17:00")
        #expect(duty.lead.map(\.name) == ["赵六"] && duty.roomHead?.name == "钱七")
        #expect(duty.openHandovers.map(\.id) == [id(301)], "one that is days old is another shift's")
    }

    @Test func aSwapNamesTheOther() {
        let then = book([
            "person": [person(101, "张三"), person(102, "李四")],
            "duty-shift": [shift(201, "officer", 101, ["swappedWith": .record(202)])],
        ])
        let duty = FrozenDuty(
            of: "LC", at: at("10:00"), then: then, histories: [:], exchanged: [id(202): id(102)], present: [:])
        #expect(duty.officers.first?.isSwap == true && duty.officers.first?.swappedWith == "李四")
    }
}
