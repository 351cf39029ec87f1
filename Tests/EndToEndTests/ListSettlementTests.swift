import Foundation
import Testing

/// Lists to which two add apart: each element stays itself, whatever stands in it, and a decision replaces all of it.
@Suite(.serialized) struct ListSettlementTests {
    private static func acknowledged(_ town: Town, _ id: String) throws -> [String] {
        let fields = try town.call("show", "incident", id).object["fields"] as? [String: Any]
        return (fields?["acknowledgements"] as? [String] ?? []).sorted()
    }

    @Test func whatTwoAddedApartIsThereOnceAndADecisionMayEmptyIt() async throws {
        try await DeskPerson.withTown { county, town in
            let second = try county.town("LC")
            let person = DeskPerson(town.desk)
            try person.setUp()
            let line = #"{"occurredAt":"2026-10-01T08:00:00+08:00","summary":"堤坝漫水"}"#
            let id = try town.call("record", "incident", input: line + "\n").array.first?["id"] as? String ?? ""
            try town.waitUntilDelivered()
            try second.sync()
            // The same on both sides, and beside it what a careless reader would cut in two.
            for (one, elements) in [(town, ["应急局", "水利局，农业局"]), (second, ["应急局", "水利局,农业局", "[消防]"])] {
                for element in elements {
                    try county.expectDone(one.call("edit", "incident", id, "--add", "acknowledgements=\(element)"))
                }
            }
            try second.sync()
            let all = ["应急局", "水利局，农业局", "水利局,农业局", "[消防]"].sorted()
            try waitFor { try Self.acknowledged(town, id).count == 4 }
            #expect(try Self.acknowledged(town, id) == all)
            try second.sync()
            #expect(try Self.acknowledged(second, id) == all && town.call("conflicts").array.isEmpty)
            // Of the form each line is one element.
            func settle(_ own: String) throws -> WebPage.Answer {
                let page = try person.get("/record/incident/\(id)").body
                return try person.post(
                    "/resolve/incident/\(id)",
                    [
                        "token": person.hidden("token", in: page), "seen": person.hidden("seen", in: page),
                        "field": "acknowledgements", "pick": "own", "own-acknowledgements": own,
                    ])
            }
            #expect(try settle("应急局\r\n水利局，农业局\r\n").status == 303)
            #expect(try Self.acknowledged(town, id) == ["应急局", "水利局，农业局"].sorted())
            #expect(try settle("").status == 303)
            #expect(try Self.acknowledged(town, id).isEmpty)
            try town.waitUntilDelivered()
            try second.sync()
            #expect(try Self.acknowledged(second, id).isEmpty && second.call("conflicts").array.isEmpty)
            // What somebody adds afterwards is there.
            try county.expectDone(second.call("edit", "incident", id, "--add", "acknowledgements=卫健委"))
            try second.sync()
            try waitFor { try Self.acknowledged(town, id) == ["卫健委"] }
        }
    }
}
