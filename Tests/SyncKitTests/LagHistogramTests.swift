import Testing

@testable import SyncKit

/// How long sets took, counted in buckets.
@Suite struct LagHistogramTests {
    @Test(arguments: [
        (Int64.min, Int64(1)), (-5, 1), (0, 1), (1, 1), (2, 2), (100, 108), (1000, 1024), (60_000, 65_536),
    ])
    func aLagIsToldByTheUpperEdgeOfItsBucket(lag: Int64, edge: Int64) {
        var lags = LagHistogram()
        lags.count(lag)
        #expect(lags.percentile(0.5) == edge)
    }

    @Test func noEdgeIsBelowItsLagNorAFifthAboveIt() {
        for lag in (Int64(1)...3000).map({ $0 * 7 }) {
            let edge = LagHistogram.edge(LagHistogram.bucket(of: lag))
            #expect(edge >= lag && Double(edge) <= Double(lag) * 1.2 + 1)
        }
    }

    @Test func whatTookForeverStandsInTheLastBucket() {
        #expect(LagHistogram.bucket(of: .max) == LagHistogram.bucketMax)
    }

    @Test func percentilesAreOfAllThatIsCounted() {
        var lags = LagHistogram()
        #expect(lags.percentile(0.5) == nil && lags.total == 0)
        for _ in 1...98 { lags.count(100) }
        var late = LagHistogram()
        for _ in 1...2 { late.count(60_000) }
        lags.merge(late)
        #expect(lags.total == 100)
        #expect(lags.percentile(0.5) == 108 && lags.percentile(0.98) == 108)
        #expect(lags.percentile(0.99) == 65_536)
    }
}
