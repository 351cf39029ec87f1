/// Texts as the index's tokenizer takes them: one word of hexadecimal digits for each folded scalar, so that a phrase of
/// them is any part of a text, of one sign or of twenty, and nothing that a person types means anything to FTS5.
enum TextWords {
    /// Between two texts: no folded text holds a line's end, so no phrase runs over it.
    private static let between: UInt32 = 0x0A

    static func words(of text: SearchText) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.texts.reduce(0) { $0 + $1.utf8.count * 2 } + text.keys.count * 40)
        for text in text.texts {
            for scalar in text.unicodeScalars { FoldedText.fold(scalar) { append($0, &bytes) } }
            append(between, &bytes)
        }
        for key in text.keys {
            bytes += Array(word(of: key).utf8)
            bytes.append(UInt8(ascii: " "))
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// An FTS5 expression; nil where nothing is asked for.
    static func expression(of query: TextQuery) -> String? {
        let parts = query.all.compactMap { terms -> String? in
            let words = terms.compactMap(expression)
            return words.isEmpty ? nil : "(" + words.joined(separator: " OR ") + ")"
        }
        return parts.isEmpty ? nil : parts.joined(separator: " AND ")
    }

    private static func expression(of term: TextQuery.Term) -> String? {
        switch term {
        case .phrase(let text):
            var bytes: [UInt8] = []
            for scalar in FoldedText(text).scalars { append(scalar, &bytes) }
            if bytes.isEmpty { return nil }
            return "\"" + String(decoding: bytes.dropLast(), as: UTF8.self) + "\""
        case .key(let key): return "\"" + word(of: key) + "\""
        }
    }

    /// No word of a scalar starts with `k`.
    private static func word(of key: String) -> String {
        "k"
            + key.utf8.map { byte in
                let isPlain = (0x30...0x39).contains(byte) || (0x61...0x79).contains(byte)
                return isPlain ? String(Unicode.Scalar(byte)) : byte == 0x2D ? "" : "z" + String(byte, radix: 16)
            }.joined()
    }

    private static func append(_ scalar: UInt32, _ bytes: inout [UInt8]) {
        var shift = scalar > 0xFFFF ? 20 : scalar > 0xFF ? 12 : 4
        while shift >= 0 {
            let digit = UInt8(truncatingIfNeeded: scalar >> UInt32(shift)) & 0x0F
            bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
            shift -= 4
        }
        bytes.append(0x20)
    }
}
