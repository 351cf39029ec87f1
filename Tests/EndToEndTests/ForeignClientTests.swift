import Foundation
import HubLink
import Testing

/// A client that somebody else wrote: what it leaves out or writes wrongly is answered as the protocol says.
@Suite(.serialized) struct ForeignClientTests {
    private static func send(
        _ bytes: [UInt8], to path: String, as caller: CallerIdentity?, at county: County
    ) async throws -> LinkReply {
        let hub = try CallerIdentity(folder: URL(fileURLWithPath: county.hubData))
        let link = try HubLink(
            LinkConfiguration(
                addresses: [HubAddress(url: "https://127.0.0.1:\(county.hubPort)")],
                hubName: "hub.\(hub.deployment).zhishou.internal", authorityPEM: hub.authorityCertificate,
                clientCertificatePEM: caller?.certificate, clientKeyPEM: caller?.tlsKey))
        let reply = try await link.send(
            LinkRequest(path: path, method: .post, body: bytes, contentType: "application/x-protobuf"))
        await link.shutdown()
        return reply
    }

    @Test(arguments: ["/v1/enrol", "/v1/renew", "/v1/exchange"])
    func aBodyThatIsNoMessageIsMalformed(path: String) async throws {
        let county = try await blocking { try County() }
        defer { county.cleanUp() }
        let town = try await blocking {
            try county.startHub()
            return try county.town("LC", named: "黎城镇")
        }
        let caller = try path == "/v1/enrol" ? nil : CallerIdentity(folder: town.folder)
        // No number of a field; a text that is no UTF-8 in field 2, which is bytes in an exchange.
        let bodies: [[UInt8]] = [[0xFF, 0xFF]] + (path == "/v1/exchange" ? [] : [[0x12, 0x01, 0xFF]])
        for body in bodies {
            let reply = try await Self.send(body, to: path, as: caller, at: county)
            #expect(reply.status == 400 && reply.retryAfter == nil)
            #expect(String(decoding: reply.body, as: UTF8.self).contains("malformed"))
        }
    }

    @Test func whatARequestLeavesOutIsNotKnownAndNothingIsWarnedOf() async throws {
        let county = try await blocking { try County() }
        defer { county.cleanUp() }
        let town = try await blocking {
            try county.startHub()
            return try county.town("LC", named: "黎城镇")
        }
        let caller = try CallerIdentity(folder: town.folder)
        let deployment = try #require(UUID(uuidString: caller.deployment))
        // Protocol and deployment alone.
        let request = [0x08, 0x01, 0x12, 0x10] + withUnsafeBytes(of: deployment.uuid) { Array($0) }
        let silent = try await Self.send(request, to: "/v1/exchange", as: caller, at: county)
        #expect(silent.status == 200)
        let (events, replica) = try await blocking {
            (try county.eventKinds(), try county.replica(of: "LC").mapValues { "\($0)" })
        }
        #expect(events.isEmpty)
        #expect(replica["toldAt"] != "<null>")
        for figure in ["epoch", "diskFree", "heldSets", "openConflicts", "version"] {
            #expect(replica[figure] == "<null>", "\(figure)")
        }
        // The same with a report of one free byte, and of the first millisecond of 1970.
        let told = request + [0x22, 0x02, 0x10, 0x01, 0x38, 0x01]
        let telling = try await Self.send(told, to: "/v1/exchange", as: caller, at: county)
        #expect(telling.status == 200)
        let kinds = try await blocking { try county.eventKinds() }
        #expect(kinds == ["disk-full", "clock-wrong"])
    }

    @Test func whatAUnitAloneHasToSettleIsOnTheConsolesPage() async throws {
        let county = try await blocking { try County() }
        defer { county.cleanUp() }
        let town = try await blocking {
            try county.startHub()
            return try county.town("LC", named: "黎城镇")
        }
        let caller = try CallerIdentity(folder: town.folder)
        let deployment = try #require(UUID(uuidString: caller.deployment))
        // A report of one held set and two conflicts, of which the hub has none.
        let request =
            [0x08, 0x01, 0x12, 0x10] + withUnsafeBytes(of: deployment.uuid) { Array($0) }
            + [0x22, 0x04, 0x28, 0x01, 0x30, 0x02]
        let reply = try await Self.send(request, to: "/v1/exchange", as: caller, at: county)
        #expect(reply.status == 200)
        let page = try await blocking { try county.console.ask().body }
        #expect(page.contains("县端：暂扣 0 组 · 冲突 0 处"))
        #expect(page.contains(#"<td class="off">1</td><td class="off">2</td>"#))
        #expect(page.contains("请该单位用 town-agent --data 数据文件夹 held 和 conflicts 查看"))
        #expect(!page.contains("county-hub --data"))
    }
}

/// Whom a data folder says that it is; what a hub's does not have is nil.
struct CallerIdentity: Decodable {
    let deployment: String
    let authorityCertificate: String
    let tlsKey: String
    let certificate: String?

    init(folder: URL) throws {
        self = try JSONDecoder().decode(
            CallerIdentity.self, from: Data(contentsOf: folder.appendingPathComponent("identity.json")))
    }
}
