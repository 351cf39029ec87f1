import Seeded
import Testing

@testable import SyncKit

/// A tip covers its epoch up to its counter and, through the parents, what that epoch continues.
@Suite struct AncestryTests {
    private static func dot(_ epoch: UInt64, _ counter: UInt64) -> Dot { Dot(Epoch(bits: epoch), counter) }
    private static func vector(_ dots: Dot...) -> VersionVector { VersionVector(dots) }

    /// Epoch 1 to 10; 2 goes on from its end; 3 from the middle (a copy put back); 4 joins both again. 9 is another's.
    private static let tree: Ancestry = {
        var ancestry = Ancestry()
        let mine = ReplicaID(bits: 1)
        ancestry.insert(Epoch(bits: 1), replica: mine, parents: [])
        ancestry.insert(Epoch(bits: 2), replica: mine, parents: [dot(1, 10)])
        ancestry.insert(Epoch(bits: 3), replica: mine, parents: [dot(1, 6)])
        ancestry.insert(Epoch(bits: 4), replica: mine, parents: [dot(2, 4), dot(3, 5)])
        ancestry.insert(Epoch(bits: 9), replica: ReplicaID(bits: 2), parents: [])
        return ancestry
    }()

    @Test(
        arguments: [
            (vector(), [:]),
            (vector(dot(1, 3)), [1: 3]),
            (vector(dot(2, 1)), [1: 10, 2: 1]),
            (vector(dot(3, 2)), [1: 6, 3: 2]),
            (vector(dot(2, 1), dot(3, 2)), [1: 10, 2: 1, 3: 2]),
            (vector(dot(4, 1)), [1: 10, 2: 4, 3: 5, 4: 1]),
            (vector(dot(4, 1), dot(9, 2)), [1: 10, 2: 4, 3: 5, 4: 1, 9: 2]),
            (vector(dot(3, 2), dot(1, 8)), [1: 8, 3: 2]),
            // An epoch that was never declared here covers itself alone.
            (vector(dot(77, 5)), [77: 5]),
        ] as [(VersionVector, [UInt64: UInt64])])
    func closureSpellsOutWhatIsCovered(vector: VersionVector, expected: [UInt64: UInt64]) {
        let counters = Dictionary(uniqueKeysWithValues: expected.map { (Epoch(bits: $0.key), $0.value) })
        #expect(Self.tree.closure(of: vector) == Coverage(counters))
    }

    @Test(arguments: [
        (vector(dot(2, 1)), dot(1, 10), true),
        (vector(dot(2, 1)), dot(2, 2), false),
        (vector(dot(3, 1)), dot(1, 6), true),
        (vector(dot(3, 1)), dot(1, 7), false),
        (vector(dot(4, 1)), dot(1, 7), true),
        (vector(dot(4, 1)), dot(9, 1), false),
        (vector(), dot(1, 1), false),
    ])
    func coversClimbsFromTheTips(vector: VersionVector, other: Dot, expected: Bool) {
        #expect(Self.tree.covers(vector, other) == expected)
    }

    @Test(
        arguments: [
            ([1: 4], vector(dot(1, 4))),
            ([1: 10, 2: 3], vector(dot(2, 3))),
            ([1: 10, 3: 1], vector(dot(1, 10), dot(3, 1))),
            ([1: 10, 2: 4, 3: 5, 4: 1], vector(dot(4, 1))),
            ([1: 10, 2: 5, 3: 5, 4: 1], vector(dot(2, 5), dot(4, 1))),
            ([1: 10, 9: 1], vector(dot(1, 10), dot(9, 1))),
            ([:], vector()),
        ] as [([UInt64: UInt64], VersionVector)])
    func tipsAreWhatNothingCoveredContinues(counters: [UInt64: UInt64], expected: VersionVector) {
        let coverage = Coverage(
            Dictionary(uniqueKeysWithValues: counters.map { (Epoch(bits: $0.key), $0.value) }))
        #expect(Self.tree.tips(of: coverage) == expected)
        #expect(Self.tree.closure(of: expected).covers(expected))
    }

    @Test func forgetsWhatIsRemoved() {
        var tree = Self.tree
        tree.remove(Epoch(bits: 4))
        #expect(!tree.knows(Epoch(bits: 4)))
        #expect(tree.closure(of: Self.vector(Self.dot(4, 1))) == Coverage([Epoch(bits: 4): 1]))
    }

    /// Grows a random forest of two replicas, in which an epoch may continue any earlier ones of its replica.
    private static func forest(_ random: inout Seeded) -> (ancestry: Ancestry, heads: [(Epoch, UInt64)]) {
        var ancestry = Ancestry()
        var heads: [(Epoch, UInt64)] = []
        var replicas: [ReplicaID] = []
        for number in 1...UInt64(Int.random(in: 1...12, using: &random)) {
            let replica = ReplicaID(bits: UInt64.random(in: 1...2, using: &random))
            let own = heads.indices.filter { replicas[$0] == replica }
            let parents = own.filter { _ in Int.random(in: 0..<3, using: &random) == 0 }.map {
                Dot(heads[$0].0, UInt64.random(in: 1...heads[$0].1, using: &random))
            }
            ancestry.insert(Epoch(bits: number), replica: replica, parents: parents)
            heads.append((Epoch(bits: number), UInt64.random(in: 1...6, using: &random)))
            replicas.append(replica)
        }
        return (ancestry, heads)
    }

    @Test(arguments: 1...200) func coversSaysWhatTheClosureSays(seed: UInt64) {
        var random = Seeded(seed: seed)
        let (ancestry, heads) = Self.forest(&random)
        let chosen = heads.filter { _ in Bool.random(using: &random) }
        let vector = VersionVector(chosen.map { Dot($0.0, UInt64.random(in: 1...$0.1, using: &random)) })
        let closure = ancestry.closure(of: vector)
        for (epoch, head) in heads {
            for counter in 1...head {
                let dot = Dot(epoch, counter)
                #expect(ancestry.covers(vector, dot) == closure.covers(dot), "seed \(seed): \(dot) by \(vector)")
            }
        }
    }

    @Test(arguments: 1...200) func tipsAndClosureUndoEachOther(seed: UInt64) {
        var random = Seeded(seed: seed)
        let (ancestry, heads) = Self.forest(&random)
        let closure = ancestry.closure(of: VersionVector(heads.prefix(7).map { Dot($0.0, $0.1) }))
        let tips = ancestry.tips(of: closure)
        #expect(ancestry.closure(of: tips) == closure, "seed \(seed)")
        for tip in tips.tips {
            let others = VersionVector(tips.tips.filter { $0 != tip })
            #expect(!ancestry.covers(others, tip), "seed \(seed): \(tip) is no tip")
        }
    }
}
