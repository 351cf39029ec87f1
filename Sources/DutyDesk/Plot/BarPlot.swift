/// Bars beside their names, drawn on the server. What they say stands in a table beside them: the drawing is for the eye
/// alone, and needs no colour.
package struct BarPlot: Sendable {
    package struct Bar: Sendable {
        package let name: String
        package let length: Int
        /// What stands at its end.
        package let text: String

        package init(name: String, length: Int, text: String) {
            self.name = name
            self.length = length
            self.text = text
        }
    }

    private let title: String
    private let bars: [Bar]
    /// How long the longest possible bar is.
    private let whole: Int

    private static let (width, names, values, row) = (640, 170, 90, 28)

    /// - Parameter whole: what fills the width; nil: the longest of the bars.
    package init(_ title: String, _ bars: [Bar], whole: Int? = nil) {
        self.title = title
        self.bars = bars
        self.whole = max(1, whole ?? bars.map(\.length).max() ?? 1)
    }

    package var svg: String {
        let room = Self.width - Self.names - Self.values
        let height = bars.count * Self.row + 4
        var text =
            "<svg class=\"plot\" viewBox=\"0 0 \(Self.width) \(height)\" role=\"img\" aria-label=\"\(Escaped.text(title))\">"
        text += "<line class=\"axis\" x1=\"\(Self.names)\" y1=\"0\" x2=\"\(Self.names)\" y2=\"\(height)\"/>"
        for (index, bar) in bars.enumerated() {
            let y = index * Self.row + 4
            let length = max(0, min(room, bar.length * room / whole))
            text += "<text class=\"name\" x=\"\(Self.names - 8)\" y=\"\(y + 17)\" text-anchor=\"end\">"
            text += "\(Escaped.text(bar.name))</text>"
            text +=
                "<rect class=\"bar\" x=\"\(Self.names)\" y=\"\(y)\" width=\"\(length)\" height=\"\(Self.row - 6)\"/>"
            text +=
                "<text class=\"value\" x=\"\(Self.names + length + 6)\" y=\"\(y + 17)\">\(Escaped.text(bar.text))</text>"
        }
        return text + "</svg>"
    }
}
