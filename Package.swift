// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let protobuf = Target.Dependency.product(name: "SwiftProtobuf", package: "swift-protobuf")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let x509 = Target.Dependency.product(name: "X509", package: "swift-certificates")
let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdHTTP2 = Target.Dependency.product(name: "HummingbirdHTTP2", package: "hummingbird")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let nio = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioTLS = Target.Dependency.product(name: "NIOTLS", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")

let package = Package(
    name: "Zhishou",
    products: [
        .executable(name: "town-agent", targets: ["TownAgentProgram"]),
        .executable(name: "county-hub", targets: ["CountyHubProgram"]),
        .executable(name: "trial", targets: ["Trial"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.0"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
    ],
    targets: [
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(name: "CXlsxWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
        .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
        .systemLibrary(name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
        // C of our own: what curl's and the kernel's headers do not let Swift reach.
        .target(name: "CLine", linkerSettings: [.linkedLibrary("ssl"), .linkedLibrary("crypto")]),
        .target(name: "Identity", dependencies: [x509, asn1, crypto, cryptoExtras], swiftSettings: strict),
        .target(
            name: "SyncKit", dependencies: ["CZstd", "Identity", grdb, sqlite, protobuf, crypto],
            swiftSettings: strict),
        .target(name: "HubLink", dependencies: ["CCurl", "CLine"], swiftSettings: strict),
        .target(name: "DutyRecords", dependencies: ["SyncKit"], swiftSettings: strict),
        // Tables and calendars in and out as bytes: it knows no duty room and no records.
        .target(name: "Sheets", dependencies: ["CXlsxWriter", "CZip"], swiftSettings: strict),
        .target(
            name: "ProgramShell",
            dependencies: [
                "Sheets", "SyncKit", "DutyRecords", "Identity", arguments, hummingbird, hummingbirdCore,
                logging, lifecycle, signals, nio,
            ],
            swiftSettings: strict),
        .target(
            name: "DutyDesk",
            dependencies: ["Sheets", "SyncKit", "DutyRecords", "ProgramShell", hummingbird, mustache],
            resources: [
                .embedInCode("Frame/desk.css"),
                .embedInCode("Sheets/sheets.css"),
                .embedInCode("Plot/plot.css"),
                .embedInCode("Frame/desk.js"),
                .embedInCode("Live/alarm.js"),
                .embedInCode("Live/live.js"),
                .embedInCode("Records/record.css"),
                .embedInCode("Conflicts/conflicts.css"),
                .embedInCode("History/history.css"),
                .embedInCode("Exchange/exchange.css"),
                .embedInCode("Exchange/renew.js"),
                .embedInCode("Roster/roster.css"),
                .embedInCode("Roster/roster.js"),
                .embedInCode("Volumes/volumes.css"),
                .embedInCode("Print/print.css"),
                .embedInCode("Print/print.js"),
                .embedInCode("Search/search.css"),
                .embedInCode("SignIn/signin.css"),
                .embedInCode("Handover/handover.css"),
                .embedInCode("Entry/entry.css"),
                .embedInCode("Entry/entry.js"),
                .embedInCode("Entry/draft.js"),
                .embedInCode("Entry/calls.js"),
                .embedInCode("Entry/bar.js"),
                .embedInCode("Incident/incident.css"),
                .embedInCode("Incident/incident.js"),
            ],
            swiftSettings: strict),
        .target(
            name: "TownAgent",
            dependencies: [
                "DutyDesk", "SyncKit", "HubLink", "Identity", "DutyRecords", "ProgramShell", arguments, logging,
                lifecycle, hummingbird, hummingbirdCore, mustache, nio, protobuf,
            ],
            swiftSettings: strict),
        .target(
            name: "CountyHub",
            dependencies: [
                "CQREncode", "DutyDesk", "Sheets", "SyncKit", "Identity", "DutyRecords", "ProgramShell", arguments,
                logging, lifecycle,
                hummingbird, hummingbirdCore, hummingbirdHTTP2, mustache, nio, nioSSL, nioTLS, protobuf,
            ],
            resources: [
                .embedInCode("Console/Wall/wall.css"),
                .embedInCode("Console/FollowUps/followups.css"),
                .embedInCode("Console/Coverage/coverage.css"),
                .embedInCode("Console/Rules/rules.css"),
                .embedInCode("Console/Checks/checks.css"),
                .embedInCode("Console/Statistics/statistics.css"),
                .embedInCode("Console/Sync/sync.css"),
                .embedInCode("Console/Administration/administration.css"),
                .embedInCode("Console/Administration/administration.js"),
                .embedInCode("Console/CityReport/cityreport.css"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "TownAgentProgram", dependencies: ["TownAgent", "ProgramShell"], path: "Sources/Programs/TownAgent",
            swiftSettings: strict),
        .executableTarget(
            name: "CountyHubProgram", dependencies: ["CountyHub", "ProgramShell"], path: "Sources/Programs/CountyHub",
            swiftSettings: strict),
        // A bad line on loopback and programs beside this one, for the trial and the end-to-end tests.
        .target(name: "FaultLine", swiftSettings: strict),
        .target(name: "CChild"),
        .target(name: "ChildProcess", dependencies: ["CChild"], swiftSettings: strict),
        .executableTarget(name: "Trial", dependencies: ["FaultLine", "ChildProcess"], swiftSettings: strict),
        // Both programs as a later version builds them, which knows one field and one collection more.
        .target(
            name: "NextCatalog", dependencies: ["DutyRecords", "SyncKit"], path: "Tests/NextEdition/Catalog",
            swiftSettings: strict),
        .executableTarget(
            name: "NextTownAgent", dependencies: ["TownAgent", "ProgramShell", "NextCatalog"],
            path: "Tests/NextEdition/TownAgent", swiftSettings: strict),
        .executableTarget(
            name: "NextCountyHub", dependencies: ["CountyHub", "ProgramShell", "NextCatalog"],
            path: "Tests/NextEdition/CountyHub", swiftSettings: strict),
        .executableTarget(
            name: "Benchmarks",
            dependencies: [
                "SyncKit", "HubLink", "ProgramShell", "TownAgent", "CountyHub", "ChildProcess", "Seeded", "CountyYear",
                "DutyRecords", "Identity", hummingbird,
                logging,
                nio, sqlite,
            ], path: "Benchmarks", swiftSettings: strict),
        .target(name: "Seeded", path: "Tests/Seeded", swiftSettings: strict),
        // A county's year at the rates of the size model, for tests and benchmarks.
        .target(
            name: "CountyYear", dependencies: ["DutyRecords", "SyncKit", "Seeded"], path: "Tests/CountyYear",
            swiftSettings: strict),
        .testTarget(
            name: "IdentityTests", dependencies: ["Identity", "Seeded", x509, asn1, crypto], swiftSettings: strict),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "FaultLine", "ChildProcess", "TownAgentProgram", "CountyHubProgram", "NextTownAgent", "NextCountyHub",
                "Trial", "Seeded", "HubLink", "Sheets", "CountyYear", "TownAgent", "CountyHub", grdb,
            ],
            exclude: ["Samples"],
            swiftSettings: strict),
        .testTarget(name: "CountyHubTests", dependencies: ["CountyHub"], swiftSettings: strict),
        .testTarget(
            name: "DutyRecordsTests", dependencies: ["DutyRecords", "SyncKit", "Seeded", "CountyYear"],
            exclude: ["Samples"],
            swiftSettings: strict),
        .testTarget(
            name: "ProgramShellTests", dependencies: ["ProgramShell", "DutyRecords", nio, nioEmbedded],
            swiftSettings: strict),
        .testTarget(
            name: "SheetsTests", dependencies: ["Sheets", "Seeded", "ChildProcess", "CZip"], swiftSettings: strict),
        .testTarget(name: "HubLinkTests", dependencies: ["HubLink", "ChildProcess"], swiftSettings: strict),
        .testTarget(
            name: "SyncKitTests", dependencies: ["SyncKit", "Identity", "Seeded", protobuf, grdb, crypto],
            swiftSettings: strict),
        .testTarget(name: "TidyTests", swiftSettings: strict),
        .testTarget(name: "SimulationTests", dependencies: ["SyncKit", "Identity", "Seeded"], swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
