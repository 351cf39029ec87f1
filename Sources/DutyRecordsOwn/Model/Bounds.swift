/// Bounds of texts, in Unicode scalars: the longest of each kind in practice, with room.
enum Bounds {
    static let name = 100
    static let phone = 40
    static let line = 300
    static let text = 4_000
    static let longText = 8_000
    static let people: ClosedRange<Int64> = 0...10_000_000
}
