import ChildProcess
import Foundation
import FoundationNetworking
import Testing

/// What `make run` starts, from its first line to Ctrl-C.
@Suite(.serialized) struct TrialTests {
    /// A trial in a folder of its own.
    private struct Running {
        let child: ChildProcess
        let output: LineReader
        let folder: URL

        init(cutSeconds: Int) throws {
            folder = FileManager.default.temporaryDirectory.appendingPathComponent("trial-\(UUID().uuidString)")
            (child, output) = try ChildProgram(Programs.trial, [folder.path, String(cutSeconds)])
                .start(log: URL(fileURLWithPath: "/dev/null"))
        }

        func cleanUp() {
            child.kill()
            try? FileManager.default.removeItem(at: folder)
        }

        /// The lines up to the first that begins so; those there were if it ended before.
        func lines(until start: String) -> [String] {
            var lines: [String] = []
            while true {
                let line = String(decoding: output.next(), as: UTF8.self)
                if line.isEmpty && !child.isRunning { return lines }
                lines.append(line)
                if line.hasPrefix(start) { return lines }
            }
        }
    }

    private static func pages(_ lines: [String]) -> [URL] {
        lines.compactMap {
            $0.range(of: "http://").flatMap { [line = $0] in URL(string: String(line[$0.lowerBound...])) }
        }
    }

    /// A page is there, whole.
    private static func answers(_ page: URL) -> Bool {
        guard let text = try? String(contentsOf: page, encoding: .utf8) else { return false }
        return text.contains("</html>")
    }

    @Test func showsATownThroughAnOutageAndStopsAllAtCtrlC() async throws {
        try await blocking {
            let trial = try Running(cutSeconds: 5)
            defer { trial.cleanUp() }
            let lines = trial.lines(until: "Ctrl-C")
            let counts = lines.filter { $0.contains("at the hub:") }
            // Counted in the sample day by hand.
            for told in ["phone-record 32/32", "log-entry 25/25", "report 9/9", "incident 3/3", "handover 3/3"] {
                #expect(counts.last?.contains(told) == true, "\(counts)")
            }
            let pages = Set(Self.pages(lines))
            #expect(pages.count == 4)
            for page in pages { #expect(Self.answers(page), "\(page)") }
            #expect(trial.child.interrupt() == 0)
            for page in pages { #expect(!Self.answers(page), "\(page) still answers") }
        }
    }

    @Test func isStoppedInTheMiddleToo() async throws {
        try await blocking {
            let trial = try Running(cutSeconds: 600)
            defer { trial.cleanUp() }
            let pages = Self.pages(trial.lines(until: "4/6"))
            #expect(pages.count == 3)
            #expect(trial.child.interrupt() == 0)
            for page in pages { #expect(!Self.answers(page), "\(page) still answers") }
        }
    }
}
