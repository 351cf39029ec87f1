import Foundation
import HubLink
import Seeded
import SyncKit
import TownAgent

/// One round of everything that has a floor: what is measured and its floor in turn, in this process.
struct Round {
    private(set) var single = Pair()
    private(set) var batches = Pair()
    private(set) var line = Pair()
    private(set) var bytes = 0.0
    private(set) var small: [Int: (seconds: Double, bytes: Double)] = [:]

    /// Changes a second.
    struct Pair {
        var measured = 0.0
        var floor = 0.0
    }

    private static let batch = 500
    /// How many changes are recorded one by one; each waits for the disk.
    private static let singles = 2_000
    private static let smallRounds = 15

    init(work: Workload) async throws {
        let deployment = try await Deployment(work: work)
        let drafts = work.drafts(unit: "LC")
        single = try await Self.record(drafts, work, in: deployment, count: Self.singles, batch: 1)
        batches = try await Self.record(drafts, work, in: deployment, count: drafts.count, batch: Self.batch)
        while try await deployment.agent.line.push().hasMore {}
        // What travelled so far is in the way of nothing: the same changes go again from another agent's store.
        await deployment.end()

        let second = try await Deployment(work: work)
        for start in stride(from: 0, to: drafts.count, by: Self.batch) {
            try await second.agent.store.commit(
                each: Array(drafts[start..<min(start + Self.batch, drafts.count)]), author: "测试")
        }
        let before = second.agent.line.lineCount.total
        let (took, _) = try await seconds { while try await second.agent.line.push().hasMore {} }
        let travelled = Double(second.agent.line.lineCount.total - before)
        bytes = travelled / Double(drafts.count)
        line.measured = Double(drafts.count) / took
        line.floor = try await Self.floor(work, in: second, bytesPerChange: bytes)
        for size in [1, 100] { small[size] = try await Self.exchange(of: size, in: second) }
        await second.end()
    }

    private static func record(
        _ drafts: [Draft], _ work: Workload, in deployment: Deployment, count: Int, batch: Int
    ) async throws -> Pair {
        let fresh = batch == 1 ? Array(drafts.prefix(count)).map(renewed) : drafts
        let (measured, _) = try await seconds {
            for start in stride(from: 0, to: count, by: batch) {
                try await deployment.agent.store.commit(
                    each: Array(fresh[start..<min(start + batch, count)]), author: "测试")
            }
        }
        let store = try PlainStore(path: deployment.folder.appendingPathComponent("floor-\(batch).sqlite").path)
        let (floor, _) = try await seconds {
            for start in stride(from: 0, to: count, by: batch) {
                try store.transaction {
                    for number in start..<min(start + batch, count) { try store.perform(number, of: work) }
                }
            }
        }
        return Pair(measured: Double(count) / measured, floor: Double(count) / floor)
    }

    /// The same contents as a record of another id.
    private static func renewed(_ draft: Draft) -> Draft {
        var random = SystemRandomNumberGenerator()
        var draft = draft
        for index in draft.body.changes.indices {
            draft.body.changes[index].record = RecordID(milliseconds: 1_700_000_000_000, using: &random)
        }
        return draft
    }

    /// The same bytes over the same TLS, the same rows in batches into the hub's file, and a mark in the agent's.
    private static func floor(_ work: Workload, in deployment: Deployment, bytesPerChange: Double) async throws
        -> Double
    {
        let count = work.rows.count + work.edits.count
        let own = try PlainStore(path: deployment.folder.appendingPathComponent("floor-agent.sqlite").path)
        var random = Seeded(seed: 7)
        let link = deployment.agent.line.link
        let (took, _) = try await seconds {
            for start in stride(from: 0, to: count, by: batch) {
                let size = min(batch, count - start)
                let body = (0..<Int(bytesPerChange * Double(size))).map { _ in UInt8(truncatingIfNeeded: random.next())
                }
                let reply = try await link.send(
                    LinkRequest(
                        path: "/floor/\(start)/\(size)", method: .post, body: body,
                        contentType: "application/octet-stream"))
                guard reply.status == 200 else { throw Programs.Failed(description: "floor: \(reply.status)") }
                try own.mark(start + size)
            }
        }
        return Double(count) / took
    }

    private static func exchange(of size: Int, in deployment: Deployment) async throws -> (Double, Double) {
        var times: [Double] = []
        var bytes: [Double] = []
        for round in 0..<smallRounds {
            let work = Workload(seed: UInt64(1_000 * size + round), records: size, edits: 0)
            try await deployment.agent.store.commit(each: work.drafts(unit: "LC"), author: "测试")
            let before = deployment.agent.line.lineCount.total
            let (took, _) = try await seconds { _ = try await deployment.agent.line.push() }
            times.append(took)
            bytes.append(Double(deployment.agent.line.lineCount.total - before))
        }
        return (median(times), median(bytes))
    }
}
