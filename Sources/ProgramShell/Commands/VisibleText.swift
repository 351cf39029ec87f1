/// What a person typed, on a terminal: a control character is shown, never obeyed.
extension String {
    /// As one line of a list: its breaks and tabs too are shown.
    package var onOneLine: String { shown { _ in true } }

    /// As lines of this program's own making: what breaks and sets them out stays.
    package var withoutEscapes: String { shown { $0 != "\n" && $0 != "\t" } }

    private func shown(_ isMeant: (Unicode.Scalar) -> Bool) -> String {
        guard unicodeScalars.contains(where: { $0.picture != nil && isMeant($0) }) else { return self }
        var shown = String.UnicodeScalarView()
        for scalar in unicodeScalars { shown.append(isMeant(scalar) ? scalar.picture ?? scalar : scalar) }
        return String(shown)
    }
}

extension Unicode.Scalar {
    /// What stands for a control character: of ASCII its own picture, such as ␊ and ␛.
    fileprivate var picture: Unicode.Scalar? {
        switch value {
        case 0x00..<0x20: Unicode.Scalar(0x2400 + value)
        case 0x7F: "\u{2421}"
        case 0x80..<0xA0: "\u{FFFD}"
        case 0x2028, 0x2029: "\u{240A}"
        default: nil
        }
    }
}
