import Foundation
import Seeded
import Testing

@testable import SyncKit

@Suite struct ZstdCoderTests {
    private static func noise(_ count: Int) -> Data {
        var random = Seeded(seed: 7)
        return Data((0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) })
    }

    @Test(arguments: [
        Data(), Data([0]), Data("值班记录".utf8), Data(count: 64 * 1024), Data(count: 64 * 1024 + 1), noise(300_000),
    ])
    func givesBackWhatItTook(bytes: Data) throws {
        #expect(try ZstdCoder.decompress(ZstdCoder.compress(bytes), limit: bytes.count) == bytes)
    }

    @Test func refusesABombAtItsLimit() throws {
        let bomb = try ZstdCoder.compress(Data(count: 64 << 20))
        #expect(bomb.count < 10_000)
        #expect(throws: SyncError.malformed("zstd: over 1048576 bytes")) {
            try ZstdCoder.decompress(bomb, limit: 1 << 20)
        }
    }

    @Test func oneByteOverTheLimitIsOver() throws {
        let bytes = try ZstdCoder.compress(Self.noise(1000))
        #expect(throws: SyncError.self) { try ZstdCoder.decompress(bytes, limit: 999) }
        #expect(try ZstdCoder.decompress(bytes, limit: 1000).count == 1000)
    }

    @Test func refusesEveryTruncation() throws {
        let whole = try ZstdCoder.compress(Self.noise(500))
        for length in 0..<whole.count {
            #expect(throws: SyncError.self) { try ZstdCoder.decompress(whole.prefix(length), limit: 1 << 20) }
        }
    }

    @Test func refusesNoiseAndWhatLiesBehindTheFrame() throws {
        #expect(throws: SyncError.malformed("zstd")) { try ZstdCoder.decompress(Self.noise(500), limit: 1 << 20) }
        let whole = try ZstdCoder.compress(Data("甲".utf8))
        #expect(throws: SyncError.malformed("zstd: bytes behind the frame")) {
            try ZstdCoder.decompress(whole + [0], limit: 1 << 20)
        }
    }

    @Test func readsASliceOfData() throws {
        let framed = Data([1, 2, 3]) + (try ZstdCoder.compress(Data("乙".utf8)))
        #expect(try ZstdCoder.decompress(framed.dropFirst(3), limit: 100) == Data("乙".utf8))
    }
}
