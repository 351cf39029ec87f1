import Foundation
import GRDB
import Identity

/// What a walk over one ledger's chains and signatures found.
package struct Verification: Sendable {
    package var ledger: LedgerID
    package var sets: UInt64
    /// The first set, by its place in its chain, whose digest or signature does not hold.
    package var firstBroken: Dot?

    package var isSound: Bool { firstBroken == nil }
}

extension LedgerStore {
    /// Walks every chain of every ledger: declarations, digests and signatures.
    /// Each ledger is read by itself: whoever writes meanwhile is not kept from starting the WAL anew.
    /// - Parameter progress: called now and then with the sets walked and their number.
    package func verify(
        progress: @Sendable @escaping (UInt64, UInt64) -> Void
    ) async throws -> [Verification] {
        let memory = try await read { try StoreMemory.load($0) }
        var results: [Verification] = []
        for ledger in memory.inOrder {
            let walked = results.reduce(0) { $0 + $1.sets }
            results.append(
                try await read { db in
                    try Self.verification(of: ledger, memory.members, db) { progress(walked + $0, memory.setCount) }
                })
        }
        progress(memory.setCount, memory.setCount)
        return results
    }

    /// The same of a file that nobody writes.
    static func verification(of db: Database, progress: (UInt64, UInt64) -> Void) throws -> [Verification] {
        // From the file, not from what is in memory: that is what is in question.
        let memory = try StoreMemory.load(db)
        var results: [Verification] = []
        for ledger in memory.inOrder {
            let walked = results.reduce(0) { $0 + $1.sets }
            results.append(
                try verification(of: ledger, memory.members, db) { progress(walked + $0, memory.setCount) })
        }
        progress(memory.setCount, memory.setCount)
        return results
    }

    private static func verification(
        of ledger: LedgerMemory, _ members: [ReplicaID: Member], _ db: Database, progress: (UInt64) -> Void
    ) throws -> Verification {
        var result = Verification(ledger: ledger.id, sets: 0, firstBroken: nil)
        var walked: UInt64 = 0
        for chain in ledger.chains.values.sorted(by: { $0.row < $1.row }) {
            let broken = try walk(db, chain, key: members[chain.replica]?.key) {
                walked += 1
                if walked % 1000 == 0 { progress(walked) }
            }
            result.sets += chain.head
            if let broken, result.firstBroken == nil { result.firstBroken = broken }
        }
        return result
    }

    /// Whether SQLite finds every page of the file in order: a chain that holds says nothing of the pages beside it.
    package func isFileSound() async throws -> Bool {
        try await read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") == "ok" }
    }

    private static func walk(
        _ db: Database, _ chain: Chain, key: VerifyingKey?, visited: () -> Void
    ) throws -> Dot? {
        let declared = ChainDigest.signedDeclaration(chain.encoded)
        guard let key, key.isValid(signature: Array(chain.signature), for: declared) else {
            return Dot(chain.epoch, 1)
        }
        var digest = ChainDigest.start(declaration: chain.encoded)
        var counter: UInt64 = 0
        var broken: Dot?
        guard chain.head > 0 else { return nil }
        do {
            try LogTable.scan(db, from: chain.key(1), through: chain.key(chain.head)) { found, set in
                counter += 1
                visited()
                digest = ChainDigest.next(after: digest, envelope: set.envelope, bodyDigest: set.bodyDigest)
                let isSigned = set.signature.map {
                    key.isValid(signature: Array($0), for: ChainDigest.signedHead(digest))
                }
                if found != chain.key(counter) || digest != set.digest || isSigned == false {
                    broken = Dot(chain.epoch, counter)
                    return false
                }
                return true
            }
        } catch  where SyncError.of(error) as? SyncError == .damagedStore {
            // The other chains may still be whole.
            return Dot(chain.epoch, counter + 1)
        }
        return broken
    }
}

extension StoreMemory {
    fileprivate var inOrder: [LedgerMemory] { ledgers.values.sorted { $0.id < $1.id } }
    fileprivate var setCount: UInt64 { ledgers.values.flatMap(\.chains.values).reduce(0) { $0 + $1.head } }
}
