package import SyncKit

/// What a unit lacks that it has to have at all times (Art. 5(5), 10, 18, 19).
package struct StandingFindings: Sendable, Hashable {
    /// Kinds of equipment of which there are fewer than the minimum in working order.
    package var equipmentMissing: [String] = []
    /// Days since the last verified backup; nil where there never was one.
    package var daysSinceBackup: Int?
    /// Officers on the roster of whom no training is known.
    package var untrained: [String] = []
    /// Numbers of 值班专报 that are missing between others.
    package var bulletinGaps: [String] = []
    /// Rows of an incident's course that were written down after a later one (Art. 10: 按时间顺序).
    package var outOfOrder: [RecordID] = []

    /// 电话机（至少2台）、内外网计算机、传真机、复印机、打印机、扫描仪, 保密柜、文件柜.
    private static let minimum = [
        ("电话机", 2), ("内网计算机", 1), ("外网计算机", 1), ("传真机", 1), ("复印机", 1), ("打印机", 1), ("扫描仪", 1), ("保密柜", 1),
        ("文件柜", 1),
    ]

    /// - Parameter duties: of the unit, with its equipment, trainings, bulletins and timeline.
    package init(of unit: String, duties: DutyBook, days: ClosedRange<Day>, now: Instant) {
        func own(_ collection: String) -> [RecordFacts] { duties.records(collection).filter { $0.unit == unit } }
        var working: [String: Int] = [:]
        var lastBackup: Day?
        for item in own("equipment") {
            guard let kind = item.text("kind") else { continue }
            if kind == "备份" {
                if item.flag("verified"), let day = item.day("checkedAt") { lastBackup = max(lastBackup ?? day, day) }
            } else if (item.text("state") ?? "正常") == "正常" {
                working[kind, default: 0] += item.number("count") ?? 0
            }
        }
        equipmentMissing = Self.minimum.filter { working[$0.0, default: 0] < $0.1 }.map(\.0)
        daysSinceBackup = lastBackup.map { now.day.since($0) }
        let trained = Set(own("training").flatMap { $0.texts("persons") })
        let span = days.lowerBound.start..<days.upperBound.end
        let officers = Set(duties.dutyShifts.filter { $0.unit == unit && $0.span.overlaps(span) }.map(\.person))
        untrained = officers.compactMap { duties.persons[$0]?.name }.filter { !trained.contains($0) }.sorted()
        bulletinGaps = Self.gaps(own("bulletin").compactMap { $0.text("issue") })
        outOfOrder = Self.outOfOrder(own("timeline-entry"))
    }

    /// Missing numbers within each series of issue texts that differ in their last number alone.
    package static func gaps(_ issues: [String]) -> [String] {
        var series: [String: (suffix: String, numbers: Set<Int>)] = [:]
        for issue in issues {
            let scalars = Array(issue.unicodeScalars)
            func isDigit(_ index: Int) -> Bool { ("0"..."9").contains(scalars[index]) }
            guard let last = scalars.indices.last(where: isDigit) else { continue }
            var first = last
            while first > 0, isDigit(first - 1) { first -= 1 }
            func text(_ part: ArraySlice<Unicode.Scalar>) -> String { String(String.UnicodeScalarView(part)) }
            guard let number = Int(text(scalars[first...last])) else { continue }
            series[text(scalars[..<first]), default: (text(scalars[(last + 1)...]), [])].numbers.insert(number)
        }
        return series.sorted { $0.key < $1.key }.flatMap { prefix, known in
            (1...(known.numbers.max() ?? 1)).filter { !known.numbers.contains($0) }.map {
                "\(prefix)\($0)\(known.suffix)"
            }
        }
    }

    /// Ids carry the minute of entry (RFC 9562, UUIDv7), so their order is that of writing down.
    private static func outOfOrder(_ rows: [RecordFacts]) -> [RecordID] {
        var found: [RecordID] = []
        for (_, course) in Dictionary(grouping: rows, by: { $0.text("incident") ?? "" }) {
            var latest: Instant?
            for row in course.sorted(by: { $0.id < $1.id }) {
                guard let at = row.time("at") else { continue }
                if let latest, at < latest { found.append(row.id) }
                latest = max(latest ?? at, at)
            }
        }
        return found.sorted()
    }
}
