/// How the epochs of one ledger continue one another. Each names as parents the dots of the same replica's chains
/// that it goes on from, so a replica's sets form a line, and after a copy or a rollback a tree.
package struct Ancestry: Sendable {
    package struct Node: Sendable {
        package let replica: ReplicaID
        package let parents: [Dot]
    }

    package private(set) var nodes: [Epoch: Node] = [:]

    package init() {}

    package mutating func insert(_ epoch: Epoch, replica: ReplicaID, parents: [Dot]) {
        nodes[epoch] = Node(replica: replica, parents: parents)
    }

    package mutating func remove(_ epoch: Epoch) { nodes[epoch] = nil }

    package func knows(_ epoch: Epoch) -> Bool { nodes[epoch] != nil }

    /// Everything that a vector covers, as the highest counter of each epoch.
    ///
    /// A tip whose epoch is not known covers its own epoch only.
    package func closure(of vector: VersionVector) -> Coverage {
        var covered: [Epoch: UInt64] = [:]
        var pending = vector.tips
        while let dot = pending.popLast() {
            let before = covered[dot.epoch]
            if let before, before >= dot.counter { continue }
            covered[dot.epoch] = dot.counter
            // The parents were walked when the epoch was first met.
            if before == nil, let node = nodes[dot.epoch] { pending.append(contentsOf: node.parents) }
        }
        return Coverage(covered)
    }

    /// Whether a vector covers a dot, by climbing from the tips of the dot's own replica.
    package func covers(_ vector: VersionVector, _ dot: Dot) -> Bool {
        for tip in vector.tips where tip.epoch == dot.epoch { return tip.counter >= dot.counter || climb(vector, dot) }
        return climb(vector, dot)
    }

    private func climb(_ vector: VersionVector, _ dot: Dot) -> Bool {
        let replica = nodes[dot.epoch]?.replica
        var pending: [Dot] = []
        for tip in vector.tips where tip.epoch != dot.epoch {
            guard let node = nodes[tip.epoch], node.replica == replica else { continue }
            pending.append(contentsOf: node.parents)
        }
        var met: Set<Epoch> = []
        while let next = pending.popLast() {
            if next.epoch == dot.epoch {
                if next.counter >= dot.counter { return true }
                continue
            }
            guard met.insert(next.epoch).inserted, let node = nodes[next.epoch] else { continue }
            pending.append(contentsOf: node.parents)
        }
        return false
    }

    /// The tips of what is covered: the dots that no other covered epoch continues.
    package func tips(of coverage: Coverage) -> VersionVector {
        var continued: Set<Epoch> = []
        for epoch in coverage.counters.keys {
            for parent in nodes[epoch]?.parents ?? [] where parent.counter >= coverage[parent.epoch] {
                continued.insert(parent.epoch)
            }
        }
        return VersionVector(
            coverage.counters.lazy.filter { !continued.contains($0.key) }.map { Dot($0.key, $0.value) })
    }
}

/// What is covered, spelled out: the highest counter of each epoch. Downward closed within an epoch.
package struct Coverage: Hashable, Sendable {
    package private(set) var counters: [Epoch: UInt64]

    package init(_ counters: [Epoch: UInt64] = [:]) { self.counters = counters.filter { $0.value > 0 } }

    package subscript(epoch: Epoch) -> UInt64 { counters[epoch] ?? 0 }

    package func covers(_ dot: Dot) -> Bool { self[dot.epoch] >= dot.counter }

    package func covers(_ vector: VersionVector) -> Bool { vector.tips.allSatisfy(covers) }

    package mutating func include(_ dot: Dot) {
        if self[dot.epoch] < dot.counter { counters[dot.epoch] = dot.counter }
    }

    /// Takes an epoch back to a counter; 0 drops it.
    package mutating func reset(_ epoch: Epoch, to counter: UInt64) {
        counters[epoch] = counter == 0 ? nil : counter
    }
}
