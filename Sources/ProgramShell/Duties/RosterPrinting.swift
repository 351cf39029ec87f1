import DutyRecords
import SyncKit

enum RosterPrinting {
    static func json(_ found: RosterFindings) -> JSONValue {
        func span(_ range: Range<Instant>) -> [(String, JSONValue)] {
            [("from", .text(range.lowerBound.description)), ("to", .text(range.upperBound.description))]
        }
        func onShift(_ places: [RosterFindings.OnShift], _ name: String) -> JSONValue {
            .array(
                places.map { .object([("shift", .text($0.shift.description)), (name, .text($0.person.description))]) })
        }
        return .object([
            ("unit", .text(found.unit)),
            ("gaps", .array(found.gaps.map { .object(span($0) + [("minutes", .integer(Int64($0.minutes)))]) })),
            (
                "leadersMissing",
                .array(
                    found.leadersMissing.map {
                        .object([
                            ("date", .text($0.day.description)), ("dayType", .text($0.dayType.rawValue)),
                            ("required", .integer(Int64($0.required))), ("have", .integer(Int64($0.have))),
                        ])
                    })
            ), ("notOnEstablishment", onShift(found.notOnEstablishment, "officer")),
            ("notOnStrength", onShift(found.notOnStrength, "officer")),
            (
                "awayOnDuty",
                .array(
                    found.awayOnDuty.map {
                        .object([
                            ("shift", .text($0.shift.description)), ("person", .text($0.person.description)),
                            ("absence", .text($0.absence.description)),
                        ])
                    })
            ), ("bothLeadersAway", .array(found.bothLeadersAway.map { .object(span($0)) })),
            (
                "doubleShifts",
                .array(
                    found.doubleShifts.map {
                        .object(
                            [
                                ("officer", .text($0.officer.description)),
                                ("shifts", .array($0.shifts.map { .text($0.description) })),
                            ] + span($0.span))
                    })
            ), ("unapproved", onShift(found.unapproved, "person")),
            ("swapConflicts", onShift(found.swapConflicts, "person")),
            ("unknownPersons", onShift(found.unknownPersons, "person")),
        ])
    }

    static func lines(_ found: RosterFindings, _ duties: DutyBook, _ language: Language) -> String {
        func word(_ chinese: String, _ english: String) -> String { language == .chinese ? chinese : english }
        func name(_ id: RecordID) -> String { duties.persons[id]?.name ?? id.description }
        func span(_ range: Range<Instant>) -> String {
            "\(ObligationPrinting.minute(range.lowerBound)) – \(ObligationPrinting.minute(range.upperBound))"
        }
        var lines = ["\(found.unit)\t\(found.isSound ? word("没有问题", "nothing found") : "")"]
        lines += found.gaps.map { word("无人值守", "nobody on duty") + "\t\(span($0))\t\($0.minutes)′" }
        lines += found.leadersMissing.map {
            word("双带班缺 \($0.required - $0.have) 人", "leaders missing: \($0.required - $0.have)")
                + "\t\($0.day)\t\(language == .chinese ? $0.dayType.chinese : $0.dayType.english)"
        }
        lines += found.notOnEstablishment.map { word("非在编，禁止排班", "not on the establishment") + "\t\(name($0.person))" }
        lines += found.notOnStrength.map { word("不在岗期间", "not on strength then") + "\t\(name($0.person))" }
        lines += found.awayOnDuty.map { word("值班人员外出", "away on duty") + "\t\(name($0.person))" }
        lines += found.bothLeadersAway.map { word("正副职同时外出", "head and first deputy both away") + "\t\(span($0))" }
        lines += found.doubleShifts.map { word("重复排班", "twice at once") + "\t\(name($0.officer))\t\(span($0.span))" }
        lines += found.unapproved.map { word("代班或串班未批准", "stand-in or swap not approved") + "\t\(name($0.person))" }
        lines += found.swapConflicts.map { word("重复串班", "swapped more than once") + "\t\(name($0.person))" }
        lines += found.unknownPersons.map { word("人员未登记", "person not entered") + "\t\($0.person)" }
        return lines.joined(separator: "\n")
    }
}
