/// The collections that a program knows.
///
/// A newer version knows more of them, and more fields of each. What an older one does not know it stores and passes
/// on as it came.
package struct DutyCatalog: Sendable {
    package let collections: [Collection]
    private let byName: [String: Collection]

    package init(_ collections: [Collection]) {
        self.collections = collections
        byName = Dictionary(uniqueKeysWithValues: collections.map { ($0.name, $0) })
    }

    package func collection(named name: String) -> Collection? { byName[name] }

    /// This version's. Names are the public contract: a later version adds, and never renames.
    package static let regulation = DutyCatalog(
        Collection.daily + Collection.papers + Collection.incidents + Collection.people + Collection.rosters
            + Collection.oversight + Collection.resources + Collection.notices)
}
