import Testing

@testable import SyncKit

/// A request takes some seconds at most on the line as it is measured.
@Suite struct RequestSizeTests {
    /// (size before, bytes sent, seconds it took, size after)
    @Test(
        arguments: [
            (65_536, 65_536, 4.0, 65_536),
            (65_536, 65_536, 8.0, 32_768),
            (65_536, 65_536, 2.0, 131_072),
            (65_536, 65_536, 0.001, 262_144),
            (65_536, 65_536, 0.0, 262_144),
            (1_048_576, 1_048_576, 0.1, 1_048_576),
            (2_048, 2_048, 600.0, 2_048),
            // Less than half of what was allowed measures nothing.
            (65_536, 32_767, 60.0, 65_536),
            (65_536, 32_768, 4.0, 32_768),
        ] as [(Int, Int, Double, Int)])
    func followsTheLine(before: Int, sent: Int, seconds: Double, after: Int) {
        var size = RequestSize(bytes: before)
        size.succeeded(sent: sent, seconds: seconds)
        #expect(size.bytes == after)
    }

    @Test func aFailureHalvesItDownToItsLowerBound() {
        var size = RequestSize()
        var seen = [size.bytes]
        for _ in 0..<7 {
            size.failed()
            seen.append(size.bytes)
        }
        #expect(seen == [65_536, 32_768, 16_384, 8_192, 4_096, 2_048, 2_048, 2_048])
    }

    @Test func aLineOf9600BitsEndsNearFourSeconds() {
        var size = RequestSize()
        for _ in 0..<20 { size.succeeded(sent: size.bytes, seconds: Double(size.bytes) / 1_200) }
        #expect(size.bytes == 4_800)
    }
}
