import Foundation
import SyncKit

/// `make bench`: every figure with a floor stands beside one that was run in the same process, round by round. An argument
/// names one part of them.
@main struct Main {
    private static let seed: UInt64 = 20_261_001
    private static let rounds = Int(ProcessInfo.processInfo.environment["ZHISHOU_ROUNDS"] ?? "") ?? 3

    static func main() async {
        do {
            let report = try await measure()
            FileHandle.standardError.write(Data((report.table + "\n").utf8))
            FileHandle.standardOutput.write(report.json + Data("\n".utf8))
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            exit(1)
        }
    }

    private typealias Part = (name: String, add: @Sendable (inout Report) async throws -> Void)
    private static let parts: [Part] = [
        ("engine", { try await engine(&$0) }),
        ("programs", { try await ProgramFigures.add(to: &$0, work) }),
        ("rules", { try await DutyFigures.add(to: &$0, rounds: rounds) }),
        ("pages", { try await PageFigures.add(to: &$0) }),
        ("matrix", { try await MatrixFigures.add(to: &$0) }),
        ("wall", { try await WallFigures.add(to: &$0) }),
        ("sync", { try await SyncFigures.add(to: &$0) }),
    ]
    private static let work = Workload(seed: seed, records: 10_000, edits: 5_000)

    private struct Unknown: Error, CustomStringConvertible {
        let part: String
        var description: String { "there are no figures of \(part): \(parts.map(\.name).joined(separator: ", "))" }
    }

    private static func measure() async throws -> Report {
        var report = Report()
        guard let asked = CommandLine.arguments.dropFirst().first else {
            for part in parts { try await part.add(&report) }
            return report
        }
        guard let part = parts.first(where: { $0.name == asked }) else { throw Unknown(part: asked) }
        try await part.add(&report)
        return report
    }

    /// Commits and the line.
    private static func engine(_ report: inout Report) async throws {
        let text = work.text
        report.add("text of a record", Double(text.count) / 10_000, "bytes")
        report.add("zstd of all text", Double(text.count) / Double(try ZstdCoder.compress(text).count), "times smaller")
        var run: [Round] = []
        for number in 1...Self.rounds {
            FileHandle.standardError.write(Data("round \(number) of \(Self.rounds)\n".utf8))
            run.append(try await Round(work: work))
        }
        func add(_ name: String, _ pair: KeyPath<Round, Round.Pair>) {
            // The round whose ratio is the middle one, so that both figures are of the same minutes.
            let sorted = run.map { $0[keyPath: pair] }.sorted { $0.measured / $0.floor < $1.measured / $1.floor }
            let middle = sorted[sorted.count / 2]
            report.add(name, middle.measured, "changes/s", floor: middle.floor)
        }
        add("recorded at the agent, one by one", \.single)
        add("recorded at the agent, batches of 500", \.batches)
        add("agent to hub, durable at both", \.line)
        report.add("bytes on the line, both ways", median(run.map(\.bytes)), "bytes/change")
        for size in [1, 100] {
            report.add("exchange of \(size): time", median(run.compactMap { $0.small[size]?.seconds }) * 1000, "ms")
            report.add("exchange of \(size): bytes", median(run.compactMap { $0.small[size]?.bytes }), "bytes")
        }
    }
}
