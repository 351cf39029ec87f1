// What was typed as a time or a day becomes one, or a sentence that says what to type.
extension Field {
    /// Where its moments lie, seen from the minute at which they are typed.
    package var lean: TypedMoment.Lean {
        if ["dueAt", "feedbackDueAt", "receiptDueAt"].contains(name) { return .future }
        let either = [
            "start", "end", "leaveAt", "returnAt", "from", "to", "validFrom", "validTo", "joinedAt", "leftAt",
            "issuedAt", "establishedAt", "published",
        ]
        return either.contains(name) ? .either : .past
    }

    /// What a time, a day, or either of the two was typed as, in the form that is kept.
    package func moment(_ typed: String, now: Instant) throws(EntryError) -> String {
        do throws(TypedMoment.Fault) {
            switch kind {
            case .date: return try TypedMoment.day(typed, now: now)
            case .timeOrDate: return try TypedMoment.timeOrDay(typed, now: now)
            default: return try TypedMoment.time(typed, now: now, lean)
            }
        } catch {
            throw .moment(self, error)
        }
    }
}

extension EntryError {
    static func moment(_ field: Field, _ fault: TypedMoment.Fault) -> EntryError {
        let isDay = if case .date = field.kind { true } else { false }
        let (chinese, english) = fault.sentence(isDay ? .day : .moment)
        return EntryError(
            field.name, isDay ? .badDate : .badTime, chinese: "“\(field.chinese)”\(chinese)",
            english: "\(field.english): \(english)")
    }
}
