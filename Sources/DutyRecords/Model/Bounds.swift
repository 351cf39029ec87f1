/// Bounds of what is entered: the longest of each kind in practice (a call 2,000, a 续报 2,000, a handover 1,000
/// characters), with room. Texts are counted in Unicode scalars, so that 𠮷 is one.
package enum Bounds {
    /// Names, places, posts, sources.
    package static let short = 200
    package static let phone = 40
    package static let code = 32
    /// Matters, reports, instructions, handovers.
    package static let long = 4_000
    /// The body of a 值班专报 or 通报: 3,000 in practice.
    package static let body = 8_000
    /// The roster of a period as it was handed in.
    package static let roster = 40_000
    /// The open items of one handover together: 200 of them with a line or two each.
    package static let items = 60_000
    /// Elements of one list.
    package static let elements = 200
    package static let people: ClosedRange<Int64> = 0...10_000_000
    package static let yuan: ClosedRange<Int64> = 0...1_000_000_000_000
}
