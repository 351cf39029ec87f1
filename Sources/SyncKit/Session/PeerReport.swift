package import Foundation
import SwiftProtobuf

/// What a replica tells of itself at each contact: above all what it still holds.
package struct PeerReport: Hashable, Sendable {
    package struct Waiting: Hashable, Sendable {
        package var ledger: LedgerID
        package var sets: UInt64
        package var bytes: UInt64
        /// Unix milliseconds of the oldest; nil when nothing waits.
        package var oldest: Int64?
        /// Sets that are logged there and wait for their clock.
        package var forClock: UInt64

        package init(ledger: LedgerID, sets: UInt64, bytes: UInt64, oldest: Int64?, forClock: UInt64) {
            self.ledger = ledger
            self.sets = sets
            self.bytes = bytes
            self.oldest = oldest
            self.forClock = forClock
        }
    }

    package var waiting: [Waiting]
    /// nil when it is not known.
    package var diskFree: Int64?
    package var program: String
    package var lastError: String
    package var heldSets: Int
    package var openConflicts: Int
    /// Unix milliseconds.
    package var certificateExpires: Int64
    package var epoch: Epoch
    /// The hub's clock minus the replica's, in milliseconds; nil while it was not measured.
    package var clockOffset: Int64?
    /// The version of its store's tables, and of the exchange that it speaks; nil where it does not tell.
    package var storeVersion: Int?
    package var protocolVersion: Int?

    package init(
        waiting: [Waiting], diskFree: Int64?, program: String, lastError: String, heldSets: Int,
        openConflicts: Int, certificateExpires: Int64, epoch: Epoch, clockOffset: Int64?,
        storeVersion: Int? = nil, protocolVersion: Int? = nil
    ) {
        self.waiting = waiting
        self.diskFree = diskFree
        self.program = program
        self.lastError = lastError
        self.heldSets = heldSets
        self.openConflicts = openConflicts
        self.certificateExpires = certificateExpires
        self.epoch = epoch
        self.clockOffset = clockOffset
        self.storeVersion = storeVersion
        self.protocolVersion = protocolVersion
    }

    /// Of a side that tells nothing of itself.
    package static let empty = PeerReport(
        waiting: [], diskFree: nil, program: "", lastError: "", heldSets: 0, openConflicts: 0, certificateExpires: 0,
        epoch: Epoch(bits: 0), clockOffset: nil)

    package func encode() throws -> Data { try wire.serializedBytes() }

    package init(encoded: Data) throws { self.init(try WireReport(serializedBytes: encoded)) }

    init(_ wire: WireReport) {
        self.init(
            waiting: wire.waiting.compactMap { waiting in
                LedgerID.Name(rawValue: waiting.ledger).map {
                    Waiting(
                        ledger: LedgerID(unit: waiting.unit, name: $0), sets: waiting.sets, bytes: waiting.bytes,
                        oldest: waiting.oldestMs == 0 ? nil : waiting.oldestMs, forClock: waiting.forClock)
                }
            },
            diskFree: wire.diskFreeBytes < 0 ? nil : wire.diskFreeBytes, program: wire.program,
            lastError: wire.lastError, heldSets: Int(wire.heldSets), openConflicts: Int(wire.openConflicts),
            certificateExpires: wire.certificateExpiresMs, epoch: Epoch(bits: wire.epoch),
            clockOffset: wire.clockKnown ? wire.clockOffsetMs : nil,
            storeVersion: wire.storeVersion == 0 ? nil : Int(wire.storeVersion),
            protocolVersion: wire.protocolVersion == 0 ? nil : Int(wire.protocolVersion))
    }

    var wire: WireReport {
        WireReport.with {
            $0.waiting = waiting.map { waiting in
                WireReport.Waiting.with {
                    $0.unit = waiting.ledger.unit
                    $0.ledger = waiting.ledger.name.rawValue
                    $0.sets = waiting.sets
                    $0.bytes = waiting.bytes
                    $0.oldestMs = waiting.oldest ?? 0
                    $0.forClock = waiting.forClock
                }
            }
            $0.diskFreeBytes = diskFree ?? -1
            $0.program = program
            $0.lastError = lastError
            $0.heldSets = UInt32(clamping: heldSets)
            $0.openConflicts = UInt32(clamping: openConflicts)
            $0.certificateExpiresMs = certificateExpires
            $0.epoch = epoch.bits
            $0.clockOffsetMs = clockOffset ?? 0
            $0.clockKnown = clockOffset != nil
            $0.storeVersion = UInt32(clamping: storeVersion ?? 0)
            $0.protocolVersion = UInt32(clamping: protocolVersion ?? 0)
        }
    }
}
