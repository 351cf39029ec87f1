/// Who is connected to a port: peers that have shown who they are, and strangers. Strangers are bounded, so that there
/// is always room for those who are known.
package struct ConnectionBook: Sendable {
    /// At most so many connections at once.
    package struct Bounds: Sendable, Equatable {
        package let altogether: Int
        package let strangers: Int
        package let strangersOfAddress: Int

        package init(altogether: Int, strangers: Int, strangersOfAddress: Int) {
            self.altogether = altogether
            self.strangers = strangers
            self.strangersOfAddress = strangersOfAddress
        }

        /// Descriptors that the store, the pages and the commands beside the program need.
        private static let descriptorsKept = 96

        /// Of a port with known peers, in a process that may open so many descriptors.
        package static func among(descriptors: Int) -> Bounds {
            let altogether = min(max(16, descriptors - descriptorsKept), 16_384)
            let strangers = min(altogether / 2, 1_024)
            return Bounds(altogether: altogether, strangers: strangers, strangersOfAddress: strangers / 2)
        }

        /// Of pages, which know nobody; a browser opens some six, a room has several screens, and all of them may
        /// come from one address.
        package static let pages = Bounds(altogether: 256, strangers: 256, strangersOfAddress: 192)
    }

    private let bounds: Bounds
    private var known = 0
    private var strangers = 0
    private var strangersByAddress: [String: Int] = [:]

    package init(_ bounds: Bounds) { self.bounds = bounds }

    /// Enters a newcomer, who is a stranger.
    /// - Returns: false where there is no room.
    package mutating func admit(_ address: String) -> Bool {
        let ofAddress = strangersByAddress[address] ?? 0
        guard known + strangers < bounds.altogether, strangers < bounds.strangers,
            ofAddress < bounds.strangersOfAddress
        else { return false }
        strangers += 1
        strangersByAddress[address] = ofAddress + 1
        return true
    }

    /// A stranger has shown who it is.
    package mutating func recognise(_ address: String) {
        leave(address, isKnown: false)
        known += 1
    }

    package mutating func leave(_ address: String, isKnown: Bool) {
        if isKnown {
            known -= 1
            return
        }
        strangers -= 1
        let left = (strangersByAddress[address] ?? 1) - 1
        strangersByAddress[address] = left == 0 ? nil : left
    }
}
