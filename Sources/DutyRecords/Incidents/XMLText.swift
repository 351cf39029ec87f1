/// Writes elements with characters that XML 1.0 holds, and no others.
struct XMLText {
    private(set) var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

    mutating func open(_ element: String, _ attributes: String = "") { text += "<\(element)\(attributes)>\n" }

    mutating func close(_ element: String) { text += "</\(element)>\n" }

    /// Nothing is written where there is no value.
    mutating func add(_ element: String, _ value: String?) {
        guard let value else { return }
        text += "<\(element)>\(Self.escaped(value))</\(element)>\n"
    }

    mutating func add(_ element: String, named name: String, _ value: String) {
        text +=
            "<\(element)><valueName>\(Self.escaped(name))</valueName>"
            + "<value>\(Self.escaped(value))</value></\(element)>\n"
    }

    /// XML 1.0, production 2.
    static func holds(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }

    private static func escaped(_ value: String) -> String {
        var text = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            // A parser would make a line feed of it.
            case "\r": text += "&#13;"
            default: text.unicodeScalars.append(holds(scalar) ? scalar : "\u{FFFD}")
            }
        }
        return text
    }
}
