package import DutyRecords
package import SyncKit

/// A data folder whose records the common commands read and write.
package protocol RecordFolder: OpenFolder {
    var store: LedgerStore { get }
    /// The unit whose records are meant where no other is named.
    var homeUnit: String { get }
    var unitName: String { get }
    /// What the county is called; an agent was told at its enrolment.
    var countyName: String { get }
    /// As whom this program's people write.
    var writer: WriterRole { get }
    /// The other side whose durable vector says what was delivered; nil at the hub, which has what it has.
    var deliveredTo: ReplicaID? { get }
    var channel: DutyChannel { get }
    /// That the hub gave this replica at its enrolment: its log volumes carry it.
    var volumeLetter: String { get }
    /// The collections that this program knows.
    var catalog: DutyCatalog { get }
    /// What the rules are asked with, kept in memory.
    var mirror: DutyMirror { get }
    /// Who typed wrong passwords of late, in the one process that holds the folder.
    var passwordPauses: PasswordPauses { get }
    /// Refuses a unit that is not known here, or not this program's to write in.
    func check(unit: String) async throws
}

extension RecordFolder {
    /// As whom this program writes in a unit's ledger.
    func writerRole(for unit: String, _ collection: Collection) throws -> WriterRole {
        if writer == .unit && collection.ledger == .notice {
            throw CommandFailure(
                .badUse, chinese: "“\(collection.chinese)”只能由县里填写。",
                english: "\(collection.name) is written by the county alone")
        }
        return writer == .county && unit == homeUnit ? .both : writer
    }

    package func unit(_ named: String?) async throws -> String {
        guard let named else { return homeUnit }
        try await check(unit: named)
        return named
    }
}
