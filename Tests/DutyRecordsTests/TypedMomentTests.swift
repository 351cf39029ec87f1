import DutyRecords
import Testing

/// Times and days as people type them, on Thursday 2026-11-26 at 09:10 in Asia/Shanghai.
@Suite struct TypedMomentTests {
    private static let now = Instant("2026-11-26T09:10:00+08:00") ?? Instant(milliseconds: 0)

    @Test(arguments: [
        ("0830", "2026-11-26T08:30"), ("830", "2026-11-26T08:30"), ("8:30", "2026-11-26T08:30"),
        ("８：３０", "2026-11-26T08:30"), ("8点半", "2026-11-26T08:30"), ("8点", "2026-11-26T08:00"),
        ("8时05分", "2026-11-26T08:05"), ("8:30:15", "2026-11-26T08:30:15"), ("0914", "2026-11-26T09:14"),
        ("现在", "2026-11-26T09:10"), ("now", "2026-11-26T09:10"), ("昨天 2350", "2026-11-25T23:50"),
        ("昨天2350", "2026-11-25T23:50"), ("昨日 23:50", "2026-11-25T23:50"), ("前天 0:05", "2026-11-24T00:05"),
        ("今天 23:50", "2026-11-26T23:50"), ("今日 0830", "2026-11-26T08:30"), ("yesterday 23:50", "2026-11-25T23:50"),
        ("10-1 8:30", "2026-10-01T08:30"), ("10/1 0830", "2026-10-01T08:30"), ("10月1日8:30", "2026-10-01T08:30"),
        ("10月1日 8时30分", "2026-10-01T08:30"), ("2026-10-01 08:30", "2026-10-01T08:30"),
        ("2026-10-01T08:30", "2026-10-01T08:30"), ("2026年10月1日 8:30", "2026-10-01T08:30"),
        ("2026/10/1 8:30", "2026-10-01T08:30"), ("202610010830", "2026-10-01T08:30"),
        ("20261001 0830", "2026-10-01T08:30"),
        ("昨天 24:00", "2026-11-26T00:00"), (" 0830 ", "2026-11-26T08:30"), ("1-5 8:30", "2027-01-05T08:30"),
    ])
    func timesAreReadAsTheyAreMeant(typed: String, meant: String) throws {
        #expect(try TypedMoment.time(typed, now: Self.now, .past) == meant + "+08:00")
    }

    @Test func whatHasAnOffsetStaysAsItWasTyped() throws {
        for typed in ["2026-10-01T00:30:00Z", "2026-10-01T08:30:00.5+08:00"] {
            #expect(try TypedMoment.time(typed, now: Self.now, .past) == typed)
        }
    }

    @Test(
        arguments: [
            ("2350", TypedMoment.Lean.past, TypedMoment.Fault.notYet), ("0916", .past, .notYet),
            ("0830", .future, .gone),
            ("明天", .past, .noTimeOfDay), ("10-1", .past, .noTimeOfDay), ("2530", .past, .notThere),
            ("8:60", .past, .notThere), ("2-30 8:30", .past, .notThere), ("24:01", .past, .notThere),
            ("6-1 8:30", .past, .none), ("3-1 8:30", .past, .yearOpen), ("", .past, .unreadable),
            ("8", .past, .unreadable),
            ("下午3点", .past, .unreadable), ("10.1 8:30", .past, .unreadable), ("8:30 8:30", .past, .unreadable),
            ("26-10-1 8:30", .past, .unreadable), ("昨天 10-1 8:30", .past, .unreadable), ("8:3०", .past, .unreadable),
            ("-8:30", .past, .unreadable), ("0830", .either, .none), ("2350", .either, .none), ("2350", .future, .none),
        ] as [(String, TypedMoment.Lean, TypedMoment.Fault?)])
    func whatCouldMeanTwoMomentsIsRefused(typed: String, lean: TypedMoment.Lean, fault: TypedMoment.Fault?) {
        var found: TypedMoment.Fault?
        do throws(TypedMoment.Fault) {
            _ = try TypedMoment.time(typed, now: Self.now, lean)
        } catch {
            found = error
        }
        #expect(found == fault)
    }

    @Test(arguments: [
        ("2026-11", "2026-11"), ("2026/1", "2026-01"), ("2026年3月", "2026-03"), ("202702", "2027-02"),
        ("２０２６－１２", "2026-12"), ("11月", "2026-11"), ("11", "2026-11"), ("1月", "2027-01"), ("4", "2027-04"),
        ("12月", "2026-12"), ("6月", "2026-06"), ("本月", "2026-11"), ("这个月", "2026-11"), ("下月", "2026-12"),
        ("下个月", "2026-12"), ("上月", "2026-10"), (" 上个月 ", "2026-10"), ("next month", "2026-12"),
    ])
    func monthsAreReadAsTheyAreMeant(typed: String, meant: String) throws {
        #expect(try TypedMoment.month(typed, now: Self.now).description == meant)
    }

    @Test func aMonthAcrossTheTurnOfTheYearIsTheNearest() throws {
        let newYear = try #require(Instant("2027-01-02T00:10:00+08:00"))
        for (typed, meant) in [("12月", "2026-12"), ("上月", "2026-12"), ("6月", "2027-06"), ("8月", "2026-08")] {
            #expect(try TypedMoment.month(typed, now: newYear).description == meant, "\(typed)")
        }
    }

    @Test(arguments: [
        ("5月", TypedMoment.Fault.yearOpen), ("13", .notThere), ("0月", .notThere), ("2026-13", .notThere),
        ("1899-01", .notThere), ("2026-11-25", .unreadable), ("11-25", .unreadable), ("20261", .unreadable),
        ("十一月", .unreadable), ("", .unreadable), ("-11", .unreadable), ("2026-011", .unreadable), ("月", .unreadable),
        (String(repeating: "1", count: 61), .unreadable),
    ])
    func whatIsNoMonthIsRefused(typed: String, fault: TypedMoment.Fault) {
        #expect(throws: fault) { try TypedMoment.month(typed, now: Self.now) }
    }

    @Test(arguments: [
        ("0830", 510), ("830", 510), ("8:30", 510), ("８：３０", 510), ("8点半", 510), ("8点", 480), ("17时05分", 1025),
        ("0:00", 0), ("24:00", 1440), (" 23:59 ", 1439),
    ])
    func timesOfTheDayAreReadAsTheyAreMeant(typed: String, meant: Int) throws {
        #expect(try TypedMoment.clock(typed) == meant)
    }

    @Test(arguments: [
        ("25:00", TypedMoment.Fault.notThere), ("8:60", .notThere), ("24:01", .notThere), ("8", .unreadable),
        ("", .unreadable), ("今天 8:30", .unreadable), ("8:30:15", .unreadable), ("8.30", .unreadable),
        ("下午3点", .unreadable),
    ])
    func whatIsNoTimeOfTheDayIsRefused(typed: String, fault: TypedMoment.Fault) {
        #expect(throws: fault) { try TypedMoment.clock(typed) }
    }

    @Test func everyFaultSaysWhatToType() {
        let faults = TypedMoment.Fault.allCases
        for (fault, asked) in faults.flatMap({ fault in TypedMoment.Asked.allCases.map { (fault, $0) } }) {
            let (chinese, english) = fault.sentence(asked)
            #expect(chinese.last == "。" && english.unicodeScalars.allSatisfy(\.isASCII), "\(fault) \(asked)")
        }
    }

    @Test(arguments: [
        ("2026-11-25", "2026-11-25", 1, "2026-11-24", "2026-11-26"),
        ("2026-12-30", "2027-01-02", 4, "2026-12-26", "2027-01-03"),
    ])
    func theDaysBeforeAndAfterAreAsMany(from: String, to: String, count: Int, before: String, after: String) {
        let cut = DayCut(from: Day(from), to: Day(to))
        #expect(cut.count == count && !cut.isBackwards)
        #expect(cut.moved(by: -1)?.from == Day(before) && cut.moved(by: -1)?.count == count)
        #expect(cut.moved(by: 1)?.from == Day(after) && cut.moved(by: 1)?.count == count)
    }

    @Test func anOpenOrABackwardCutMovesNowhere() {
        let (one, two) = (Day("2026-11-25"), Day("2026-11-26"))
        for cut in [DayCut(from: one, to: nil), DayCut(from: nil, to: one), DayCut(from: nil, to: nil)] {
            #expect(cut.moved(by: 1) == nil && !cut.isBackwards)
        }
        let backwards = DayCut(from: two, to: one)
        #expect(backwards.isBackwards && backwards.count == nil && backwards.moved(by: 1) == nil)
    }

    @Test func theTurnOfTheYearIsNotAYearOff() throws {
        let newYear = try #require(Instant("2027-01-02T00:10:00+08:00"))
        #expect(try TypedMoment.time("12-31 23:50", now: newYear, .past) == "2026-12-31T23:50+08:00")
        #expect(try TypedMoment.time("昨天 2350", now: newYear, .past) == "2027-01-01T23:50+08:00")
        #expect(throws: TypedMoment.Fault.notYet) { try TypedMoment.time("2350", now: newYear, .past) }
    }

    @Test(arguments: [
        ("今天", "2026-11-26"), ("昨天", "2026-11-25"), ("tomorrow", "2026-11-27"), ("10-1", "2026-10-01"),
        ("1001", "2026-10-01"),
        ("10月1日", "2026-10-01"), ("2026-10-01", "2026-10-01"), ("20261001", "2026-10-01"), ("2026.10.1", "2026-10-01"),
        ("2026年10月1日", "2026-10-01"),
    ])
    func daysAreReadAsTheyAreMeant(typed: String, meant: String) throws {
        #expect(try TypedMoment.day(typed, now: Self.now) == meant)
    }

    @Test(arguments: [("8:30", TypedMoment.Fault.noDay), ("0230", .notThere), ("0301", .yearOpen), ("x", .unreadable)])
    func whatIsNoDayIsRefused(typed: String, fault: TypedMoment.Fault) {
        #expect(throws: fault) { try TypedMoment.day(typed, now: Self.now) }
    }

    @Test func everyRefusalSaysWhatToTypeInBothLanguages() throws {
        let field = try #require(Collection.logEntry.field("occurredAt"))
        for (typed, chinese, english) in [("2350", "昨天 23:50", "yesterday 23:50"), ("明天", "10-1 8:30", "10-1 8:30")] {
            let error = #expect(throws: EntryError.self) { try field.moment(typed, now: Self.now) }
            #expect(error?.message(in: .chinese).contains(chinese) == true)
            #expect(error?.message(in: .english).contains(english) == true)
        }
        // A day stays a day where either of the two may stand.
        let joined = try #require(Collection.person.field("joinedAt"))
        #expect(try joined.moment("10-1", now: Self.now) == "2026-10-01")
        #expect(try joined.moment("10-1 830", now: Self.now) == "2026-10-01T08:30+08:00")
    }
}
