import Testing

@testable import CountyHub

@Suite struct QRCodeTests {
    /// 32 digits at error correction M (15 %) need a version 2, of 25 modules (ISO/IEC 18004, table 7); around them
    /// lies a quiet zone of four.
    @Test func aCodesDigitsMakeASmallCodeWithItsQuietZone() throws {
        let code = try #require(QRCode("01234567890123456789012345678901"))
        #expect(code.side == 21 || code.side == 25)
        let svg = code.svg(label: "二维码")
        #expect(svg.contains("viewBox=\"0 0 \(code.side + 8) \(code.side + 8)\"") && svg.contains("aria-label=\"二维码\""))
        // The finder's upper edge is seven dark modules; nothing is drawn in the quiet zone.
        for column in 4...10 { #expect(svg.contains("M\(column) 4h1")) }
        #expect(!svg.contains("M11 4h1") && !svg.contains("M3 "))
    }

    @Test func whatIsTooLongForACodeIsNone() {
        #expect(QRCode(String(repeating: "a", count: 5000)) == nil)
    }
}
