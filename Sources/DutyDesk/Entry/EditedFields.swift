import DutyRecords
import ProgramShell
import SyncKit

/// The form of a record that is edited: what it shows, what was typed, and what became of it meanwhile.
enum EditedFields {
    /// - Parameters:
    ///   - typed: what was typed, with what it had seen (`was-…`); empty: nothing was.
    ///   - errors: by field.
    ///   - focus: the field in which one was.
    static func drawn(
        _ fields: [Field], _ view: RecordView, typed: [String: String], errors: [String: String],
        _ choices: FormChoices, _ words: Words, focus: String? = nil
    ) -> [(field: FormField, was: String?)] {
        fields.map { field in
            let shown = choices.shown(view.fields[field.name], of: field)
            var drawn = FormField(
                field: field, words: words, value: shown, choices: choices, error: errors[field.name],
                isFocused: field.name == focus)
            guard let was = typed["was-\(field.name)"].map(FormReader.lines) else { return (drawn, shown) }
            // A choice that was left open is not sent at all.
            let mine = typed[field.name].map(FormReader.lines) ?? was
            if mine == was {
                if was != shown {
                    drawn.meanwhile = words("您打开后已改为此值，原为：", "changed since you opened it; it was: ") + was
                }
                return (drawn, shown)
            }
            drawn = FormField(
                field: field, words: words, value: mine, choices: choices, error: errors[field.name],
                isFocused: field.name == focus)
            if was != shown, mine != shown {
                drawn.meanwhile = words(
                    "您写的时候已被改为：\(shown)。保存后两个值都保留，由人选定。",
                    "meanwhile it was changed to: \(shown). Both values are kept when you save, and a person settles them."
                )
            }
            return (drawn, was)
        }
    }

    /// Fields that show something else than the form had seen.
    /// - Parameter people: the unit's, as the form names them.
    static func changed<Room: DeskRoom>(
        _ posted: Posted, _ target: RecordTarget, _ people: PeopleNames, in desk: Desk<Room>
    ) async throws -> [String] {
        let collection = try CollectionName.find(target.collection, in: desk.room)
        let detail = try await RecordLookup.detail(target.collection, target.id, of: target.unit, in: desk.room)
        let choices = FormChoices(people: people)
        return collection.fields.filter { field in
            guard let was = posted.fields["was-\(field.name)"] else { return false }
            return FormReader.lines(was) != choices.shown(detail.view.fields[field.name], of: field)
        }.map(\.name)
    }

    /// What was changed in the form, by what it had shown: only that is written.
    /// - Returns: the edit, and what is wrong with it by field.
    static func edit(
        _ collection: Collection, _ posted: Posted, _ reader: FormReader, _ language: Language
    ) -> (EditForm, [String: String]) {
        var form = EditForm()
        var errors: [String: String] = [:]
        for field in collection.fields {
            guard let typed = posted.fields[field.name], let shown = posted.fields["was-\(field.name)"] else {
                continue
            }
            let (now, before) = (FormReader.lines(typed), FormReader.lines(shown))
            guard now != before else { continue }
            if field.isUnion {
                let (mine, old) = (Set(now.split(separator: "\n")), Set(before.split(separator: "\n")))
                form.add += mine.subtracting(old).sorted().map { "\(field.name)=\($0)" }
                form.remove += old.subtracting(mine).sorted().map { "\(field.name)=\($0)" }
            } else if now.isEmpty {
                form.unset.append(field.name)
            } else {
                do throws(EntryError) {
                    form.set.append("\(field.name)=\(try text(now, of: field, reader))")
                } catch {
                    errors[field.name] = error.message(in: language)
                }
            }
        }
        return (form, errors)
    }

    /// As `edit --set` takes it.
    private static func text(_ typed: String, of field: Field, _ reader: FormReader) throws(EntryError) -> String {
        switch field.kind {
        case .time, .date, .timeOrDate: try field.moment(typed, now: reader.now)
        case .person: reader.people.id(of: typed) ?? typed
        case .texts: try reader.json(typed, of: field)?.text ?? typed
        default: typed
        }
    }
}
