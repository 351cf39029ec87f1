import CountyHub
import CountyYear
import DutyRecords
import Foundation
import ProgramShell
import Seeded
import SyncKit
import Testing
import TownAgent

/// The county as large as it is: 72 units at the rates of the size model, each with a replica of its own that brings a
/// week to the hub over TLS. What the console says stands against what was counted while the days were drawn.
@Suite struct WholeCountyTests {
    private static let seed: UInt64 = 20_261_126
    private static let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    private static let days = (now.day + -7)...(now.day + -1)
    /// They hand in no roster: nobody is on duty there.
    private static let unmanned: Set<Int> = [7, 23, 61]

    @Test func wallAndMatrixOfAllUnitsAreWhatTheUnitsEntered() async throws {
        let county = try County()
        defer { county.cleanUp() }
        let year = CountyYear(seed: Self.seed, days: Self.days)
        var counted = Counted()
        let own = try await HubFolder.open(
            DataFolder(path: county.hubData), settings: Self.settings(county.hubData, county), drawsEpoch: true)
        try await Self.commit(counted.drawn(0, of: year), to: own.store)
        await own.close()
        try county.startHub()
        for unit in 1..<CountyYear.unitCount {
            try await Self.enter(counted.drawn(unit, of: year), of: unit, year, county)
        }

        let officer = DeskPerson(county.console)
        try officer.setUp()
        try Self.checkWall(officer, counted)
        try Self.checkMatrix(officer, counted, year)
        // No set was left behind, and none was made twice.
        for unit in [0, 1, 40] {
            let calls = try county.hub("list", "phone-record", "--unit", year.code(unit), "--limit", "1000").array.count
            #expect(calls == counted.calls[unit])
        }
        let status = try county.hub("status").object
        let units = try #require(status["units"] as? [[String: Any]])
        #expect(units.count == CountyYear.unitCount && status["heldSets"] as? Int == 0)
    }

    private static func checkWall(_ officer: DeskPerson, _ counted: Counted) throws {
        let first = try officer.get("/wall").body
        #expect(first.contains("<b class=\"n\">\(counted.open)</b> 未结"))
        #expect(first.contains("<b class=\"n\">\(counted.late)</b> 超时"))
        #expect(first.contains("<b class=\"n\">\(counted.open)</b> 待县签收"))
        #expect(first.contains("<b class=\"n\">\(counted.unitsWithOpen.count)</b> 个单位"))
        let shown = try places(officer, "from", part: 0)
        #expect(shown.count == counted.open && Set(shown) == counted.openPlaces)
        // What is late stands above all that is not.
        #expect(Set(shown.prefix(counted.late)) == counted.latePlaces)
        let drills = try places(officer, "drills", part: 1)
        #expect(drills.count == counted.drills && Set(drills) == counted.drillPlaces)
    }

    /// Turns the wall's leaves to their end.
    /// - Parameter part: 0: what is real; 1: what is a drill.
    private static func places(_ officer: DeskPerson, _ query: String, part: Int) throws -> [String] {
        var shown: [String] = []
        while true {
            let page = try officer.get("/wall?\(query)=\(shown.count)").body
            let rows = page.components(separatedBy: "class=\"drills\"")[part]
                .components(separatedBy: "<li class=\"wall-row\">").dropFirst()
            guard !rows.isEmpty else { return shown }
            shown += rows.compactMap { $0.firstMatch(of: /第\d+号圩/).map { String($0.output) } }
        }
    }

    private static func checkMatrix(_ officer: DeskPerson, _ counted: Counted, _ year: CountyYear) throws {
        let page = try officer.get("/coverage?from=\(days.lowerBound)&to=\(days.upperBound)").body
        // By the path of the cell's own page, up to the sign that follows it.
        let signs = Dictionary(
            page.components(separatedBy: "<a href=/coverage/").dropFirst().compactMap { cell -> (String, Character)? in
                guard let end = cell.firstIndex(of: ">") else { return nil }
                return (String(cell[..<end]), cell[cell.index(after: end)])
            }
        ) { first, _ in first }
        for unit in 0..<CountyYear.unitCount {
            for (index, minutes) in counted.gaps[unit].enumerated() {
                let path = "\(year.code(unit))/\(days.lowerBound + index)"
                // At the county more posts are manned than there are officers: somebody stands twice.
                let manned: Set<Character> = unit == 0 ? ["!"] : ["●", "▲"]
                let right: Set<Character> = minutes == 1440 ? ["○"] : minutes > 0 ? ["◐"] : manned
                #expect(
                    signs[path].map(right.contains) == true, "\(path): \(signs[path] ?? "?"), \(minutes) min unmanned")
            }
        }
        let all = counted.gaps.flatMap { $0 }
        #expect(page.contains("\(CountyYear.unitCount) 个单位"))
        #expect(page.contains("无人 \(all.count { $0 == 1440 }) 天次"))
        #expect(page.contains("有空岗 \(all.count { $0 > 0 && $0 < 1440 }) 天次"))
    }

    // MARK: The units

    /// Adds the unit, enrols its machine, and brings to the hub what was entered there.
    private static func enter(_ drafts: [Draft], of unit: Int, _ year: CountyYear, _ county: County) async throws {
        let town = try county.town(year.code(unit), named: "单位\(unit)", kind: year.kind(unit).word)
        let folder = try await AgentFolder.open(
            DataFolder(path: town.folder.path), settings: settings(town.folder.path, county),
            hubs: ["https://127.0.0.1:\(county.hubPort)"],
            drawsEpoch: true)
        try await commit(drafts, to: folder.store)
        while try await folder.line.push().hasMore {}
        await folder.close()
    }

    private static func commit(_ drafts: [Draft], to store: LedgerStore) async throws {
        for start in stride(from: 0, to: drafts.count, by: 500) {
            try await store.commit(each: Array(drafts[start..<min(start + 500, drafts.count)]), author: "值班员")
        }
    }

    private static func settings(_ path: String, _ county: County) throws -> Settings {
        try Settings(DataFolder(path: path), path: nil, environment: county.environment)
    }

    /// What the units entered, counted as it is drawn: by no code of the product.
    private struct Counted {
        var open = 0
        var late = 0
        var drills = 0
        var unitsWithOpen: Set<Int> = []
        var openPlaces: Set<String> = []
        var latePlaces: Set<String> = []
        var drillPlaces: Set<String> = []
        var calls: [Int: Int] = [:]
        /// By unit and day, in minutes.
        var gaps: [[Int]] = []
        private var random = Seeded(seed: WholeCountyTests.seed)
        private var serial = 0

        mutating func drawn(_ unit: Int, of year: CountyYear) -> [Draft] {
            let drawn = UnitYear(unit, of: year)
            let code = year.code(unit)
            let isUnmanned = WholeCountyTests.unmanned.contains(unit)
            calls[unit] = drawn.counts.calls
            gaps.append(
                (0..<year.dayCount).map { index in
                    if isUnmanned { return 1440 }
                    let day = year.first + index
                    // The one shift of a day that is no emergency post says until when somebody is there.
                    let isShort = (drawn.facts["duty-shift"] ?? []).contains {
                        $0.fields["end"] == .text(day.at(23, 30).description)
                    }
                    return isShort ? 30 : 0
                })
            var drafts: [Draft] = []
            for (collection, records) in drawn.facts where !["incident", "report"].contains(collection) {
                if isUnmanned && collection == "duty-shift" { continue }
                drafts += records.map { Self.draft(collection, $0.id, $0.fields, code) }
            }
            guard unit > 0 else { return drafts }
            for _ in 0..<Int.random(in: 0...7, using: &random) { drafts += incident(unit, code) }
            return drafts
        }

        private enum Course: CaseIterable { case late, running, ended, drill }

        private mutating func incident(_ unit: Int, _ code: String) -> [Draft] {
            serial += 1
            let course = Course.allCases[Int.random(in: 0..<4, using: &random)]
            let place = "第\(serial)号圩"
            let at = WholeCountyTests.now - .minutes(course == .running ? 5 : 180 + serial)
            let id = RecordID.drawn()
            var fields: [String: FieldValue] = [
                "occurredAt": .text(at.description), "receivedAt": .text((at + .minutes(2)).description),
                "category": .text("自然灾害"), "level": .text("一般"), "place": .text(place),
                "summary": .text("渗水\(serial)"), "drill": .boolean(course == .drill),
            ]
            switch course {
            case .late, .running:
                open += 1
                openPlaces.insert(place)
                unitsWithOpen.insert(unit)
                if course == .late {
                    late += 1
                    latePlaces.insert(place)
                }
            case .drill:
                drills += 1
                drillPlaces.insert(place)
            case .ended:
                fields["closedAt"] = .text((at + .minutes(100)).description)
                let reports = [("初报", "phone", 20), ("初报", "online", 40), ("终报", "online", 99)]
                return [Self.draft("incident", id, fields, code)]
                    + reports.map { kind, by, minutes in
                        Self.draft(
                            "report", .drawn(),
                            [
                                "incident": .text(id.description), "kind": .text(kind), "by": .text(by),
                                "sentAt": .text((at + .minutes(minutes)).description), "text": .text("已封堵"),
                            ], code)
                    }
            }
            return [Self.draft("incident", id, fields, code)]
        }

        private static func draft(
            _ collection: String, _ id: RecordID, _ fields: [String: FieldValue], _ unit: String
        ) -> Draft {
            let writes = fields.sorted { $0.key < $1.key }.map { FieldWrite($0.key, .set($0.value)) }
            let ledger = DutyCatalog.regulation.collection(named: collection)?.ledger ?? .routine
            return Draft(
                ledger: LedgerID(unit: unit, name: ledger),
                body: SetBody(changes: [RecordChange(collection: collection, record: id, writes: writes)]))
        }
    }
}
