package import SyncKit

/// What somebody does to a roster by hand: one act is one change of it, judged as a whole.
///
/// Every act says what it found (`was`): done twice it does nothing more, and what somebody else changed meanwhile is
/// not overwritten.
package struct RosterActs: Sendable {
    let duties: DutyBook
    let unit: String
    let now: Instant
    private let shifts: [RecordID: (shift: Shift, kind: RosterKind)]

    package init(duties: DutyBook, unit: String, now: Instant) {
        self.duties = duties
        self.unit = unit
        self.now = now
        var shifts: [RecordID: (shift: Shift, kind: RosterKind)] = [:]
        for shift in duties.dutyShifts where shift.unit == unit { shifts[shift.id] = (shift, .duty) }
        for shift in duties.leaderShifts where shift.unit == unit { shifts[shift.id] = (shift, .leader) }
        self.shifts = shifts
    }

    package func kind(of id: RecordID) -> RosterKind? { shifts[id]?.kind }

    package func shift(_ id: RecordID) -> Shift? { shifts[id]?.shift }

    private func find(_ id: RecordID) throws(RosterRefusal) -> (shift: Shift, kind: RosterKind) {
        guard let found = shifts[id] else {
            throw RosterRefusal("这一班已经不在值班表上。请看现在的值班表再做。", "this shift is no longer on the roster; look at it anew")
        }
        return found
    }

    /// A person of the unit by id or by a name that is unique.
    package func person(_ typed: String) throws(RosterRefusal) -> Person {
        let own = duties.persons.values.filter { $0.unit == unit }
        if let id = RecordID(typed), let found = own.first(where: { $0.id == id }) { return found }
        let named = own.filter { $0.name == typed }
        guard let first = named.first else {
            throw RosterRefusal(
                "本单位没有“\(typed)”这个姓名。请核对，或先登记人员。",
                "the unit has no person \"\(typed)\"; check the name, or enter the person first")
        }
        guard named.count == 1 else {
            throw RosterRefusal(
                "本单位有 \(named.count) 人叫“\(typed)”，请从列表中选带职务的一个。",
                "\(named.count) persons of the unit are called \"\(typed)\"; pick one from the list")
        }
        return first
    }

    // MARK: A plan is made

    /// What a new shift is.
    package struct NewShift: Sendable {
        package var kind: RosterKind
        package var person: RecordID
        /// Minutes after midnight of the day on which it starts; an end at or before the start is on the next day.
        package var begins: Int
        package var ends: Int
        /// 政府 or 办公室, of a leader.
        package var role: String?
        /// 总带班 or 带班, of a leader.
        package var tier: String?
        /// 应急值班岗, of an officer on the second post.
        package var post: String?

        package init(
            kind: RosterKind, person: RecordID, begins: Int, ends: Int, role: String? = nil, tier: String? = nil,
            post: String? = nil
        ) {
            self.kind = kind
            self.person = person
            self.begins = begins
            self.ends = ends
            self.role = role
            self.tier = tier
            self.post = post
        }

        package func span(on day: Day) -> Range<Instant> {
            let length = ends > begins ? ends - begins : ends - begins + 1440
            let start = day.start + .minutes(begins)
            return start..<(start + .minutes(length))
        }
    }

    /// Enters one shift on each of some days.
    /// - Parameter seed: drawn when the form was given out: each day's id follows from it.
    package func add(_ new: NewShift, on days: [Day], seed: RecordID) throws(RosterRefusal) -> [RosterChange] {
        guard !days.isEmpty else {
            throw RosterRefusal("请先在表中勾选日期。", "tick the days first")
        }
        let entered = days.map { day in (day: day, id: Self.id(seed, day)) }
        let present = new.kind == .duty ? duties.dutyShifts : duties.leaderShifts
        let free = entered.filter { row in
            let span = new.span(on: row.day)
            return !present.contains {
                $0.unit == unit && $0.person == new.person && $0.span == span && $0.id != row.id
                    && ($0.record.text("post") ?? "值班") == (new.post ?? "值班")
            }
        }
        guard !free.isEmpty else {
            throw RosterRefusal("这些日期已经排了此人的这一班，没有重复排。", "that person has this shift on those days already")
        }
        return free.map { row in
            let span = new.span(on: row.day)
            var fields: [(String, FieldValue)] = [
                ("start", .text(span.lowerBound.description)), ("end", .text(span.upperBound.description)),
                (new.kind.personField, .text(new.person.description)),
            ]
            let extras: [(String, String?)] =
                new.kind == .duty ? [("post", new.post)] : [("role", new.role), ("tier", new.tier)]
            for (name, value) in extras { if let value { fields.append((name, .text(value))) } }
            return RosterChange(
                new.kind.collection, row.id, isNew: true, fields.map { RosterChange.Write($0.0, nil, $0.1) })
        }
    }

    /// The id of a day's record among those that one form enters.
    private static func id(_ seed: RecordID, _ day: Day) -> RecordID {
        RecordID(high: seed.high, low: seed.low ^ UInt64(truncatingIfNeeded: day.number & 0xFFFF))
    }

    /// Another person in a slot. Before it is agreed on, that is all; afterwards it is a 代班.
    /// - Parameter isPlan: whether it is part of a new plan, which is agreed to as a whole when it is handed in.
    package func put(
        _ id: RecordID, _ person: RecordID, was: RecordID, isPlan: Bool = false, _ approval: ShiftApproval? = nil
    ) throws(RosterRefusal) -> [RosterChange] {
        let (shift, kind) = try find(id)
        if shift.person == person { return [] }
        try check(shift, was: was)
        if shift.swappedWith != nil { throw .swapped }
        let isPlanned = isPlan && shift.span.lowerBound >= now
        guard !isPlanned, needsApproval(shift) || approval != nil else {
            return [change(shift, kind, [(kind.personField, .text(person.description))] + Self.plain(kind))]
        }
        return try standIn(shift, kind, person, approval)
    }

    /// 代班: who was to stand it stays named.
    private func standIn(
        _ shift: Shift, _ kind: RosterKind, _ person: RecordID, _ approval: ShiftApproval?
    ) throws(RosterRefusal) -> [RosterChange] {
        let original = shift.substituteFor ?? shift.person
        let approval = try check(approval, of: [person, shift.person])
        let isBack = person == original
        return [
            change(
                shift, kind,
                [
                    (kind.personField, .text(person.description)),
                    ("substituteFor", isBack ? .absent : .text(original.description)),
                ] + Self.agreed(approval, kind))
        ]
    }

    // MARK: What is planned is moved

    /// A shift goes to another day, with its 代班 or 串班.
    package func move(
        _ id: RecordID, to day: Day, was: Instant, _ approval: ShiftApproval? = nil
    ) throws(RosterRefusal) -> [RosterChange] {
        let (shift, kind) = try find(id)
        if shift.span.lowerBound.day == day { return [] }
        guard shift.span.lowerBound == was else { throw .changed(name(shift.person)) }
        var fields: [(String, FieldValue)] = []
        if needsApproval(shift) || isSubmitted(day) || day.start < now {
            fields = Self.agreed(try check(approval, of: [shift.person]), kind)
        }
        let days = day.since(shift.span.lowerBound.day)
        let (start, end) = (shift.span.lowerBound + .days(days), shift.span.upperBound + .days(days))
        return [change(shift, kind, [("start", .text(start.description)), ("end", .text(end.description))] + fields)]
    }

    /// Two persons change places: a matter of the plan until it is agreed on, then a 串班.
    package func exchange(
        _ one: (id: RecordID, was: RecordID), _ other: (id: RecordID, was: RecordID), _ approval: ShiftApproval? = nil
    ) throws(RosterRefusal) -> [RosterChange] {
        let (first, kind) = try find(one.id)
        let (second, secondKind) = try find(other.id)
        guard kind == secondKind, first.id != second.id else {
            throw RosterRefusal("值班员和带班领导的班次不能对换。", "an officer's shift and a leader's are not exchanged")
        }
        if first.person == other.was && second.person == one.was { return [] }
        try check(first, was: one.was)
        try check(second, was: other.was)
        guard first.person != second.person else {
            throw RosterRefusal("两班是同一个人，不用对换。", "both shifts are the same person's")
        }
        guard first.swappedWith == nil, second.swappedWith == nil else { throw .swapped }
        func person(_ shift: Shift) -> FieldValue { .text(shift.person.description) }
        guard needsApproval(first) || needsApproval(second) || approval != nil else {
            return [
                change(first, kind, [(kind.personField, person(second))] + Self.plain(kind)),
                change(second, kind, [(kind.personField, person(first))] + Self.plain(kind)),
            ]
        }
        let agreed = Self.agreed(try check(approval, of: [first.person, second.person]), kind)
        // A leader's shift has no 串班: each stands in for the other.
        func mark(_ own: Shift, _ other: Shift) -> (String, FieldValue) {
            kind == .duty ? ("swappedWith", .text(other.id.description)) : ("substituteFor", person(own))
        }
        return [
            change(first, kind, [(kind.personField, person(second)), mark(first, second)] + agreed),
            change(second, kind, [(kind.personField, person(first)), mark(second, first)] + agreed),
        ]
    }

    /// Takes a 串班 back: both stand their own again.
    package func cancelSwap(_ id: RecordID, _ approval: ShiftApproval? = nil) throws(RosterRefusal) -> [RosterChange] {
        let (shift, kind) = try find(id)
        guard let partner = shift.swappedWith else { return [] }
        var agreed = Self.plain(kind)
        let other = shifts[partner]?.shift
        if needsApproval(shift) || other.map(needsApproval) ?? false {
            agreed = Self.agreed(try check(approval, of: [shift.person, other?.person].compactMap(\.self)), kind)
        }
        let free: (String, FieldValue) = ("swappedWith", .absent)
        guard let other, other.swappedWith == id else { return [change(shift, kind, [free] + agreed)] }
        return [
            change(shift, kind, [(kind.personField, .text(other.person.description)), free] + agreed),
            change(other, kind, [(kind.personField, .text(shift.person.description)), free] + agreed),
        ]
    }

    /// Strikes a shift through.
    package func remove(_ id: RecordID, reason: String) throws(RosterRefusal) -> [RosterChange] {
        guard let (shift, kind) = shifts[id] else { return [] }
        if shift.swappedWith != nil { throw .swapped }
        return [
            change(
                shift, kind,
                [("voided", .boolean(true)), ("voidReason", .text(reason.isEmpty ? "调整排班" : reason))])
        ]
    }

    /// A shift that was struck through stands again.
    package static func restore(_ record: RecordFacts, _ kind: RosterKind) -> [RosterChange] {
        guard record.isVoided else { return [] }
        let writes = ["voided", "voidReason"].map { RosterChange.Write($0, record.fields[$0], .absent) }
        return [RosterChange(kind.collection, record.id, writes)]
    }

    // MARK: Parts

    private func name(_ person: RecordID) -> String { duties.persons[person]?.name ?? person.description }

    private func check(_ shift: Shift, was: RecordID) throws(RosterRefusal) {
        guard shift.person == was else { throw .changed(name(shift.person)) }
    }

    private func change(_ shift: Shift, _ kind: RosterKind, _ fields: [(String, FieldValue)]) -> RosterChange {
        RosterChange(
            kind.collection, shift.id, fields.map { RosterChange.Write($0.0, shift.record.fields[$0.0], $0.1) })
    }

    private static func agreed(_ approval: ShiftApproval, _ kind: RosterKind) -> [(String, FieldValue)] {
        let reason = approval.reason.map { FieldValue.text($0) }
        let by: (String, FieldValue) = ("approvedBy", .text(approval.by))
        guard kind == .duty else { return reason.map { [by, ("remark", $0)] } ?? [by] }
        return [by, ("reason", reason ?? .absent)]
    }

    /// A place in the plan that nobody had to agree to.
    private static func plain(_ kind: RosterKind) -> [(String, FieldValue)] {
        let both: [(String, FieldValue)] = [("substituteFor", .absent), ("approvedBy", .absent)]
        return kind == .duty ? both + [("reason", .absent)] : both
    }
}

extension RosterRefusal {
    static let swapped = RosterRefusal(
        "这一班已经串过班（第十六条）。请先取消原来的串班，再办理新的。",
        "this shift is swapped already (Art. 16); take that back first")

    static func changed(_ name: String) -> RosterRefusal {
        RosterRefusal(
            "这一班刚才已被改动，现在是\(name)。没有保存，请看现在的值班表再做。",
            "this shift was changed meanwhile and is \(name)'s now; nothing was saved, look at the roster anew")
    }
}
