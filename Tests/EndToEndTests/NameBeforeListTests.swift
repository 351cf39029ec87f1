import Foundation
import Testing

/// The first seconds after an enrolment: the county's list of units has not come yet, and nothing shows a code as a name.
@Suite(.serialized) struct NameBeforeListTests {
    @Test func theCountyHasItsNameBeforeTheListOfUnitsHasCome() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            // Gone before the first exchange: the list of units does not come.
            county.stopHub()
            try town.start()
            #expect(try town.call("list", "unit").array.isEmpty)
            let person = DeskPerson(town.desk)
            try person.setUp()
            let entered = try person.enter("incident", ["occurredAt": "昨天 2350", "summary": "某厂起火"])
            let place = try #require(entered.headers["location"]).prefix { $0 != "?" }
            let incident = String(place.split(separator: "/").last ?? "")
            let report = try person.enter(
                "report", ["incident": incident, "kind": "初报", "by": "written", "to": "县政府总值班室"])
            #expect(report.status == 303)
            let page = try person.get(String(place)).body
            #expect(page.contains("金湖县某厂起火初报") && !page.contains("JH"))
            let path = try #require(report.headers["location"]).split(separator: "?")[0]
            let paper = try person.get("/print" + path).body
            #expect(!paper.contains("JH"))
        }
    }
}
