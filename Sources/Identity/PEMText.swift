/// Bounds and shape of PEM texts (RFC 7468).
enum PEMText {
    /// No text of one key, certificate or request of ours has a tenth of it.
    static let bytesMax = 16 * 1024

    /// The text with a line break at its end, so that texts can be joined.
    static func closed(_ text: String) -> String { text.hasSuffix("\n") ? text : text + "\n" }
}
