import Glibc

/// How the text of a table is written: what Excel and WPS in Chinese save.
package enum TextEncoding: String, Sendable, CaseIterable {
    case utf8 = "utf-8"
    /// With all its planes; holds GBK and GB 2312.
    case gb18030
    case utf16LittleEndian = "utf-16le"
    case utf16BigEndian = "utf-16be"

    package var name: String {
        switch self {
        case .utf8: "UTF-8"
        case .gb18030: "GB18030"
        case .utf16LittleEndian: "UTF-16 LE"
        case .utf16BigEndian: "UTF-16 BE"
        }
    }

    private static let marks: [(bytes: [UInt8], encoding: TextEncoding)] = [
        ([0xEF, 0xBB, 0xBF], .utf8), ([0xFF, 0xFE], .utf16LittleEndian), ([0xFE, 0xFF], .utf16BigEndian),
        ([0x84, 0x31, 0x95, 0x33], .gb18030),
    ]

    /// A mark at the start, NUL bytes on one side, strict UTF-8, GB18030; nil where it is none of them.
    ///
    /// It errs only on tiny files: the GBK of 目录 is UTF-8 too.
    package static func guess(_ bytes: [UInt8]) -> TextEncoding? {
        if let marked = marks.first(where: { bytes.starts(with: $0.bytes) }) { return marked.encoding }
        let beginning = bytes.prefix(4_096)
        if beginning.contains(0) {
            let even = beginning.enumerated().count { $0.element == 0 && $0.offset.isMultiple(of: 2) }
            let odd = beginning.count { $0 == 0 } - even
            return even > odd ? .utf16BigEndian : .utf16LittleEndian
        }
        if TextEncoding.utf8.text(bytes) != nil { return .utf8 }
        return TextEncoding.gb18030.text(bytes) == nil ? nil : .gb18030
    }

    /// The text without a mark at its start; nil for bytes that are not of this encoding.
    package func text(_ bytes: [UInt8]) -> String? {
        let text: String?
        switch self {
        case .utf8: text = String(validating: bytes, as: UTF8.self)
        case .gb18030:
            text = Self.converted(bytes, from: "GB18030", to: "UTF-8").map { String(decoding: $0, as: UTF8.self) }
        case .utf16LittleEndian:
            text = Self.converted(bytes, from: "UTF-16LE", to: "UTF-8").map { String(decoding: $0, as: UTF8.self) }
        case .utf16BigEndian:
            text = Self.converted(bytes, from: "UTF-16BE", to: "UTF-8").map { String(decoding: $0, as: UTF8.self) }
        }
        guard var text, text.unicodeScalars.first == "\u{FEFF}" else { return text }
        text.unicodeScalars.removeFirst()
        return text
    }

    /// By glibc's tables, which follow GB 18030-2005 and later: A8 BC is ḿ, FE 59 is 龴.
    private static func converted(_ bytes: [UInt8], from: String, to: String) -> [UInt8]? {
        guard let converter = iconv_open(to, from), Int(bitPattern: converter) != -1 else { return nil }
        defer { iconv_close(converter) }
        var input = bytes.map { CChar(bitPattern: $0) }
        // Two bytes of any of them become three at the most; four become four.
        var output = [CChar](repeating: 0, count: bytes.count * 2 + 16)
        let count = input.withUnsafeMutableBufferPointer { source -> Int? in
            output.withUnsafeMutableBufferPointer { target -> Int? in
                var (from, fromLeft) = (source.baseAddress, source.count)
                var (to, toLeft) = (target.baseAddress, target.count)
                guard iconv(converter, &from, &fromLeft, &to, &toLeft) != -1, fromLeft == 0 else { return nil }
                return target.count - toLeft
            }
        }
        return count.map { output.prefix($0).map { UInt8(bitPattern: $0) } }
    }
}
