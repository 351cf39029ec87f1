import DutyRecords
import Seeded
import SyncKit
import Testing

@Suite("第十条: volumes, their pages and the codes on paper")
struct VolumeTests {
    private func entry(_ serial: Int, _ fields: [String: FieldValue] = [:]) -> RecordFacts {
        let digits = String(10_000 + serial).dropFirst()
        return facts(
            UInt64(serial),
            [
                "volume": .text("2026-A"), "number": .text("LC-2026-A-\(digits)"), "matter": .text("事项\(serial)"),
                "occurredAt": .time(at("08:00")),
            ].merging(fields) { $1 })
    }

    private func volume(_ entries: [RecordFacts], named name: String = "2026-A", unit: String = "LC") -> LogVolume {
        LogVolume(facts(900, ["volume": .text(name)], unit: unit), log: entries)
    }

    // MARK: Pages

    @Test("a volume takes its own entries, in the order of their numbers")
    func order() {
        let other = facts(50, ["volume": .text("2026-B"), "number": .text("LC-2026-B-0001")])
        let found = volume([entry(3), entry(1), other, entry(2)])
        #expect(found.entries.map { $0.text("matter") } == ["事项1", "事项2", "事项3"])
        #expect(found.firstNumber == "LC-2026-A-0001" && found.lastNumber == "LC-2026-A-0003")
    }

    @Test("pages hold all entries once, and later words or later entries move no boundary")
    func pagesStay() {
        var random = Seeded(seed: 7)
        let first = (1...300).map { _ -> [String: FieldValue] in
            let length = Int(random.next() % 200)
            return ["matter": .text(String(repeating: "长", count: length)), "handling": .text("已处理")]
        }
        let pages = VolumePage.cut(first)
        #expect(pages.map(\.number) == Array(1...pages.count))
        #expect(pages.flatMap(\.places) == Array(0..<300))
        #expect(pages.allSatisfy { $0.places.count <= PageCode.countMax })
        for count in [1, 17, 150, 299] {
            let earlier = VolumePage.cut(Array(first.prefix(count)))
            #expect(earlier.dropLast() == pages.prefix(earlier.count - 1))
            #expect(earlier.last?.places.lowerBound == pages[earlier.count - 1].places.lowerBound)
        }
        #expect(VolumePage.cut([]).isEmpty)
    }

    @Test("an entry that is longer than a page has a page of its own; a page of short ones is full")
    func longEntries() {
        let long: [String: FieldValue] = ["matter": .text(String(repeating: "长", count: 4_000))]
        let short: [String: FieldValue] = ["matter": .text("短")]
        #expect(VolumePage.cut([short, long, short]).map(\.places) == [0..<1, 1..<2, 2..<3])
        #expect(VolumePage.cut(Array(repeating: short, count: 12)).map(\.places.count) == [10, 2])
    }

    // MARK: Codes

    @Test("a code is four groups of five signs and is read back, however it is typed")
    func codesAreRead() throws {
        let code = volume([entry(1), entry(2)]).code(of: 0..<2)
        let text = code.description
        #expect(text.utf8.count == 23 && text.split(separator: "-").map(\.utf8.count) == [5, 5, 5, 5])
        let wide = String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { $0 == "-" ? "－" : Unicode.Scalar($0.value + 0xFEE0) ?? $0 }))
        let sloppy = text.replacing("0", with: "o").replacing("1", with: "l")
        for typed in [text, text.lowercased(), text.replacing("-", with: " "), wide, sloppy] {
            #expect(try PageCode(typed: typed) == code, "\(typed)")
        }
    }

    @Test("every single wrong sign and every exchange of two is found")
    func slipsAreFound() throws {
        let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
        let signs = Array(volume([entry(1)]).code(of: 0..<1).description.replacing("-", with: ""))
        for place in signs.indices {
            for sign in alphabet where sign != signs[place] {
                var typed = signs
                typed[place] = sign
                #expect(throws: PageCode.Fault.check) { try PageCode(typed: String(typed)) }
            }
            for other in signs.indices where signs[other] != signs[place] {
                var typed = signs
                typed.swapAt(place, other)
                #expect(throws: PageCode.Fault.check) { try PageCode(typed: String(typed)) }
            }
        }
        #expect(throws: PageCode.Fault.length(3)) { try PageCode(typed: "ABC") }
        #expect(throws: PageCode.Fault.length(0)) { try PageCode(typed: "") }
        #expect(throws: PageCode.Fault.sign("U")) { try PageCode(typed: String(repeating: "U", count: 20)) }
        #expect(throws: PageCode.Fault.sign("页")) { try PageCode(typed: "页") }
    }

    @Test(
        "any change of what a page says changes its code",
        arguments: [
            ["matter": .text("改过")], ["handling": .text("后加")], ["voided": .boolean(true)],
            ["number": .text("LC-2026-A-0004")], ["officers": .list([.text("王晓东")])], ["matter": .absent],
            ["occurredAt": .time(at("08:01"))], ["newerField": .text("新")],
        ] as [[String: FieldValue]])
    func codesChange(_ change: [String: FieldValue]) {
        let before = volume([entry(1), entry(2), entry(3)]).code(of: 1..<3)
        let after = volume([entry(1), entry(2), entry(3, change)]).code(of: 1..<3)
        #expect(before.seal != after.seal)
    }

    @Test("a code stands for its unit, its volume and the numbers before it; other pages' words are their own")
    func codesStandForTheirPlace() {
        let log = [entry(1), entry(2), entry(3)]
        let code = volume(log).code(of: 1..<3)
        #expect(volume(log, unit: "QF").code(of: 1..<3).seal != code.seal)
        #expect(volume([entry(1, ["matter": .text("改过")]), entry(2), entry(3)]).code(of: 1..<3) == code)
        #expect(volume(log + [entry(4)]).code(of: 1..<3) == code)
        #expect(volume([entry(2), entry(3)]).code(of: 0..<2).seal != code.seal, "an entry before it is gone")
        #expect(volume(log).code(of: 1..<2).seal != code.seal)
    }

    // MARK: Checked later

    private func versions(_ entry: RecordFacts, _ later: [(Int64, [String: FieldValue])] = []) -> [PageCheck.Version] {
        [PageCheck.Version(at: 1, fields: entry.fields)]
            + later.map { PageCheck.Version(at: $0.0, fields: entry.fields.merging($0.1) { $1 }) }
    }

    @Test("a page is unchanged, changed in these entries, or was never there")
    func checks() throws {
        let log = [entry(1), entry(2), entry(3)]
        let code = volume(log).code(of: 0..<3)
        let same = try #require(PageCheck(code, in: volume(log + [entry(4)])))
        #expect(same.isUnchanged && same.places == 0..<3)

        let void: [String: FieldValue] = ["voided": .boolean(true), "voidReason": .text("记错")]
        let more: [String: FieldValue] = ["handling": .text("已转办")]
        let now = volume([entry(1), entry(2, void), entry(3, more)])
        let changed = try #require(PageCheck(code, in: now))
        #expect(!changed.isUnchanged)
        let found = changed.changed([
            versions(entry(1)), versions(entry(2), [(5, void)]), versions(entry(3), [(9, more)]),
        ])
        #expect(found?.map(\.number) == ["LC-2026-A-0002", "LC-2026-A-0003"])
        #expect(found?.map(\.fields) == [["voidReason", "voided"], ["handling"]])

        // Printed between the two changes: one of them was on the paper already.
        let between = volume([entry(1), entry(2, void), entry(3)]).code(of: 0..<3)
        let later = try #require(PageCheck(between, in: now))
        let second = later.changed([
            versions(entry(1)), versions(entry(2), [(5, void)]), versions(entry(3), [(9, more)]),
        ])
        #expect(second?.map(\.number) == ["LC-2026-A-0003"])

        // The right place with a seal that never was.
        let forged = PageCode(volumeTag: code.volumeTag, firstSerial: 1, count: 3, seal: code.seal ^ 1)
        let unknown = try #require(PageCheck(forged, in: now))
        #expect(!unknown.isUnchanged)
        #expect(
            unknown.changed([
                versions(entry(1)), versions(entry(2), [(5, void)]), versions(entry(3), [(9, more)]),
            ]) == nil)
    }

    @Test("a change that came after the print with an earlier time is found too")
    func lateArrivals() throws {
        let code = volume([entry(1), entry(2)]).code(of: 0..<2)
        let (a, b): ([String: FieldValue], [String: FieldValue]) = (
            ["matter": .text("甲机改")], ["handling": .text("乙机补")]
        )
        // Printed with the second change alone, which has the later time.
        let printed = volume([entry(1), entry(2, b)]).code(of: 0..<2)
        let now = volume([entry(1, a), entry(2, b)])
        let all = [versions(entry(1), [(3, a)]), versions(entry(2), [(8, b)])]
        #expect(try #require(PageCheck(printed, in: now)).changed(all)?.map(\.number) == ["LC-2026-A-0001"])
        #expect(try #require(PageCheck(code, in: now)).changed(all)?.count == 2)
    }

    @Test("a code of another volume, or of more entries than there are, is not of this one")
    func elsewhere() {
        let log = [entry(1), entry(2)]
        #expect(PageCheck(volume(log).code(of: 0..<2), in: volume(log, unit: "QF")) == nil)
        #expect(PageCheck(volume(log).code(of: 0..<2), in: volume([entry(1)])) == nil)
        #expect(PageCheck(volume(log).code(of: 1..<2), in: volume([entry(1)])) == nil)
    }

    // MARK: Seals, corrections, marks

    @Test("a sealed volume names what was changed and what was added since")
    func conditions() {
        let then = volume([entry(1), entry(2)])
        func sealed(_ entries: [RecordFacts], digest: String? = nil) -> LogVolume {
            LogVolume(
                facts(
                    900,
                    [
                        "volume": .text("2026-A"), "sealedThrough": .text("LC-2026-A-0002"),
                        "sealedAt": .time(at("09:00")), "digest": .text(digest ?? then.digest),
                    ]), log: entries)
        }
        let open = VolumeCondition(then, sealed: nil)
        #expect(open.isSound && !open.isSealed && open.sealFits == nil)
        let now = VolumeCondition(sealed([entry(1, ["matter": .text("改")]), entry(2), entry(3)]), sealed: then)
        #expect(now.isSound && now.addendum == 1 && now.changedSince == ["LC-2026-A-0001"])
        let broken = VolumeCondition(sealed([entry(1), entry(2)], digest: "00"), sealed: then)
        #expect(!broken.isSound && broken.sealFits == false)
        #expect(!VolumeCondition(volume([entry(1), entry(3)]), sealed: nil).isSound, "a number is missing")
        #expect(VolumeCondition(volume([entry(1), entry(3)]), sealed: nil).gaps == ["LC-2026-A-0002"])
    }

    @Test("what replaced a word is a correction; what filled an empty field or voids is none")
    func corrections() {
        func version(_ at: Int64, _ fields: [String: FieldValue]) -> RecordVersion {
            RecordVersion(
                authorship: Authorship(
                    dot: Dot(Epoch(bits: 1), UInt64(at)), at: at, author: "王晓东", replica: ReplicaID(bits: 1),
                    receivedAt: nil), fields: fields)
        }
        let found = Correction.all(in: [
            version(1, ["matter": .text("一")]), version(2, ["matter": .text("一"), "handling": .text("办")]),
            version(3, ["matter": .text("二"), "handling": .text("办"), "voided": .boolean(true)]),
            version(4, ["matter": .text("二"), "voided": .boolean(true)]),
        ])
        #expect(found.map(\.field) == ["matter", "handling"] && found.map(\.at) == [3, 4])
        #expect(found.first?.before == .text("一") && found.first?.after == .text("二"))
        #expect(found.last?.after == .absent)
        #expect(Correction.all(in: []).isEmpty)
    }

    @Test("entries are marked: made late, from paper, after the clock was set back")
    func marks() {
        let log = [
            entry(1, ["savedAt": .time(at("08:00"))]),
            entry(
                2,
                [
                    "savedAt": .time(at("07:41")), "paperNumber": .text("LC-2026-A-P1-01"),
                    "recordedAt": .time(at("04:00", on: "2026-10-02")),
                ]),
            entry(3, ["savedAt": .time(at("07:42"))]), entry(4, ["savedAt": .time(at("07:41"))]), entry(5),
        ]
        let found = LogMark.all(log)
        #expect(found[id(2)] == [.fromPaper("LC-2026-A-P1-01"), .late(minutes: 1200), .clockSetBack(minutes: 19)])
        #expect(found.count == 1, "the jitter of a good clock is no mark")
    }

    @Test(
        "what was saved while the clock was ahead is marked with both times; a clock that was set back marks nobody before",
        arguments: [
            (["08:00", "10:30", "10:31", "08:05", "08:06"], [2: "08:05", 3: "08:05"]),
            // Without an entry that fits, nobody can say that the clock was ahead.
            (["10:30", "08:05", "08:06"], [:]), (["08:00", "08:10", "02:00", "08:20"], [:]),
            (["08:00", "08:02", "08:01", "08:03"], [:]), (["08:00", "09:00", "10:00"], [:]),
            // Twice, each by the entry that shows it.
            (["08:00", "12:00", "08:10", "15:00", "08:20"], [2: "08:10", 4: "08:20"]),
            // Two minutes are no jitter any more.
            (["08:00", "08:05", "08:03"], [2: "08:03"]),
        ] as [([String], [UInt64: String])])
    func clockSetForward(saved: [String], marked: [UInt64: String]) {
        let log = saved.enumerated().map { entry($0 + 1, ["savedAt": .time(at($1))]) }
        let found = LogMark.all(log)
        for (place, time) in saved.enumerated() {
            let mark = found[id(UInt64(place + 1))]?.first { if case .clockSetForward = $0 { true } else { false } }
            let meant = marked[UInt64(place + 1)].map { LogMark.clockSetForward(saved: at(time), next: at($0)) }
            #expect(mark == meant, "\(place + 1) of \(saved)")
        }
    }

    // MARK: Paper

    @Test("paper has a series of its own that no number of the log can meet, and a block a branch")
    func paperNumbers() throws {
        let numbering = PaperNumber.numbering(letter: "A", year: 2026)
        #expect(numbering.series("") != numbering.series("3f9c"))
        let block = numbering.numbered(RecordChange(collection: "paper-block", record: id(1), writes: []), 3, "3f9c")
        #expect(
            block.first?.writes == [
                FieldWrite("volume", .set(.text("2026-A3f9c"))), FieldWrite("block", .set(.integer(3))),
            ])
        let number = PaperNumber.text(unit: "LC", volume: "2026-A", block: 3, line: 7)
        #expect(number == "LC-2026-A-P3-07")
        #expect(LogNumber.parse(number)?.volume != "2026-A")
    }

    @Test("a block says which of its lines are entered, which are open, which twice")
    func paperBlocks() throws {
        let record = facts(1, ["volume": .text("2026-A"), "block": .integer(1), "lines": .integer(3)])
        func named(_ serial: Int, _ line: Int) -> RecordFacts {
            entry(serial, ["paperNumber": .text("LC-2026-A-P1-0\(line)")])
        }
        let block = try #require(PaperBlock(record, log: [entry(1), named(2, 1), named(3, 3), named(4, 3)]))
        #expect(block.open.map(\.number) == ["LC-2026-A-P1-02"] && !block.isClosed)
        #expect(block.doubles.map(\.number) == ["LC-2026-A-P1-03"])
        let whole = try #require(PaperBlock(record, log: [named(1, 1), named(2, 2), named(3, 3)]))
        #expect(whole.isClosed && whole.doubles.isEmpty)
        #expect(PaperBlock(facts(1, ["lines": .integer(3)]), log: []) == nil)
    }
}
