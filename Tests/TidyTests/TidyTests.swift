import Foundation
import Testing

/// The sources keep the house's order: who may import what, how long a file may be, that links lead somewhere.
@Suite struct TidyTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Modules that a folder may import besides those of the system, as `docs/architecture.md` says.
    private static let allowed: [(folder: String, modules: Set<String>)] = [
        ("Sources/Identity", ["X509", "SwiftASN1", "Crypto", "CryptoExtras"]),
        ("Sources/SyncKit/Clock", []), ("Sources/SyncKit/Merge", []), ("Sources/SyncKit/Model", ["Identity"]),
        ("Sources/SyncKit/Session", ["SwiftProtobuf"]),
        ("Sources/SyncKit/Wire", ["SwiftProtobuf", "Crypto", "CZstd", "Identity"]),
        ("Sources/SyncKit/Store", ["GRDB", "GRDBSQLite", "SwiftProtobuf", "Crypto", "Identity"]),
        ("Sources/SyncKit", ["GRDB", "GRDBSQLite", "SwiftProtobuf", "Crypto", "CZstd", "Identity"]),
        ("Sources/HubLink", ["CCurl", "CLine"]), ("Sources/DutyRecords", ["SyncKit"]),
        ("Sources/Sheets", ["CXlsxWriter", "CZip", "FoundationXML"]),
        (
            "Sources/ProgramShell",
            [
                "Sheets", "SyncKit", "DutyRecords", "Identity", "ArgumentParser", "Hummingbird", "HummingbirdCore",
                "HTTPTypes", "Logging",
                "ServiceLifecycle",
                "UnixSignals", "NIOCore",
            ]
        ),
        (
            "Sources/DutyDesk",
            ["Sheets", "SyncKit", "DutyRecords", "ProgramShell", "Hummingbird", "HTTPTypes", "Mustache"]
        ),
        ("Sources/FaultLine", []), ("Sources/ChildProcess", ["CChild"]),
        ("Sources/Trial", ["FaultLine", "ChildProcess"]),
    ]
    private static let system: Set<String> = [
        "Foundation", "FoundationEssentials", "Glibc", "Dispatch", "CDispatch", "Synchronization",
    ]

    private static func files(under folder: String, _ ending: String) -> [URL] {
        let base = root.appendingPathComponent(folder)
        let found = FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil)
        return (found?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == ending }
    }

    private static func isGenerated(_ file: URL) -> Bool { file.lastPathComponent.hasSuffix(".pb.swift") }

    @Test func eachFolderImportsWhatItMay() throws {
        for (folder, modules) in Self.allowed {
            for file in Self.files(under: folder, "swift") where !Self.isGenerated(file) {
                for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
                    let words = line.split(separator: " ")
                    guard let place = words.firstIndex(of: "import"), place <= 1, place + 1 < words.count,
                        !line.hasPrefix("/"), !line.hasPrefix(" ")
                    else { continue }
                    let module = String(words[place + 1])
                    #expect(
                        modules.contains(module) || Self.system.contains(module),
                        "\(file.lastPathComponent) in \(folder) imports \(module)")
                }
            }
        }
    }

    @Test func noFileIsLongerThanFourHundredLines() throws {
        for file in (Self.files(under: "Sources", "swift") + Self.files(under: "Tests", "swift"))
        where !Self.isGenerated(file) {
            let lines = try String(contentsOf: file, encoding: .utf8).split(
                separator: "\n", omittingEmptySubsequences: false
            ).count
            #expect(lines <= 401, "\(file.lastPathComponent) has \(lines) lines: what is it about?")
        }
    }

    @Test func sqlStandsInTheStoreAlone() throws {
        for file in Self.files(under: "Sources", "swift") where !file.path.contains("/SyncKit/Store/") {
            let text = try String(contentsOf: file, encoding: .utf8)
            #expect(!text.contains("sql: \""), "\(file.lastPathComponent) has SQL of its own")
        }
    }

    @Test func everyLinkInTheDocumentsLeadsSomewhere() throws {
        let documents = [
            "README.md", "README.zh-CN.md", "docs/architecture.md", "docs/commands.md", "docs/rules.md",
            "docs/collections.md",
            "protocol/README.md",
        ]
        let link = try Regex(#"\]\(([^)#:]+)\)"#)
        for document in documents {
            let file = Self.root.appendingPathComponent(document)
            let text = try String(contentsOf: file, encoding: .utf8)
            for match in text.matches(of: link) {
                let target = String(match.output[1].substring ?? "")
                let path = file.deletingLastPathComponent().appendingPathComponent(target).path
                #expect(FileManager.default.fileExists(atPath: path), "\(document) points at \(target)")
            }
        }
    }
}
