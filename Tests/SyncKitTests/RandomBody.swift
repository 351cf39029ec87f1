import Foundation
import Seeded

@testable import SyncKit

/// Changes of every shape that this version writes.
enum RandomBody {
    static func change(_ random: inout Seeded) -> RecordChange {
        RecordChange(
            collection: ["log-entry", "", "电话"].randomElement(using: &random)!,
            record: RecordID(milliseconds: Int64.random(in: 0...1 << 40, using: &random), using: &random),
            writes: (0..<Int.random(in: 0...5, using: &random)).map { _ in write(&random) },
            context: random.next() % 2 == 0 ? nil : context(&random))
    }

    private static func context(_ random: inout Seeded) -> Context {
        func dots(_ random: inout Seeded) -> [Dot] {
            (0..<Int.random(in: 0...3, using: &random)).map { _ in
                Dot(Epoch(bits: random.next() >> (random.next() % 64)), random.next() % 300)
            }
        }
        return Context(vector: VersionVector(dots(&random)), dots: Set(dots(&random)))
    }

    static func write(_ random: inout Seeded) -> FieldWrite {
        let name = ["matter", "处理情况", ""].randomElement(using: &random)!
        if random.next() % 3 > 0 { return FieldWrite(name, .set(value(&random))) }
        return FieldWrite(
            name,
            .elements(
                add: (0..<Int.random(in: 0...3, using: &random)).map { _ in value(&random) },
                remove: (0..<Int.random(in: 0...3, using: &random)).map { _ in value(&random) }))
    }

    private static func value(_ random: inout Seeded, depth: Int = 0) -> FieldValue {
        switch random.next() % 7 {
        case 0: .absent
        case 1: .text(String(repeating: "渗水", count: Int.random(in: 0...80, using: &random)))
        case 2: .text("")
        case 3: .integer(Int64(bitPattern: random.next() >> (random.next() % 64)))
        case 4: .real(Double(bitPattern: random.next() >> 2))
        case 5: .boolean(random.next() % 2 == 0)
        default:
            depth > 2
                ? .integer(Int64.min)
                : .list((0..<Int.random(in: 0...3, using: &random)).map { _ in value(&random, depth: depth + 1) })
        }
    }
}
