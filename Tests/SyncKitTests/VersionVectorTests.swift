import Testing

@testable import SyncKit

/// A vector is written as `epoch:counter`, sorted by epoch, joined by commas; nothing is the empty text.
@Suite struct VersionVectorTests {
    private static func dot(_ epoch: UInt64, _ counter: UInt64) -> Dot { Dot(Epoch(bits: epoch), counter) }

    @Test(
        arguments: [
            ("", []),
            ("0000000000000001:1", [(1, 1)]),
            ("00000000000000ff:1099511627775", [(255, 1_099_511_627_775)]),
            ("0000000000000001:7,ffffffffffffffff:2", [(1, 7), (.max, 2)]),
        ] as [(String, [(UInt64, UInt64)])])
    func isWrittenAndReadTheSame(text: String, tips: [(UInt64, UInt64)]) {
        let vector = VersionVector(tips.map { Self.dot($0.0, $0.1) })
        #expect(vector.description == text)
        #expect(VersionVector(text) == vector)
    }

    @Test func doesNotDependOnOrderAndKeepsTheHighestOfAnEpoch() {
        let dots = [Self.dot(9, 1), Self.dot(2, 5), Self.dot(9, 4), Self.dot(2, 3)]
        #expect(VersionVector(dots) == VersionVector(Array(dots.reversed())))
        #expect(VersionVector(dots).tips == [Self.dot(2, 5), Self.dot(9, 4)])
    }

    @Test(arguments: [
        "x", "1:1", "0000000000000001", "0000000000000001:", "0000000000000001:0", "0000000000000001:-1",
        "0000000000000001:1099511627776", "000000000000000g:1", "0000000000000001:1:1", "+000000000000001:1",
        "0000000000000001:１", "0000000000000001:1;0000000000000002:1",
    ])
    func refusesWhatIsNoVector(text: String) {
        #expect(VersionVector(text) == nil)
    }

    @Test func readsSpacesAfterCommasAndUpperCase() {
        #expect(
            VersionVector("00000000000000AB:1, 00000000000000ac:2")
                == VersionVector([Self.dot(0xab, 1), Self.dot(0xac, 2)]))
    }

    @Test(arguments: [
        ("LC/urgent", LedgerID(unit: "LC", name: .urgent)), ("LC/routine", LedgerID(unit: "LC", name: .routine)),
        ("notice", .notice),
    ])
    func ledgersHaveOneSpelling(text: String, ledger: LedgerID) {
        #expect(LedgerID(text) == ledger)
        #expect(ledger.description == text)
    }

    @Test(arguments: ["", "LC", "LC/notice", "/urgent", "LC/urgent/x", "LC/other"])
    func refusesWhatIsNoLedger(text: String) {
        #expect(LedgerID(text) == nil)
    }

    @Test func aLineCarriesUrgentBeforeNoticesBeforeRoutine() {
        let ledgers = ["YT/routine", "notice", "YT/urgent", "LC/routine", "LC/urgent"].compactMap(LedgerID.init)
        #expect(
            ledgers.sorted().map(\.description) == ["LC/urgent", "YT/urgent", "notice", "LC/routine", "YT/routine"])
    }
}
