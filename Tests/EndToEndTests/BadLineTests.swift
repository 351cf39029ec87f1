import FaultLine
import Foundation
import Seeded
import Testing

/// What a bad line does to an exchange, and that nothing is lost, doubled or claimed by it.
@Suite(.serialized) struct BadLineTests {
    static let faults: [(name: String, fault: FaultProxy.Fault)] = {
        func fault(_ change: (inout FaultProxy.Fault) -> Void) -> FaultProxy.Fault {
            var fault = FaultProxy.Fault()
            change(&fault)
            return fault
        }
        return [
            ("cut", fault { $0.isCut = true }),
            ("reset within the handshake", fault { $0.resetAfterAnswerBytes = 500 }),
            ("reset within the request", fault { $0.resetAfterRequestBytes = 2000 }),
            ("answers swallowed after the handshake", fault { $0.swallowsAnswersAfter = 3200 }),
            ("answers cut short", fault { $0.resetAfterAnswerBytes = 3400 }),
        ]
    }()

    @Test(arguments: faults.indices) func aFaultCostsAResendAndNothingElse(index: Int) async throws {
        let (name, fault) = Self.faults[index]
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let line = try county.line()
            let town = try county.town("LC", named: "黎城镇", through: line)
            try town.sync()
            try town.record(numbered(1...30))
            line.set(fault)
            let failed = try town.call("sync")
            #expect(failed.status == 3, "\(name): \(failed.messages)")
            #expect(failed.messages.contains("safe here"), "\(failed.messages)")
            line.heal()
            try town.sync()
            let found = try county.matters(of: "LC")
            #expect(found.count == 30 && Set(found) == Set(numbered(1...30)), "\(name)")
            #expect(try town.waiting() == 0)
        }
    }

    @Test func aLineThatIsCutAnywhereIsDrainedEachTimeItIsBack() async throws {
        let seed = UInt64(ProcessInfo.processInfo.environment["ZHISHOU_SEED"] ?? "") ?? 20_261_001
        let cuts = Int(ProcessInfo.processInfo.environment["ZHISHOU_FAULTS"] ?? "") ?? 6
        try await blocking {
            print("cuts: replay with ZHISHOU_SEED=\(seed)")
            var random = Seeded(seed: seed)
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let line = try county.line()
            let town = try county.town("LC", named: "黎城镇", through: line)
            try town.sync()
            for cut in 1...cuts {
                try town.record(numbered(cut * 10...cut * 10 + 9))
                var fault = FaultProxy.Fault()
                let bytes = Int.random(in: 100...7_000, using: &random)
                switch random.next() % 3 {
                case 0: fault.resetAfterRequestBytes = bytes
                case 1: fault.resetAfterAnswerBytes = bytes
                default: fault.swallowsAnswersAfter = bytes
                }
                line.set(fault)
                let outcome = try town.call("sync")
                if outcome.status == 0 { #expect(try town.waiting() == 0, "cut \(cut) at \(bytes)") }
                line.heal()
                try town.sync()
                #expect(try town.waiting() == 0)
            }
            let found = try county.matters(of: "LC")
            #expect(found.count == cuts * 10 && Set(found) == Set(numbered(10...cuts * 10 + 9)))
        }
    }

    @Test func aSwallowedAnswerMakesNoSecondRecord() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let line = try county.line()
            let town = try county.town("LC", named: "黎城镇", through: line)
            try town.sync()
            try town.record(["一件事"])
            var swallow = FaultProxy.Fault()
            swallow.swallowsAnswersAfter = 3200
            line.set(swallow)
            #expect(try town.call("sync").status == 3)
            #expect(try town.call("list", "log-entry").array.first?["delivered"] as? String == "local")
            line.heal()
            try town.sync()
            #expect(try county.matters(of: "LC") == ["一件事"])
        }
    }
}
