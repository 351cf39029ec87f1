package import SyncKit

/// One event that several units report: who was first, and who of those that are named has said nothing.
///
/// It only proposes. Whether two records speak of one event is a person's decision, which each record keeps.
package struct DuplicateRadar: Sendable {
    package struct Proposal: Sendable {
        /// The record that the others may become sources of: whose word the county had first.
        package let first: Incident
        /// By the county's first word of them.
        package let others: [Incident]
        /// Units that are named in what was reported, and have no record among these.
        package let silent: [Unit]
        /// Words of the place that they share.
        package let shared: [String]
    }

    /// Two reports of one event seldom lie further apart.
    package static let minutesApart = 180

    private let units: [Unit]

    package init(units: [Unit]) { self.units = units }

    /// When the county first had word of it.
    package static func heardAt(_ incident: Incident) -> Instant {
        incident.record.receivedAt ?? incident.record.enteredAt
    }

    package static func precedes(_ one: Incident, _ other: Incident) -> Bool {
        (heardAt(one), one.id) < (heardAt(other), other.id)
    }

    /// - Parameters:
    ///   - incidents: open ones; drills are compared with drills alone.
    ///   - reported: those of which their own unit has reported.
    ///   - most: how many are wanted, the first that the county heard of.
    package func proposals(
        _ incidents: [Incident], reported: Set<RecordID> = [], most: Int = .max
    ) -> [Proposal] {
        let sorted = incidents.filter { !$0.record.has("sourceOf") }.sorted(by: Self.precedes)
        let traces = zip(sorted, PlaceWords.of(sorted, without: units)).map(Trace.init)
        // By spans of time, so that a flood's hundreds are not each compared with each.
        var bySpan: [Int64: [Int]] = [:]
        let span = Int64(Self.minutesApart) * 60_000
        for (index, trace) in traces.enumerated() { bySpan[trace.occurredAt / span, default: []].append(index) }
        var taken: Set<Int> = []
        var proposals: [Proposal] = []
        for index in sorted.indices where !taken.contains(index) && proposals.count < most {
            let slot = traces[index].occurredAt / span
            let near = (slot - 1...slot + 1).flatMap { bySpan[$0] ?? [] }.sorted()
            let matches = near.filter { other in
                other > index && !taken.contains(other) && traces[index].isPerhapsOne(with: traces[other], within: span)
            }
            guard !matches.isEmpty else { continue }
            taken.formUnion(matches)
            let all = [index] + matches
            let (words, others) = (traces[index].words, matches.map { traces[$0].words })
            proposals.append(
                Proposal(
                    first: sorted[index], others: matches.map { sorted[$0] },
                    silent: silent(all.map { sorted[$0] }, reported),
                    shared: others.map(words.shared(with:)).max { $0.count < $1.count } ?? []))
        }
        return proposals
    }

    /// What of an incident is compared, taken from its record once.
    private struct Trace {
        let id: RecordID
        let unit: String
        let isDrill: Bool
        let category: String?
        /// Unix milliseconds.
        let occurredAt: Int64
        /// Somebody looked at both and found them to be two.
        let different: Set<RecordID>
        let words: PlaceWords

        init(_ incident: Incident, _ words: PlaceWords) {
            (id, unit, isDrill, category) = (incident.id, incident.unit, incident.isDrill, incident.category)
            occurredAt = incident.occurredAt.milliseconds
            different = Set(incident.record.texts("notSameAs").compactMap { RecordID($0) })
            self.words = words
        }

        func isPerhapsOne(with other: Trace, within span: Int64) -> Bool {
            unit != other.unit && isDrill == other.isDrill
                && (category == nil || other.category == nil || category == other.category)
                && abs(occurredAt - other.occurredAt) <= span && words.isNear(other.words)
                && !different.contains(other.id) && !other.different.contains(id)
        }
    }

    /// Units in whose ledger the event stands or that what was reported names, and that have said nothing themselves.
    package func silent(_ incidents: [Incident], _ reported: Set<RecordID>) -> [Unit] {
        let said = incidents.map { ($0.record.text("place") ?? "") + ($0.record.text("summary") ?? "") }
        let spoke = Set(incidents.filter { $0.record.receivedAt != nil || reported.contains($0.id) }.map(\.unit))
        return units.filter { unit in
            unit.kind != .county && !spoke.contains(unit.code)
                && (incidents.contains { $0.unit == unit.code } || said.contains { $0.contains(unit.name) })
        }
    }
}

/// What of a place's words tells it from another place: pairs of neighbouring characters, without the names of units
/// and the words that every place has.
private struct PlaceWords {
    /// Each of two scalars, the first in the upper half; ascending.
    private let pairs: [UInt64]

    /// Kinds of place and of event that stand in nearly every report.
    private static let common = ["附近", "发生", "境内", "路段", "交叉口", "事故", "一处", "群众", "目前", "现场", "人员"]

    /// Those of many incidents, each read once from end to end.
    static func of(_ incidents: [Incident], without units: [Unit]) -> [PlaceWords] {
        let names = Dictionary(
            grouping: (units.map(\.name) + common).map { Array($0.unicodeScalars) }.filter { !$0.isEmpty }
                .sorted { $0.count > $1.count }
        ) { $0[0] }
        return incidents.map { incident in
            PlaceWords(incident.record.text("place") ?? incident.record.text("summary") ?? "", without: names)
        }
    }

    /// - Parameter names: by their first character, the longest first.
    private init(_ text: String, without names: [Unicode.Scalar: [[Unicode.Scalar]]]) {
        let scalars = Array(text.unicodeScalars)
        var found: Set<UInt64> = []
        var last: Unicode.Scalar?
        var index = 0
        while index < scalars.count {
            let scalar = scalars[index]
            let name = names[scalar]?.first { scalars[index...].starts(with: $0) }
            let isWord = name == nil && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
            if isWord, let last { found.insert(UInt64(last.value) << 32 | UInt64(scalar.value)) }
            last = isWord ? scalar : nil
            index += name?.count ?? 1
        }
        pairs = found.sorted()
    }

    /// At least two neighbouring characters are shared; in longer names more than one pair has to be.
    func isNear(_ other: PlaceWords) -> Bool {
        let needed = min(2, min(pairs.count, other.pairs.count))
        return needed > 0 && sharedPairs(other, most: needed).count >= needed
    }

    func shared(with other: PlaceWords) -> [String] {
        sharedPairs(other, most: pairs.count).map { pair in
            let scalars = [pair >> 32, pair & 0xFFFF_FFFF].compactMap { Unicode.Scalar(UInt32($0)) }
            return String(String.UnicodeScalarView(scalars))
        }.sorted()
    }

    private func sharedPairs(_ other: PlaceWords, most: Int) -> [UInt64] {
        var (shared, mine, theirs): ([UInt64], Int, Int) = ([], 0, 0)
        while mine < pairs.count, theirs < other.pairs.count, shared.count < most {
            if pairs[mine] == other.pairs[theirs] { shared.append(pairs[mine]) }
            let isBehind = pairs[mine] <= other.pairs[theirs]
            if other.pairs[theirs] <= pairs[mine] { theirs += 1 }
            if isBehind { mine += 1 }
        }
        return shared
    }
}
