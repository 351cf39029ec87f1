import Foundation
import Testing

/// Time orders and is shown; it never blocks a report. The clocks are made wrong by Debian's faketime.
@Suite(.serialized) struct ClockTests {
    /// Debian's program that gives another program a wrong clock.
    private static func requireFaketime() throws {
        _ = try #require(WrongClock.library, "apt-get install faketime")
    }

    @Test(arguments: ["@2009-01-01 00:00:00", "+365d", "+7m", "-3d"])
    func aTownWithAWrongClockDeliversAndIsFlagged(time: String) async throws {
        try await blocking {
            try Self.requireFaketime()
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            let line = #"{"occurredAt":"2026-10-01T08:00:00+08:00","matter":"时钟不准时录入"}"#
            try county.expectDone(town.call("record", "log-entry", input: line + "\n", clock: time))
            try county.expectDone(town.call("sync", clock: time))
            #expect(try county.matters(of: "LC") == ["时钟不准时录入"])
            #expect(try county.eventKinds().contains("clock-wrong"))
            // Set right again, it goes on as if nothing had been.
            try town.record(["时钟已校准"])
            try town.sync()
            #expect(try county.matters(of: "LC") == ["时钟不准时录入", "时钟已校准"])
            #expect(try town.call("verify").status == 0)
            #expect(try county.hub("verify").status == 0)
        }
    }

    @Test func aTownWhoseCertificateHasExpiredDeliversAndIsRenewed() async throws {
        try await blocking {
            try Self.requireFaketime()
            let county = try County()
            defer { county.cleanUp() }
            // A hub that lives 400 days ago gives out a certificate that has long expired today.
            try county.startHub(clock: "-400d")
            let town = try county.town("LC", named: "黎城镇")
            county.stopHub()
            try county.startHub()
            try town.record(["证书过期仍送达"])
            let before = try town.call("status").object["certificateExpires"] as? String ?? ""
            try town.sync()
            #expect(try county.matters(of: "LC") == ["证书过期仍送达"])
            #expect(try county.eventKinds().contains("certificate-expired"))
            let after = try town.call("status").object["certificateExpires"] as? String ?? ""
            #expect(before < after, "\(before) \(after)")
            try town.record(["续期以后"])
            try town.sync()
            #expect(try county.matters(of: "LC").count == 2)
        }
    }
}
