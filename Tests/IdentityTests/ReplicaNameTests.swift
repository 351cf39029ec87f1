import Identity
import Testing

@Suite struct ReplicaNameTests {
    @Test(arguments: [
        ("T001", "T001"), ("a_b-C", "a_b-C"), ("a:b", "a%3Ab"), ("a%b", "a%25b"), ("青山", "%E9%9D%92%E5%B1%B1"),
        ("\n", "%0A"), (" .~/", "%20%2E%7E%2F"),
    ])
    func hasOneSpelling(unit: String, encoded: String) throws {
        let name = try ReplicaName(deployment: deployment, unit: unit, replica: "a1")
        #expect(name.uri == "zhishou:\(deployment):\(encoded):a1")
        #expect(try ReplicaName(uri: name.uri) == name)
    }

    @Test func boundsItsParts() throws {
        let unit = String(repeating: "T", count: 128)
        let replica = String(repeating: "a", count: 64)
        #expect(try ReplicaName(deployment: deployment, unit: unit, replica: replica).unit == unit)
        for (unit, replica) in [(unit + "T", "a1"), ("T001", replica + "a"), ("T001", "é"), ("", "a1"), ("T001", "")] {
            #expect(throws: IdentityError.malformedName) {
                try ReplicaName(deployment: deployment, unit: unit, replica: replica)
            }
        }
    }

    @Test func lowerCaseEscapesAreASecondSpelling() throws {
        #expect(throws: IdentityError.malformedName) {
            try ReplicaName(uri: "zhishou:\(deployment):%e9%9d%92:a1")
        }
    }
}
