import CQREncode

/// A QR code (ISO/IEC 18004) of a short text, drawn as SVG: black on white in both themes, as scanners want it.
struct QRCode: Sendable {
    /// Modules along one side, without the margin.
    let side: Int
    private let modules: [Bool]
    /// The quiet zone that the standard asks for, in modules.
    private static let margin = 4

    /// nil where the text is too long for a code.
    init?(_ text: String) {
        guard let code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1) else { return nil }
        defer { QRcode_free(code) }
        side = Int(code.pointee.width)
        // The lowest bit of each byte is the module's colour.
        modules = UnsafeBufferPointer(start: code.pointee.data, count: side * side).map { $0 & 1 == 1 }
    }

    func svg(label: String) -> String {
        let edge = side + 2 * Self.margin
        var path = ""
        for row in 0..<side {
            for column in 0..<side where modules[row * side + column] {
                path += "M\(column + Self.margin) \(row + Self.margin)h1v1h-1z"
            }
        }
        return
            "<svg class=\"qr\" viewBox=\"0 0 \(edge) \(edge)\" role=\"img\" aria-label=\"\(label)\" shape-rendering=\"crispEdges\"><rect width=\"\(edge)\" height=\"\(edge)\" fill=\"#ffffff\"/><path d=\"\(path)\" fill=\"#000000\"/></svg>"
    }
}
