import FaultLine
import Foundation
import Glibc

/// A county of real processes on loopback, in a folder of its own.
final class County: Sendable {
    let folder: URL
    private let hub = Synchronized<RunningProgram?>(nil)
    private let towns = Synchronized<[String: Town]>([:])
    private let proxies = Synchronized<[FaultProxy]>([])
    private let port = Synchronized(0)
    private let consolePort = Synchronized(0)
    private let hubEdition: Synchronized<Programs.Edition>
    let environment: [String: String]

    init(language: String = "C.UTF-8", edition: Programs.Edition = .present) throws {
        hubEdition = Synchronized(edition)
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("zhishou-e2e-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("ZHISHOU_") }
        environment["ZHISHOU_GUARDS"] = folder.appendingPathComponent("guards").path
        environment["LC_ALL"] = language
        environment["SWIFT_BACKTRACE"] = "enable=no"
        self.environment = environment
        try expectDone(hub("init", "--name", "金湖县", "--code", "JH"))
    }

    func cleanUp() {
        for town in towns.value.values { town.kill() }
        killHub()
        for proxy in proxies.value { proxy.stop() }
        try? FileManager.default.removeItem(at: folder)
    }

    var edition: Programs.Edition {
        get { hubEdition.value }
        set { hubEdition.change { $0 = newValue } }
    }

    var hubData: String { folder.appendingPathComponent("hub").path }

    // MARK: The hub

    @discardableResult
    func hub(_ arguments: String..., input: String? = nil) throws -> Outcome {
        try Programs.call(
            edition.hub, ["--data", hubData] + arguments + ["--json"], input: input, environment: environment)
    }

    /// Starts the hub, at its old port when it had one.
    /// - Parameter descriptors: how many it may have open; nil where they are not limited.
    func startHub(clock: String? = nil, descriptors: Int? = nil) throws {
        let arguments = [
            "--data", hubData, "run", "--exchange", "127.0.0.1:\(hubPort)", "--console", "127.0.0.1:0", "--json",
        ]
        let limited = descriptors.map { ["-c", "ulimit -n \($0); exec \"$0\" \"$@\"", edition.hub.path] + arguments }
        let started = try RunningProgram(
            limited == nil ? edition.hub : URL(fileURLWithPath: "/bin/sh"), limited ?? arguments,
            log: folder.appendingPathComponent("hub.log"),
            environment: environment, clock: clock)
        port.change { $0 = started.port("exchange") }
        consolePort.change { $0 = started.port("console") }
        hub.change { $0 = started }
    }

    var hubPort: Int { port.value }
    var hubProcess: Int32 { hub.value?.processID ?? 0 }
    /// The page of the units' state at the running hub, beside its desk.
    var console: WebPage { WebPage(port: consolePort.value, front: "/sync") }
    func stopHub() { hub.value?.stop() }
    func killHub() { hub.value?.kill() }

    /// Puts a copy in the place of the hub's folder.
    func moveHubToACopy() throws {
        let hub = URL(fileURLWithPath: hubData)
        let away = hub.appendingPathExtension("away")
        try FileManager.default.moveItem(at: hub, to: away)
        try FileManager.default.copyItem(at: away, to: hub)
    }

    // MARK: Towns

    /// A line from a town to the hub that can be made bad.
    func line() throws -> FaultProxy {
        let proxy = try FaultProxy(target: hubPort)
        proxies.change { $0.append(proxy) }
        return proxy
    }

    /// Adds a unit, or one more replica of one, and enrols it over real TLS.
    func town(
        _ code: String, named name: String? = nil, kind: String = "town", through line: FaultProxy? = nil,
        edition: Programs.Edition = .present
    ) throws -> Town {
        let issued = try name.map { try hub("unit", "add", code, $0, "--class", kind) } ?? hub("unit", "code", code)
        try expectDone(issued)
        let key = towns.value[code] == nil ? code : "\(code)-\(towns.value.count)"
        let town = Town(
            county: self, folder: folder.appendingPathComponent(key), unit: code, edition: edition)
        towns.change { $0[key] = town }
        try expectDone(
            town.call(
                "enrol", "--hub", "https://127.0.0.1:\(line?.port ?? hubPort)", "--code",
                issued.object["code"] as? String ?? ""))
        return town
    }

    /// A town's folder that is a copy of another's.
    func copy(of town: Town, named name: String) throws -> Town {
        let copy = Town(county: self, folder: folder.appendingPathComponent(name), unit: town.unit)
        try FileManager.default.copyItem(at: town.folder, to: copy.folder)
        towns.change { $0[name] = copy }
        return copy
    }

    func expectDone(_ outcome: Outcome) throws {
        guard outcome.status == 0 else { throw Failed(status: outcome.status, messages: outcome.messages) }
    }

    struct Failed: Error, CustomStringConvertible {
        let status: Int32
        let messages: String
        var description: String { "exit \(status): \(messages)" }
    }
}

/// One agent of the county.
final class Town: Sendable {
    unowned let county: County
    let folder: URL
    let unit: String
    private let running = Synchronized<RunningProgram?>(nil)
    private let ownEdition: Synchronized<Programs.Edition>

    init(county: County, folder: URL, unit: String, edition: Programs.Edition = .present) {
        ownEdition = Synchronized(edition)
        self.county = county
        self.folder = folder
        self.unit = unit
    }

    var edition: Programs.Edition {
        get { ownEdition.value }
        set { ownEdition.change { $0 = newValue } }
    }

    @discardableResult
    func call(_ arguments: String..., input: String? = nil, clock: String? = nil) throws -> Outcome {
        try Programs.call(
            edition.agent, ["--data", folder.path] + arguments + ["--json"], input: input,
            environment: county.environment, clock: clock)
    }

    func start() throws {
        let started = try RunningProgram(
            edition.agent, ["--data", folder.path, "run", "--desk", "127.0.0.1:0", "--json"],
            log: county.folder.appendingPathComponent("\(folder.lastPathComponent).log"),
            environment: county.environment)
        running.change { $0 = started }
    }

    func stop() { running.value?.stop() }
    func kill() { running.value?.kill() }

    /// The page of the running agent's desk.
    var desk: WebPage { WebPage(port: running.value?.port("desk") ?? 0, front: "/sync") }

    // MARK: What a person does

    /// Records log entries whose matter is numbered; answers their ids.
    @discardableResult
    func record(_ matters: [String]) throws -> [String] {
        let lines = matters.map { matter in
            #"{"occurredAt":"2026-10-01T08:00:00+08:00","recordedAt":"2026-10-01T08:01:00+08:00","matter":"\#(matter)"}"#
        }
        let outcome = try call("record", "log-entry", input: lines.joined(separator: "\n") + "\n")
        try county.expectDone(outcome)
        return outcome.array.compactMap { $0["id"] as? String }
    }

    func matters() throws -> [String] {
        try call("list", "log-entry").array.compactMap { ($0["fields"] as? [String: Any])?["matter"] as? String }
    }

    func waiting() throws -> Int {
        let ledgers = try call("status").object["ledgers"] as? [[String: Any]] ?? []
        return ledgers.reduce(0) { $0 + (($1["waitingSets"] as? Int) ?? 0) }
    }

    func sync() throws { try county.expectDone(call("sync")) }

    /// Waits for the running agent to bring everything to the hub. The bound is for a test that hangs, not for speed.
    func waitUntilDelivered(within seconds: Double = 120) throws {
        let end = Date().addingTimeInterval(seconds)
        while try waiting() > 0 {
            guard Date() < end else { throw StillWaiting(unit: unit, sets: try waiting()) }
        }
    }

    struct StillWaiting: Error {
        let unit: String
        let sets: Int
    }
}

extension County {
    func matters(of unit: String) throws -> [String] {
        try hub("list", "log-entry", "--unit", unit).array.compactMap {
            ($0["fields"] as? [String: Any])?["matter"] as? String
        }
    }

    func eventKinds() throws -> Set<String> { Set(try hub("events").array.compactMap { $0["kind"] as? String }) }
}

extension Town {
    func eventKinds() throws -> Set<String> { Set(try call("events").array.compactMap { $0["kind"] as? String }) }
}

/// Numbered matters, so that a count does not go through the code under test.
func numbered(_ range: ClosedRange<Int>, _ prefix: String = "事项") -> [String] { range.map { "\(prefix)\($0)" } }
