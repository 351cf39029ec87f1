import Testing

@testable import CountyHub

/// What takes minutes beside the pages: one at a time.
@Suite struct HubWorkTests {
    @Test func aSecondIsRefusedWhileOneRunsAndTakenAfterIt() async throws {
        let work = HubWork()
        let service = Task { try await work.run() }
        let (gate, open) = AsyncStream<Void>.makeStream()
        let (begun, begin) = AsyncStream<Void>.makeStream()
        try work.start(.check, by: "王晓东") { progress in
            progress(.sets(1, of: 3))
            begin.finish()
            for await _ in gate {}
            return .stopped
        }
        for await _ in begun {}
        #expect(work.running?.stage == .sets(1, of: 3) && work.running?.person == "王晓东")
        for kind in HubWork.Kind.allCases {
            #expect(throws: (any Error).self) { try work.start(kind, by: "李四") { _ in .stopped } }
        }
        #expect(work.running?.person == "王晓东", "the one that runs is left alone")
        open.finish()
        while work.running != nil { await Task.yield() }
        #expect(work.ended(.check)?.person == "王晓东" && work.ended(.backup) == nil)
        try work.start(.backup, by: "李四") { _ in throw CancellationError() }
        while work.running != nil { await Task.yield() }
        guard case .failed? = work.ended(.backup)?.outcome else {
            Issue.record("what throws has failed")
            return
        }
        service.cancel()
        try await service.value
    }
}
