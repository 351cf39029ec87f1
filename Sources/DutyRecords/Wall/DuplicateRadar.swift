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
    package func proposals(_ incidents: [Incident], reported: Set<RecordID> = []) -> [Proposal] {
        let sorted = incidents.filter { !$0.record.has("sourceOf") }.sorted(by: Self.precedes)
        let words = sorted.map { PlaceWords($0, without: units) }
        // By spans of time, so that a flood's hundreds are not each compared with each.
        var bySpan: [Int64: [Int]] = [:]
        let span = Int64(Self.minutesApart) * 60_000
        for (index, incident) in sorted.enumerated() {
            bySpan[incident.occurredAt.milliseconds / span, default: []].append(index)
        }
        var taken: Set<Int> = []
        var proposals: [Proposal] = []
        for index in sorted.indices where !taken.contains(index) {
            let slot = sorted[index].occurredAt.milliseconds / span
            let near = (slot - 1...slot + 1).flatMap { bySpan[$0] ?? [] }.sorted()
            let matches = near.filter { other in
                other > index && !taken.contains(other) && isOne(sorted[index], sorted[other])
                    && !words[index].shared(with: words[other]).isEmpty
            }
            guard !matches.isEmpty else { continue }
            taken.formUnion(matches)
            let all = [index] + matches
            proposals.append(
                Proposal(
                    first: sorted[index], others: matches.map { sorted[$0] },
                    silent: silent(all.map { sorted[$0] }, reported),
                    shared: matches.map { words[index].shared(with: words[$0]) }.max { $0.count < $1.count } ?? []))
        }
        return proposals
    }

    private func isOne(_ one: Incident, _ other: Incident) -> Bool {
        let apart =
            one.occurredAt < other.occurredAt ? other.occurredAt - one.occurredAt : one.occurredAt - other.occurredAt
        return one.unit != other.unit && one.isDrill == other.isDrill
            && (one.category == nil || other.category == nil || one.category == other.category)
            && apart <= .minutes(Self.minutesApart) && !Self.isFoundDifferent(one, other)
    }

    /// Somebody looked at both and found them to be two.
    private static func isFoundDifferent(_ one: Incident, _ other: Incident) -> Bool {
        one.record.texts("notSameAs").contains(other.id.description)
            || other.record.texts("notSameAs").contains(one.id.description)
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
    private let pairs: Set<String>

    /// Kinds of place and of event that stand in nearly every report.
    private static let common = ["附近", "发生", "境内", "路段", "交叉口", "事故", "一处", "群众", "目前", "现场", "人员"]

    init(_ incident: Incident, without units: [Unit]) {
        var text = incident.record.text("place") ?? incident.record.text("summary") ?? ""
        for name in units.map(\.name) + Self.common where !name.isEmpty { text = text.replacing(name, with: " ") }
        var pairs: Set<String> = []
        let runs = text.unicodeScalars.split { !$0.properties.isAlphabetic && !("0"..."9").contains(Character($0)) }
        for run in runs {
            let scalars = Array(run)
            guard scalars.count >= 2 else { continue }
            for index in 0..<scalars.count - 1 {
                pairs.insert(String(Character(scalars[index])) + String(Character(scalars[index + 1])))
            }
        }
        self.pairs = pairs
    }

    /// At least two neighbouring characters; in longer names more than one pair has to be shared.
    func shared(with other: PlaceWords) -> [String] {
        let shared = pairs.intersection(other.pairs)
        let needed = min(2, min(pairs.count, other.pairs.count))
        return needed > 0 && shared.count >= needed ? shared.sorted() : []
    }
}
