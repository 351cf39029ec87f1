import ProgramShell
import Testing

/// Which names a page answers to.
@Suite struct HostRuleTests {
    private static func admits(_ host: String?, bound: String, named: [String] = []) throws -> Bool {
        HostRule(bound: try HostPort("\(bound):8080"), named: named).admits(host, port: 8080)
    }

    @Test(arguments: ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "10.0.0.5"])
    func eachPageAnswersToItsOwnMachineWithThePort(bound: String) throws {
        for host in ["localhost", "LocalHost", "localhost.", "127.0.0.1", "[::1]", "[0:0:0:0:0:0:0:1]"] {
            #expect(try Self.admits("\(host):8080", bound: bound), "\(host)")
            #expect(try !Self.admits("\(host):8081", bound: bound), "\(host)")
            // Without a port it is 80.
            #expect(try !Self.admits(host, bound: bound), "\(host)")
            #expect(HostRule(bound: try HostPort("\(bound):80"), named: []).admits(host, port: 80), "\(host)")
        }
    }

    @Test(arguments: ["127.0.0.1", "0.0.0.0", "[::]", "10.0.0.5"])
    func noPageAnswersToANameThatSomebodyElseOwns(bound: String) throws {
        let foreign: [String?] = [
            nil, "", "evil.example:8080", "localhost.evil.example:8080", "127.0.0.1.evil.example:8080", "evil.example",
            "127.0.0.1:8080.evil.example", "127.1:8080", "::1", ":8080", "[::1:8080", "localhost:", "localhost:x",
            "user@localhost:8080",
        ]
        for host in foreign { #expect(try !Self.admits(host, bound: bound), "\(host ?? "none")") }
    }

    @Test func anAddressIsAnsweredToWhereThePageIsBoundToIt() throws {
        #expect(try !Self.admits("10.0.0.5:8080", bound: "127.0.0.1"))
        #expect(try Self.admits("10.0.0.5:8080", bound: "10.0.0.5"))
        #expect(try !Self.admits("10.0.0.6:8080", bound: "10.0.0.5"))
        for bound in ["0.0.0.0", "[::]"] {
            #expect(try Self.admits("10.0.0.6:8080", bound: bound))
            #expect(try Self.admits("[fd00::7]:8080", bound: bound))
            #expect(try !Self.admits("10.0.0.6:8081", bound: bound))
            #expect(try !Self.admits("duty.county:8080", bound: bound))
        }
        #expect(try Self.admits("Duty.County:8080", bound: "duty.county"))
    }

    @Test func aNameThatTheSettingsAddIsAnsweredTo() throws {
        for bound in ["127.0.0.1", "0.0.0.0"] {
            // Behind another port, as a tunnel or a proxy has it.
            for host in ["duty.county:8080", "DUTY.county", "duty.county:9000"] {
                #expect(try Self.admits(host, bound: bound, named: ["other", "duty.county"]), "\(host)")
            }
            #expect(try Self.admits("localhost:9000", bound: bound, named: ["localhost:9000"]))
            #expect(try !Self.admits("localhost:9001", bound: bound, named: ["localhost:9000"]))
            #expect(try !Self.admits("duty.county.evil.example:8080", bound: bound, named: ["duty.county"]))
        }
    }
}
