import Foundation

/// Lines over an axis, as an SVG that the server draws: it needs no script and no style of its own. Up to three lines;
/// a point without a value breaks its line.
package struct LinePlot: Sendable {
    package struct Line: Sendable {
        let name: String
        /// At the same places as the plot's.
        let values: [Double?]

        package init(_ name: String, _ values: [Double?]) {
            self.name = name
            self.values = values
        }
    }

    package enum Scale: Sendable {
        case linear
        /// For values above 0 that differ by magnitudes; what is below the least tick stands on it.
        case logarithmic
    }

    /// What the plot says, for whoever cannot see it.
    private let summary: String
    private let lines: [Line]
    private let count: Int
    private let marks: [(index: Int, text: String)]
    private let ticks: [(value: Double, text: String)]
    private let scale: Scale

    private static let width = 720.0
    private static let height = 220.0
    private static let left = 78.0
    private static let right = 14.0
    private static let top = 34.0
    private static let bottom = 28.0

    /// - Parameters:
    ///   - count: of places along the axis.
    ///   - marks: what stands under some of them.
    ///   - ticks: of the values, from the lowest to the highest; at least two, and they bound the plot.
    package init(
        _ summary: String, _ lines: [Line], count: Int, marks: [(index: Int, text: String)],
        ticks: [(value: Double, text: String)], scale: Scale = .linear
    ) {
        self.summary = summary
        self.lines = lines
        self.count = count
        self.marks = marks
        self.ticks = ticks
        self.scale = scale
    }

    package var svg: String {
        var parts = [
            "<svg class=\"plot\" viewBox=\"0 0 \(Int(Self.width)) \(Int(Self.height))\" role=\"img\" aria-label=\"\(Escaped.text(summary))\">"
        ]
        for tick in ticks {
            let y = Self.number(y(tick.value))
            parts.append(
                "<line class=\"grid\" x1=\"\(Int(Self.left))\" x2=\"\(Int(Self.width - Self.right))\" y1=\"\(y)\" y2=\"\(y)\"/>"
            )
            parts.append(
                "<text x=\"\(Int(Self.left - 6))\" y=\"\(y)\" dy=\"4\" text-anchor=\"end\">\(Escaped.text(tick.text))</text>"
            )
        }
        for mark in marks {
            parts.append(
                "<text x=\"\(Self.number(x(mark.index)))\" y=\"\(Int(Self.height - 8))\" text-anchor=\"middle\">\(Escaped.text(mark.text))</text>"
            )
        }
        for (index, line) in lines.enumerated() {
            let start = Self.left + Double(index) * 190
            parts.append(
                "<polyline class=\"line\(index)\" points=\"\(Self.number(start)),16 \(Self.number(start + 28)),16\"/><text x=\"\(Self.number(start + 34))\" y=\"20\">\(Escaped.text(line.name))</text>"
            )
            for stretch in stretches(of: line) { parts.append(drawn(stretch, index)) }
        }
        return parts.joined() + "</svg>"
    }

    /// What belongs together without a gap.
    private func stretches(of line: Line) -> [[(x: Double, y: Double)]] {
        var stretches: [[(x: Double, y: Double)]] = [[]]
        for (index, value) in line.values.enumerated() {
            if let value {
                stretches[stretches.count - 1].append((x(index), y(value)))
            } else if stretches.last?.isEmpty == false {
                stretches.append([])
            }
        }
        return stretches.filter { !$0.isEmpty }
    }

    private func drawn(_ stretch: [(x: Double, y: Double)], _ index: Int) -> String {
        if stretch.count == 1 {
            return
                "<circle class=\"line\(index)\" r=\"3\" cx=\"\(Self.number(stretch[0].x))\" cy=\"\(Self.number(stretch[0].y))\"/>"
        }
        let points = stretch.map { "\(Self.number($0.x)),\(Self.number($0.y))" }.joined(separator: " ")
        return "<polyline class=\"line\(index)\" points=\"\(points)\"/>"
    }

    private func x(_ index: Int) -> Double {
        Self.left + (Self.width - Self.left - Self.right) * (Double(index) + 0.5) / Double(max(1, count))
    }

    private func y(_ value: Double) -> Double {
        let (least, greatest) = (ticks.first?.value ?? 0, ticks.last?.value ?? 1)
        let bounded = min(max(value, least), greatest)
        let share =
            switch scale {
            case .linear: (bounded - least) / max(greatest - least, .leastNonzeroMagnitude)
            case .logarithmic: log(bounded / least) / max(log(greatest / least), .leastNonzeroMagnitude)
            }
        return Self.height - Self.bottom - (Self.height - Self.bottom - Self.top) * share
    }

    private static func number(_ value: Double) -> String { String(format: "%.1f", value) }
}
