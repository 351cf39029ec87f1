import Foundation
import Testing

/// A data folder and its settings as somebody left them: what cannot be used is said before anything is written.
@Suite(.serialized) struct BadFolderTests {
    @Test func guardsThatCannotBeWrittenAreNamedBeforeAnythingIsDone() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            let file = county.folder.appendingPathComponent("file")
            try Data().write(to: file)
            let issued = try county.hub("unit", "code", "LC").object["code"] as? String ?? ""
            for guards in ["/proc/nope", file.path] {
                var environment = county.environment
                environment["ZHISHOU_GUARDS"] = guards
                func call(_ program: URL, _ data: String, _ arguments: String...) throws -> Outcome {
                    try Programs.call(
                        program, ["--data", county.folder.appendingPathComponent(data).path] + arguments + ["--json"],
                        environment: environment)
                }
                for outcome in [
                    try call(county.edition.agent, town.folder.lastPathComponent, "list", "log-entry"),
                    try call(county.edition.hub, "none", "init", "--name", "金湖县"),
                    try call(
                        county.edition.agent, "none", "enrol", "--hub", "https://127.0.0.1:\(county.hubPort)",
                        "--code", issued),
                ] {
                    #expect(outcome.status == 4 && outcome.output.isEmpty)
                    #expect(outcome.messages.contains(guards) && outcome.messages.contains("ZHISHOU_GUARDS"))
                    #expect(!outcome.messages.contains("NSCocoaErrorDomain"), "\(outcome.messages)")
                }
            }
            #expect(!FileManager.default.fileExists(atPath: county.folder.appendingPathComponent("none").path))
            // The code was not spent.
            let later = Town(county: county, folder: county.folder.appendingPathComponent("none"), unit: "LC")
            try county.expectDone(
                later.call("enrol", "--hub", "https://127.0.0.1:\(county.hubPort)", "--code", issued))
        }
    }
}
