import Foundation
import Testing

/// The regulation's commands on real folders, with a county and its towns.
@Suite(.serialized) struct DutyCommandTests {
    private static func line(_ members: [String: Any]) throws -> String {
        String(decoding: try JSONSerialization.data(withJSONObject: members, options: [.sortedKeys]), as: UTF8.self)
            + "\n"
    }

    /// Enters one record and answers its id.
    private static func enter(_ town: Town, _ collection: String, _ members: [String: Any]) throws -> String {
        let outcome = try town.call("record", collection, input: line(members))
        try town.county.expectDone(outcome)
        return outcome.array.first?["id"] as? String ?? ""
    }

    private static func numbers(_ outcome: Outcome) -> [String] {
        outcome.array.compactMap { ($0["fields"] as? [String: Any])?["number"] as? String }.sorted()
    }

    // MARK: 第十条: numbers

    @Test func numbersRunWithoutGapsAndEachReplicaHasItsVolume() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let first = try county.town("LC", named: "黎城镇")
            let second = try county.town("LC")
            let year = Calendar(identifier: .gregorian).component(.year, from: Date())
            let letters = county.replicaLetters(of: "LC")
            try first.record(["一", "二"])
            // A refused line takes no number, and a form that is sent twice takes one.
            let mixed =
                #"{"matter":"没有时间"}"# + "\n"
                + (try Self.line([
                    "id": "表-1", "occurredAt": "2026-10-01T08:00:00+08:00", "matter": "三",
                ]))
            #expect(try first.call("record", "log-entry", input: mixed).status == 1)
            #expect(try first.call("record", "log-entry", input: mixed).status == 1)
            try first.start()
            try first.record(["四"])
            first.stop()
            try first.record(["五"])
            try second.record(["甲"])
            #expect(
                Self.numbers(try first.call("list", "log-entry")) == (1...5).map { "LC-\(year)-\(letters[0])-000\($0)" }
            )
            #expect(Self.numbers(try second.call("list", "log-entry")) == ["LC-\(year)-\(letters[1])-0001"])
            for town in [first, second, first] { try town.sync() }
            #expect(try first.call("list", "log-volume").array.count == 2)
            let volume = "\(year)-\(letters[0])"
            #expect(try first.call("volume", "check", volume).object["ok"] as? Bool == true)
            let sealed = try first.call("volume", "seal", volume, "--author", "王晓东")
            #expect(sealed.object["sealedThrough"] as? String == "LC-\(year)-\(letters[0])-0005")
            try first.record(["补"])
            let checked = try first.call("volume", "check", volume).object
            #expect(checked["sealFits"] as? Bool == true && checked["addendum"] as? Int == 1)
            // A number is never typed or changed.
            let typed = try Self.line([
                "number": "LC-1", "occurredAt": "2026-10-01T08:00:00+08:00", "matter": "乙",
            ])
            let refused = try first.call("record", "log-entry", input: typed)
            #expect((refused.array.first?["error"] as? [String: Any])?["rule"] as? String == "issued")
        }
    }

    @Test func aCopiedFolderAndARestoredOneGiveNoNumberTwice() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            try town.record(["共同"])
            try town.sync()
            let copy = try county.copy(of: town, named: "LC-copy")
            try town.record(["原件一", "原件二"])
            try copy.record(["副本一", "副本二"])
            for town in [town, copy, town, copy] { try town.sync() }
            let numbers = Self.numbers(try county.hub("list", "log-entry", "--unit", "LC"))
            #expect(numbers.count == 5 && Set(numbers).count == 5, "\(numbers)")
            // An old copy over the same folder.
            let kept = county.folder.appendingPathComponent("kept")
            try FileManager.default.copyItem(at: town.folder, to: kept)
            try town.record(["后来"])
            try FileManager.default.removeItem(at: town.folder)
            try FileManager.default.moveItem(at: kept, to: town.folder)
            try town.record(["恢复后"])
            try town.sync()
            let after = Self.numbers(try county.hub("list", "log-entry", "--unit", "LC"))
            #expect(after.count == 6 && Set(after).count == 6, "\(after)")
        }
    }

    // MARK: 第十二条: due

    @Test func deadlinesAreKeptAtBothEndsAndByTheHubsReceipts() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            let other = try county.town("YT", named: "银涂镇")
            let incident = try Self.enter(
                town, "incident",
                [
                    "occurredAt": "2026-10-01T08:00:00+08:00", "summary": "漫堤", "level": "较大",
                    "receivedAt": "2026-10-01T08:05:00+08:00",
                ])
            _ = try Self.enter(
                town, "report",
                [
                    "incident": incident, "kind": "初报", "by": "phone", "sentAt": "2026-10-01T09:01:00+08:00",
                    "text": "漫堤",
                ])
            func rows(_ outcome: Outcome, _ rule: String) -> [[String: Any]] {
                outcome.array.filter { $0["rule"] as? String == rule && $0["record"] as? String == incident }
            }
            let own = rows(try town.call("due", "--at", "2026-10-01T10:00:00+08:00"), "report")
            #expect(
                own.count == 1 && own.first?["state"] as? String == "late" && own.first?["lateMinutes"] as? Int == 1)
            // Before it happened nothing was owed, and before the call nothing was met.
            #expect(rows(try town.call("due", "--at", "2026-10-01T07:59:00+08:00"), "report").isEmpty)
            #expect(
                rows(try town.call("due", "--at", "2026-10-01T08:30:00+08:00"), "report").first?["state"] as? String
                    == "open")
            try town.sync()
            let atHub = try county.hub("due", "--at", "2026-10-01T10:00:00+08:00")
            #expect(rows(atHub, "report").first?["lateMinutes"] as? Int == 1)
            let city = try #require(rows(atHub, "city").first)
            #expect(city["owedBy"] as? String == "JH" && city["owedTo"] as? String == "city")
            #expect(city["dueAt"] as? String == "2026-10-01T10:00:00.000+08:00" && city["binding"] as? Bool == true)
            // What was sent on line counts from its receipt: today, and the same at both ends.
            _ = try Self.enter(
                town, "report",
                [
                    "incident": incident, "kind": "续报", "by": "online", "sentAt": "2026-10-01T09:20:00+08:00",
                    "text": "续",
                ])
            #expect(rows(try town.call("due"), "written").first?["metAt"] is NSNull)
            try town.sync()
            try town.sync()
            let met = rows(try town.call("due"), "written").first?["metAt"] as? String
            let metAtHub = rows(try county.hub("due"), "written").first?["metAt"] as? String
            #expect(met != nil && met == metAtHub)
            // Another town sees nothing of it.
            try other.sync()
            #expect(rows(try other.call("due", "--at", "2026-10-01T10:00:00+08:00"), "report").isEmpty)
        }
    }

    // MARK: 第五条第（二）项: the calendar

    @Test func theCountysCalendarReachesEveryTown() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            func type(_ date: String) throws -> String? { try town.call("calendar", date).object["dayType"] as? String }
            #expect(try type("2026-10-01") == "holiday")
            #expect(try type("2026-10-04") == "adjusted-rest")
            #expect(try type("2026-10-10") == "makeup-workday")
            #expect(try type("2026-10-17") == "weekend")
            let unknown = try town.call("calendar", "2027-10-01").object
            #expect(unknown["dayType"] is NSNull && unknown["source"] as? String == "未公布")
            let entry = try Self.line([
                "date": "2027-10-01", "dayType": "holiday", "name": "国庆节", "source": "国办发明电〔2026〕1号",
            ])
            try county.expectDone(county.hub("record", "calendar-day", input: entry))
            let period = try Self.line([
                "from": "2026-10-12", "to": "2026-10-13", "kind": "重要会议活动", "reason": "会议",
            ])
            try county.expectDone(county.hub("record", "special-period", input: period))
            try town.sync()
            #expect(try type("2027-10-01") == "holiday")
            let sensitive = try town.call("calendar", "2026-10-13").object
            #expect(sensitive["dayType"] as? String == "sensitive")
            #expect((sensitive["periods"] as? [[String: Any]])?.first?["reason"] as? String == "会议")
            #expect(try town.call("calendar", "2026-02-30").status == 2)
        }
    }

    // MARK: 第二条、第六条第（二）项: rosters

    @Test func aRosterIsCheckedAndHandedIn() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            _ = try Self.enter(town, "person", ["name": "王晓东", "establishment": "公务员"])
            _ = try Self.enter(town, "person", ["name": "临时工", "establishment": "非在编"])
            let shift: [String: Any] = [
                "start": "2026-10-01T00:00:00+08:00", "end": "2026-10-01T23:00:00+08:00", "officer": "王晓东",
            ]
            _ = try Self.enter(town, "duty-shift", shift)
            let refused = try town.call(
                "record", "duty-shift", input: Self.line(shift.merging(["officer": "临时工"]) { $1 }))
            let error = refused.array.first?["error"] as? [String: Any]
            #expect(refused.status == 1 && error?["rule"] as? String == "establishment")
            #expect(error?["field"] as? String == "officer" && error?["article"] as? String == "第十六条")
            let check = try town.call("roster", "check", "--from", "2026-10-01", "--to", "2026-10-01")
            #expect(check.status == 1)
            let gaps = check.object["gaps"] as? [[String: Any]] ?? []
            #expect(gaps.map { $0["minutes"] as? Int } == [60])
            #expect((check.object["leadersMissing"] as? [[String: Any]])?.first?["required"] as? Int == 2)
            let submitted = try town.call("roster", "submit", "--from", "2026-10-01", "--to", "2026-10-07").object
            #expect(submitted["dueAt"] as? String == "2026-09-28T00:00:00.000+08:00")
            #expect(submitted["late"] as? Bool == true)
            try town.sync()
            let matrix = try county.hub("roster", "check", "--from", "2026-10-01", "--to", "2026-10-01").array
            #expect(Set(matrix.compactMap { $0["unit"] as? String }) == ["JH", "LC"])
            let id = submitted["id"] as? String ?? ""
            try county.expectDone(
                county.hub(
                    "edit", "roster-submission", id, "--unit", "LC", "--set", "receivedBy=县值班室", "--set",
                    "receivedAt=2026-09-28T09:00:00+08:00"))
            try town.sync()
            let shown = try town.call("show", "roster-submission", id).object
            #expect(shown["delivered"] as? String == "receipted")
            #expect(try town.call("roster", "check", "--from", "2026-10-02", "--to", "2026-10-01").status == 2)
        }
    }

    // MARK: 第二十条: who answered, by the records of that minute

    @Test func aRenamedPostKeepsItsOldNameOnYesterdaysPage() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            let person = try Self.enter(town, "person", ["name": "王晓东", "post": "副主任", "establishment": "公务员"])
            _ = try Self.enter(
                town, "duty-shift",
                ["start": "2020-01-01T00:00:00+08:00", "end": "2099-01-01T00:00:00+08:00", "officer": person])
            let before = try town.call("responsibility").object
            let minute = try #require(before["at"] as? String)
            try county.expectDone(town.call("edit", "person", person, "--set", "post=主任"))
            func post(_ found: [String: Any]) -> String? {
                (found["directlyResponsible"] as? [[String: Any]])?.first?["post"] as? String
            }
            #expect(post(before) == "副主任")
            #expect(post(try town.call("responsibility").object) == "主任")
            #expect(post(try town.call("responsibility", "--at", minute).object) == "副主任")
            let then = try town.call("list", "person", "--at", minute).array.first?["fields"] as? [String: Any]
            #expect(then?["post"] as? String == "副主任")
        }
    }

    // MARK: 第十一条: signatures

    @Test func aHandoverIsSignedByBothWithTheirPasswordsWhichAreNeverListed() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            for name in ["王晓东", "李强"] {
                _ = try Self.enter(town, "person", ["name": name, "establishment": "公务员"])
                try county.expectDone(town.call("account", "add", name, "--password-stdin", input: "口令\(name)口令口令\n"))
            }
            let handover = try Self.enter(
                town, "handover", ["at": "2026-10-01T08:00:00+08:00", "outgoing": "王晓东", "incoming": "李强"])
            func sign(_ field: String, _ person: String, _ password: String) throws -> Int32 {
                try town.call(
                    "sign", "handover", handover, field, "--author", person, "--password-stdin", input: password + "\n"
                ).status
            }
            #expect(try sign("outgoingSignedAt", "王晓东", "不是这个口令啊啊") == 1)
            #expect(try sign("outgoingSignedAt", "李强", "口令李强口令口令") == 1, "somebody else")
            #expect(try sign("outgoingSignedAt", "王晓东", "口令王晓东口令口令") == 0)
            #expect(try sign("outgoingSignedAt", "王晓东", "口令王晓东口令口令") == 1, "once")
            #expect(try sign("matter", "王晓东", "口令王晓东口令口令") == 2)
            #expect(try sign("incomingSignedAt", "李强", "口令李强口令口令") == 0)
            let shown = try town.call("show", "handover", handover).object["fields"] as? [String: Any]
            #expect(shown?["outgoingSignedAt"] is String && shown?["incomingSignedAt"] is String)
            #expect(
                try town.call("edit", "handover", handover, "--set", "incomingSignedAt=2026-10-01T08:00:00+08:00")
                    .status == 2)
            #expect(try town.call("list", "account").status == 2)
            let accounts = try town.call("account", "list")
            #expect(accounts.array.count == 2 && !String(decoding: accounts.output, as: UTF8.self).contains("scrypt"))
            #expect(try town.call("account", "add", "王晓东", "--password-stdin", input: "短\n").status == 2)
            // A new PC of the unit has them too.
            try town.sync()
            let second = try county.town("LC")
            try second.sync()
            #expect(try second.call("account", "list").array.count == 2)
        }
    }

    // MARK: 第十四条: what must not be here lies nowhere

    @Test func aRefusedSecretLiesNowhereOnTheDisk() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            try town.start()
            let secret = "绝密方案乙七号"
            let document = try Self.line([
                "channel": "密", "kind": "文电", "receivedAt": "2026-10-01T08:00:00+08:00", "number": "县密3",
                "title": secret,
            ])
            let refused = try town.call("record", "document", input: document)
            #expect(refused.status == 1 && !refused.messages.contains(secret))
            #expect((refused.array.first?["error"] as? [String: Any])?["article"] as? String == "第十四条")
            let stub = try Self.enter(
                town, "document",
                ["channel": "密", "kind": "文电", "receivedAt": "2026-10-01T08:00:00+08:00", "number": "县密3"])
            #expect(try town.call("edit", "document", stub, "--set", "title=\(secret)").status == 2)
            town.stop()
            for folder in [town.folder, URL(fileURLWithPath: county.hubData)] {
                let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
                for case let file as URL in files?.allObjects ?? [] {
                    guard let bytes = try? Data(contentsOf: file) else { continue }
                    #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(file.lastPathComponent)")
                }
            }
        }
    }

    // MARK: Statistics

    @Test func statisticsCountAUnitsDay() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            for (rings, drill) in [(2, false), (5, false), (3, true)] {
                _ = try Self.enter(
                    town, "phone-record",
                    ["direction": "in", "receivedAt": "2026-10-01T08:00:00+08:00", "rings": rings, "matter": "来电"])
                _ = try Self.enter(
                    town, "incident",
                    ["occurredAt": "2026-10-01T08:00:00+08:00", "summary": "演练\(rings)", "level": "一般", "drill": drill])
            }
            try town.sync()
            for outcome in [
                try town.call("statistics", "--from", "2026-10-01", "--to", "2026-10-01"),
                try county.hub("statistics", "--from", "2026-10-01", "--to", "2026-10-01", "--unit", "LC"),
            ] {
                let figures = try #require(outcome.array.first { $0["unit"] as? String == "LC" })
                #expect(figures["incidents"] as? Int == 2 && figures["drills"] as? Int == 1)
                #expect(figures["callsIn"] as? Int == 3 && figures["answeredPromptPercent"] as? Int == 66)
                let report = (figures["timeliness"] as? [String: Any])?["report"] as? [String: Any]
                #expect(report?["owed"] as? Int == 2 && report?["overdue"] as? Int == 2)
                #expect(figures["gapMinutes"] as? Int == 1440)
            }
        }
    }
}

extension County {
    /// The letters of a unit's replicas, in the order of their enrolment.
    func replicaLetters(of unit: String) -> [String] {
        let replicas = (try? hub("replica", "list").array) ?? []
        return replicas.filter { $0["unit"] as? String == unit }
            .sorted { ($0["enrolledAt"] as? String ?? "") < ($1["enrolledAt"] as? String ?? "") }
            .compactMap { $0["label"] as? String }
    }
}
