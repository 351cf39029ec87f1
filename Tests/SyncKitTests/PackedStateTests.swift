import Foundation
import Seeded
import Testing

@testable import SyncKit

/// A record's state as the store keeps it.
@Suite struct PackedStateTests {
    private static func dot(_ counter: UInt64) -> Dot { Dot(Epoch(bits: 0x0123_4567_89AB_CDEF), counter) }

    @Test(arguments: 1...40) func isReadAsItWasWritten(seed: UInt64) throws {
        var random = Seeded(seed: seed)
        var state = RecordState()
        for counter in UInt64(1)...5 {
            let sees = random.next() % 2 == 0
            state.apply(RandomBody.change(&random).writes, dot: Self.dot(counter)) { _ in sees }
        }
        #expect(try PackedState.decode(PackedState.encode(state)) == state)
    }

    /// The short way of a record's first set comes to the same bytes as the long one, or is not taken.
    @Test(arguments: 1...40) func aFirstSetIsWrittenStraightFromItsWrites(seed: UInt64) {
        var random = Seeded(seed: seed)
        for _ in 0..<20 {
            let writes = RandomBody.change(&random).writes
            var state = RecordState()
            state.apply(writes, dot: Self.dot(7)) { _ in false }
            let short = PackedState.encodeFirst(writes, dot: Self.dot(7))
            let isPlain =
                !writes.isEmpty && Set(writes.map(\.field)).count == writes.count
                && writes.allSatisfy { if case .set = $0.operation { true } else { false } }
            #expect(short == (isPlain ? PackedState.encode(state) : nil))
        }
    }

    @Test func nothingIsKeptOfARecordWithoutEffect() {
        #expect(PackedState.encode(RecordState()).isEmpty)
        #expect(PackedState.encodeFirst([], dot: Self.dot(1)) == nil)
    }
}
