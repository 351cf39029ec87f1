import Foundation
import SwiftProtobuf

extension LedgerPart {
    init(_ wire: WireLedgerPart) throws {
        guard let name = LedgerID.Name(rawValue: wire.ledger) else {
            throw SyncError.malformed("ledger \(wire.ledger)")
        }
        self.init(ledger: LedgerID(unit: wire.unit, name: name))
        if !wire.vectorDigest.isEmpty {
            vector = .digest(wire.vectorDigest)
        } else if wire.vectorWanted {
            vector = .wanted
        } else {
            vector = .vector(VersionVector(wire.vector))
        }
        tipDigests = wire.tipDigests
        declarations = wire.declarations.map {
            SignedDeclaration(declaration: $0.declaration, signature: $0.signature)
        }
        runs = wire.runs.map(Run.init)
        if wire.hasPiece {
            piece = Piece(
                dot: Dot(Epoch(bits: wire.piece.epoch), wire.piece.counter), total: wire.piece.total,
                offset: wire.piece.offset, bytes: wire.piece.bytes)
        }
        hasMore = wire.more
        pieceOffset = wire.pieceOffset
        refusals = wire.refusals.compactMap { refusal in
            Refusal.Code(rawValue: refusal.code.rawValue).map {
                Refusal(dot: Dot(Epoch(bits: refusal.epoch), refusal.counter), code: $0)
            }
        }
    }

    var wire: WireLedgerPart {
        WireLedgerPart.with {
            $0.unit = ledger.unit
            $0.ledger = ledger.name.rawValue
            switch vector {
            case .vector(let vector): $0.vector = vector.wire
            case .digest(let digest): $0.vectorDigest = digest
            case .wanted: $0.vectorWanted = true
            }
            $0.tipDigests = tipDigests
            $0.declarations = declarations.map { signed in
                WireSignedDeclaration.with {
                    $0.declaration = signed.declaration
                    $0.signature = signed.signature
                }
            }
            $0.runs = runs.map(\.wire)
            if let piece {
                $0.piece = WirePiece.with {
                    $0.epoch = piece.dot.epoch.bits
                    $0.counter = piece.dot.counter
                    $0.total = piece.total
                    $0.offset = piece.offset
                    $0.bytes = piece.bytes
                }
            }
            $0.more = hasMore
            $0.pieceOffset = pieceOffset
            $0.refusals = refusals.map { refusal in
                WireRefusal.with {
                    $0.epoch = refusal.dot.epoch.bits
                    $0.counter = refusal.dot.counter
                    $0.code = WireRefusal.Code(rawValue: refusal.code.rawValue) ?? .unspecified
                }
            }
        }
    }
}

extension Run {
    init(_ wire: WireRun) {
        self.init(
            epoch: Epoch(bits: wire.epoch), first: wire.first,
            sets: wire.sets.map { set in
                TravellingSet(
                    envelope: set.envelope,
                    content: set.bodyDigest.isEmpty ? .body(set.body) : .purged(digest: set.bodyDigest),
                    signature: set.signature.isEmpty ? nil : set.signature)
            })
    }

    var wire: WireRun {
        WireRun.with {
            $0.epoch = epoch.bits
            $0.first = first
            $0.sets = sets.map { set in
                WireChangeSet.with {
                    $0.envelope = set.envelope
                    switch set.content {
                    case .body(let body): $0.body = body
                    case .purged(let digest): $0.bodyDigest = digest
                    }
                    $0.signature = set.signature ?? Data()
                }
            }
        }
    }

    func encode() throws -> Data { try wire.serializedBytes() }

    init(encoded: Data) throws { self.init(try WireRun(serializedBytes: encoded)) }
}
