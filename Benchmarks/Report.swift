import Foundation

/// What was measured, as a table for people and JSON for programs.
struct Report {
    struct Line {
        let name: String
        let value: Double
        let unit: String
        /// The same work by the floor, in the same run; nil where there is none.
        var floor: Double?
    }

    private(set) var lines: [Line] = []

    mutating func add(_ name: String, _ value: Double, _ unit: String, floor: Double? = nil) {
        lines.append(Line(name: name, value: value, unit: unit, floor: floor))
    }

    /// The share of the floor's speed, or the multiple of its time or bytes.
    private static func ratio(_ line: Line) -> Double? { line.floor.map { line.value / $0 } }

    var table: String {
        let rows =
            [["", "measured", "", "floor", "× floor"]]
            + lines.map { line in
                [
                    line.name, Self.text(line.value), line.unit, line.floor.map(Self.text) ?? "",
                    Self.ratio(line).map { String(format: "%.2f", $0) } ?? "",
                ]
            }
        let widths = (0..<5).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            row.indices.map { column in
                let gap = String(repeating: " ", count: widths[column] - row[column].count)
                return column == 0 || column == 2 ? row[column] + gap : gap + row[column]
            }.joined(separator: "  ")
        }.joined(separator: "\n")
    }

    var json: Data {
        let members = lines.map { line -> [String: Any] in
            var member: [String: Any] = ["name": line.name, "value": line.value, "unit": line.unit]
            member["floor"] = line.floor
            member["ratio"] = Self.ratio(line)
            return member
        }
        return (try? JSONSerialization.data(withJSONObject: members, options: [.sortedKeys, .prettyPrinted])) ?? Data()
    }

    private static func text(_ value: Double) -> String {
        String(format: value < 10 ? "%.2f" : value < 1000 ? "%.1f" : "%.0f", value)
    }
}

/// The middle of several rounds.
func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
}

/// Seconds that something took.
func seconds<T>(_ body: () async throws -> T) async rethrows -> (Double, T) {
    let clock = ContinuousClock()
    let start = clock.now
    let value = try await body()
    let took = clock.now - start
    return (Double(took.components.seconds) + Double(took.components.attoseconds) * 1e-18, value)
}
