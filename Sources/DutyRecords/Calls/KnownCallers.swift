/// Who calls and is called: the unit's people, and whoever called before.
package struct KnownCaller: Sendable, Hashable {
    package let phone: String
    package let name: String
    package let unit: String
    package let post: String

    package init(phone: String, name: String, unit: String, post: String) {
        self.phone = phone
        self.name = name
        self.unit = unit
        self.post = post
    }

    package init?(call: RecordFacts) {
        self.init(
            phone: call.text("callerPhone") ?? "", name: call.text("callerName") ?? "",
            unit: call.text("callerUnit") ?? "", post: call.text("callerPost") ?? "")
        if phone.isEmpty && name.isEmpty && unit.isEmpty { return nil }
    }
}

package struct KnownCallers: Sendable {
    /// Each once, the latest callers first, then the directory.
    package let all: [KnownCaller]
    /// Not voided, the latest first.
    package let calls: [RecordFacts]

    /// - Parameters:
    ///   - unit: the name of the unit whose people these are.
    ///   - people: with a number.
    package init(calls: [RecordFacts], people: [Person], unit: String) {
        let sorted = calls.filter { !$0.isVoided }.sorted {
            ($1.time("receivedAt") ?? $1.enteredAt, $1.id) < ($0.time("receivedAt") ?? $0.enteredAt, $0.id)
        }
        let directory = people.flatMap { person in
            ["mobile", "phone"].compactMap { person.record.text($0) }.map {
                KnownCaller(phone: $0, name: person.name, unit: unit, post: person.post ?? "")
            }
        }
        var seen: Set<KnownCaller> = []
        all = (sorted.compactMap { KnownCaller(call: $0) } + directory).filter { seen.insert($0).inserted }
        self.calls = sorted
    }

    /// Who called here last.
    package var last: KnownCaller? {
        calls.lazy.filter { $0.text("direction") == "in" }.compactMap { KnownCaller(call: $0) }.first
    }

    /// Whom a number belongs to: of those known, whoever called last, else the directory's.
    package func caller(of number: PhoneNumber) -> KnownCaller? {
        all.first { caller in
            !caller.name.isEmpty && PhoneNumber(caller.phone).map { $0.reaches(number) } ?? false
        }
    }

    package func calls(of number: PhoneNumber) -> [RecordFacts] {
        calls.filter { call in
            call.text("callerPhone").flatMap { PhoneNumber($0) }.map { $0.reaches(number) } ?? false
        }
    }
}
