/// What the engine refuses, with a code to match on. Record text and secrets stay out of it.
package enum SyncError: Error, Hashable, Sendable {
    /// Bytes that are not what the wire's schema says.
    case malformed(String)
    /// The store was written by a newer version of the program.
    case newerStore(found: Int, known: Int)
    /// The store's file is no database, or pages of it are damaged.
    case damagedStore
    /// SQLite answered with less than `synchronous=FULL`.
    case notDurable
    /// The folder belongs to another deployment or replica than the caller thinks.
    case foreignStore
    /// A set is larger than 256 kB compressed.
    case setTooLarge(bytes: Int)
    /// An author's name that is longer than ``SetEnvelope/authorMax``, or that has a control character.
    case badAuthor
    /// A context that covers several siblings of a field: they are settled together, or not at all.
    case siblings(field: String)
    /// A record or a label that is to be entered is there already: another command was faster.
    case taken
    /// A context that names what this replica has not applied.
    case contextAhead
    /// No such record in this ledger.
    case unknownRecord(RecordID)
    /// No such held set, event or member.
    case unknown(String)
    /// The disk is full; nothing of the transaction was kept.
    case diskFull
    /// A restored hub gives out nothing new until it is confirmed.
    case restoredUnconfirmed
    /// This replica may not write in that ledger.
    case notPermitted(LedgerID)
    /// The store was never set up.
    case notEnrolled

    package var code: String {
        switch self {
        case .malformed: "malformed"
        case .newerStore: "newer-store"
        case .damagedStore: "damaged-store"
        case .notDurable: "not-durable"
        case .foreignStore: "foreign-store"
        case .setTooLarge: "set-too-large"
        case .badAuthor: "bad-author"
        case .siblings: "siblings"
        case .taken: "taken"
        case .contextAhead: "context-ahead"
        case .unknownRecord: "unknown-record"
        case .unknown: "unknown"
        case .diskFull: "disk-full"
        case .restoredUnconfirmed: "restored-unconfirmed"
        case .notPermitted: "not-permitted"
        case .notEnrolled: "not-enrolled"
        }
    }
}
