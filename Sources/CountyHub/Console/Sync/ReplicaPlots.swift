import DutyDesk
import DutyRecords
import Foundation
import ProgramShell
import SyncKit

/// A replica's lag and clock as plots over a day and a month.
struct ReplicaPlots: Sendable {
    /// By Unix hours.
    let lags: [Int64: LagHistogram]
    let offsets: [Int64: HourlyOffset]
    let now: Int64
    let words: Words

    private static let zoneHours: Int64 = 8

    private var hour: Int64 { HourlySpan.hour(now) }
    /// The last 24 hours.
    private var hours: [Int64] { Array(hour - 23...hour) }
    /// Of Asia/Shanghai, since 1970.
    private func day(_ hour: Int64) -> Int64 { (hour + Self.zoneHours) / 24 }
    private var days: [Int64] { Array(day(hour) - 30...day(hour)) }

    var lagPlots: [[String: Any]] {
        let byDay = Dictionary(grouping: lags) { day($0.key) }.mapValues { hours in
            hours.reduce(into: LagHistogram()) { $0.merge($1.value) }
        }
        return [
            lagPlot(words("最近 24 小时，按小时", "The last 24 hours, by the hour"), hours.map { lags[$0] }, marksOfHours),
            lagPlot(words("最近一个月，按日", "The last month, by the day"), days.map { byDay[$0] }, marksOfDays),
        ]
    }

    private func lagPlot(
        _ title: String, _ histograms: [LagHistogram?], _ marks: [(index: Int, text: String)]
    ) -> [String: Any] {
        func values(_ share: Double) -> [Double?] {
            histograms.map { $0?.percentile(share).map { Double(max(1, $0)) } }
        }
        let (half, most) = (values(0.5), values(0.99))
        let greatest = most.compactMap { $0 }.max() ?? 1000
        let steps: [(Double, String)] = [
            (10, words("10 毫秒", "10 ms")), (100, words("0.1 秒", "0.1 s")), (1000, words("1 秒", "1 s")),
            (10_000, words("10 秒", "10 s")), (60_000, words("1 分", "1 min")), (600_000, words("10 分", "10 min")),
            (3_600_000, words("1 小时", "1 h")), (36_000_000, words("10 小时", "10 h")),
            (864_000_000, words("10 天", "10 d")), (8_640_000_000, words("100 天", "100 d")),
        ]
        let end = min(steps.count - 1, max(3, steps.firstIndex { $0.0 >= greatest } ?? steps.count - 1))
        let plot = LinePlot(
            summary(title, half, most),
            [.init(words("一半在此之内", "half within"), half), .init(words("99% 在此之内", "99 % within"), most)],
            count: histograms.count, marks: marks, ticks: steps[...end].map { (value: $0.0, text: $0.1) },
            scale: .logarithmic)
        return ["title": title, "svg": plot.svg]
    }

    private func summary(_ title: String, _ half: [Double?], _ most: [Double?]) -> String {
        func last(_ values: [Double?]) -> String {
            values.compactMap { $0 }.last.map { Figures.span(Int64($0), words) } ?? "–"
        }
        return title + words("：最近一半 ", ": lately half ") + last(half) + words("，99% ", ", 99 % ") + last(most)
    }

    var clockPlots: [[String: Any]] {
        let byDay = Dictionary(grouping: offsets) { day($0.key) }.mapValues { hours in
            HourlyOffset(
                least: hours.map(\.value.least).min() ?? 0, greatest: hours.map(\.value.greatest).max() ?? 0,
                last: hours.max { $0.key < $1.key }?.value.last ?? 0)
        }
        return [
            clockPlot(words("最近 24 小时，按小时", "The last 24 hours, by the hour"), hours.map { offsets[$0] }, marksOfHours),
            clockPlot(words("最近一个月，按日", "The last month, by the day"), days.map { byDay[$0] }, marksOfDays),
        ]
    }

    private func clockPlot(
        _ title: String, _ offsets: [HourlyOffset?], _ marks: [(index: Int, text: String)]
    ) -> [String: Any] {
        let (least, greatest) = (
            offsets.map { $0.map { Double($0.least) } }, offsets.map { $0.map { Double($0.greatest) } }
        )
        let most = max(1000, (least + greatest).compactMap { $0?.magnitude }.max() ?? 0)
        let bound = Int64(min(most, 1e15).rounded(.up))
        let plot = LinePlot(
            title, [.init(words("最高", "highest"), greatest), .init(words("最低", "lowest"), least)],
            count: offsets.count, marks: marks,
            ticks: [-bound, 0, bound].map { (value: Double($0), text: PageTime.offset($0)) })
        return ["title": title, "svg": plot.svg]
    }

    /// In plain words, how the clock goes.
    var trend: String {
        guard let perDay = ClockTrend.perDay(offsets.mapValues(\.last)) else {
            return words("还看不出走势。", "No trend can be told yet.")
        }
        if perDay.magnitude < 500 {
            return words("走得稳：每天变化不到半秒。", "It runs steadily: it changes by less than half a second a day.")
        }
        let seconds = PageTime.offset(perDay)
        return perDay > 0
            ? words("那边的钟在变慢：每天 \(seconds)。", "Its clock loses: \(seconds) a day.")
            : words("那边的钟在变快：每天 \(seconds)。", "Its clock gains: \(seconds) a day.")
    }

    private var marksOfHours: [(index: Int, text: String)] {
        hours.enumerated().compactMap { index, hour in
            let shown = (hour + Self.zoneHours) % 24
            return shown % 6 == 0 ? (index, "\(shown):00") : nil
        }
    }

    private var marksOfDays: [(index: Int, text: String)] {
        days.enumerated().compactMap { index, day in
            guard (days.count - 1 - index) % 7 == 0 else { return nil }
            let text = Words.minute(Instant(milliseconds: day * 86_400_000))
            return (index, String(text.prefix(10).dropFirst(5)))
        }
    }
}
