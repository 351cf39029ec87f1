package import DutyRecords
import Foundation
package import ProgramShell
package import SyncKit

// What every page does with records: read what the rules are asked with, enter, change. A refusal becomes a sentence.
extension Desk {
    /// What the rules are asked with, for this room's unit.
    package func reading() async throws -> DutyReading {
        try await DutyReading.read(DutyBook.collections, unit: room.homeUnit, in: room)
    }

    /// The same with the units' events of which the county owes something.
    func overseeing() async throws -> DutyReading {
        let reading = try await reading()
        return if let wall = try await room.wall() { reading.overseeing(wall.wall) } else { reading }
    }

    /// Enters a record.
    /// - Parameters:
    ///   - unit: in whose ledger; nil: this room's.
    ///   - id: drawn when the form was given out, so that sending it twice is one record; nil draws one.
    @discardableResult
    package func enter(
        _ collection: Collection, _ members: [(String, JSONValue)], id: String? = nil, unit: String? = nil,
        by visitor: Visitor
    ) async throws -> RecordID {
        try visitor.checkWrites(collection)
        for (name, value) in members {
            guard case .text(let text) = value, let field = collection.field(name) else { continue }
            do throws(EntryError) { try field.checkCharacters(text) } catch { throw CommandFailure(error) }
        }
        let entering = try await Entering(collection, unit: unit ?? room.homeUnit, in: room)
        let line = JSONValue.object([("id", .text(id ?? RecordID.drawn().description))] + members).text
        let (results, failure) = try await entering.enter(
            Data(line.utf8), author: visitor.session.name, isAtomic: false)
        if let failure { throw failure }
        if let error = results.first?.errors.first {
            throw CommandFailure(error)
        }
        guard let entered = results.first?.id else { throw SyncError.unknown("record") }
        return entered
    }

    /// Changes fields of a record as `edit` does.
    /// - Parameter seen: what the page had shown; nil: all that is here now.
    package func change(_ target: EditTarget, _ form: EditForm, seen: String? = nil, by visitor: Visitor) async throws {
        try visitor.checkWrites(CollectionName.find(target.collection, in: room))
        try await change(target, form, seen: seen, author: visitor.session.name)
    }

    /// - Parameter author: who did it, where that is not who sits before the screen.
    func change(_ target: EditTarget, _ form: EditForm, seen: String? = nil, author: String) async throws {
        do {
            _ = try await Editing.commit(target, seen: seen, author: author, settles: false, in: room) {
                entry, _ throws(EntryRefusal) in try form.judge(entry)
            }
        } catch let refusal as EntryRefusal {
            throw CommandFailure(refusal.first)
        }
    }

    /// As whom this room writes in a unit's ledger.
    func writer(in unit: String) -> WriterRole {
        room.writer == .county && unit == room.homeUnit ? .both : room.writer
    }
}
