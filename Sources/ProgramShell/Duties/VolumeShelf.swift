package import DutyRecords
package import SyncKit

/// The log volumes that are here, as pages and commands read them.
package struct VolumeShelf<Opened: RecordFolder>: Sendable {
    private let opened: Opened
    /// nil: those of every unit that is here.
    private let unit: String?

    package init(_ opened: Opened, unit: String?) {
        self.opened = opened
        self.unit = unit
    }

    package func volume(_ name: String) async throws -> LogVolume {
        guard let record = try await records().first(where: { $0.text("volume") == name }) else { throw unknown(name) }
        return try await volume(record)
    }

    private func volume(
        _ record: RecordFacts, asOf: Instant? = nil, inParts: Bool = false
    ) async throws -> LogVolume {
        let name = record.text("volume") ?? ""
        return LogVolume(
            record,
            log: try await facts(
                LogNumber.collection, record.unit, containing: name, asOf: asOf, inParts: inParts))
    }

    private func unknown(_ name: String) -> CommandFailure {
        CommandFailure(
            .badUse, chinese: "没有卷 \(name)。可用 list log-volume 查看。",
            english: "there is no volume \(name); see list log-volume")
    }

    // MARK: In outline, of the own unit

    /// Every volume, by name.
    package func outlines() async throws -> [VolumeMemory.Outline] { try await opened.mirror.outlines() }

    package func outline(_ name: String) async throws -> VolumeMemory.Outline {
        guard let outline = try await outlines().first(where: { $0.volume.name == name }) else { throw unknown(name) }
        return outline
    }

    /// The volume with what stands at some of its places.
    package func volume(_ outline: VolumeMemory.Outline, showing places: [Int]) async throws -> LogVolume {
        let ids = places.map { outline.volume.entries[$0].id }
        return outline.volume.showing(try await opened.facts(ids, in: LogNumber.collection))
    }

    /// The whole volume is read where it is sealed and changed since it was last looked at.
    package func condition(of outline: VolumeMemory.Outline) async throws -> VolumeCondition {
        guard outline.volume.isSealed else { return VolumeCondition(outline.volume, sealed: nil) }
        return try await opened.mirror.volumes.condition(of: outline) {
            // What changes while it is read gives the outline another mark, and the volume is looked at again.
            try await condition(of: volume(outline.volume.record, inParts: true))
        }
    }

    private func records() async throws -> [RecordFacts] {
        try await facts("log-volume", unit).filter { $0.has("volume") }
            .sorted { ($0.unit, $0.text("volume") ?? "") < ($1.unit, $1.text("volume") ?? "") }
    }

    /// - Parameters:
    ///   - text: what every record that is wanted has in it.
    ///   - inParts: not as of one moment.
    private func facts(
        _ collection: String, _ unit: String?, containing text: String? = nil, asOf: Instant? = nil,
        inParts: Bool = false
    ) async throws -> [RecordFacts] {
        let filter = RecordFilter(collection: collection, unit: unit, containing: text, asOf: asOf?.milliseconds)
        // What is long past does not change while it is read.
        guard asOf == nil, !inParts else { return try await opened.store.recordsInParts(filter) { RecordFacts($0) } }
        return try await opened.store.records(filter, deliveredTo: nil) { RecordFacts($0) }
    }

    // MARK: Whole and sealed

    package func condition(of volume: LogVolume) async throws -> VolumeCondition {
        var then: LogVolume?
        if let at = try await sealCommittedAt(volume) {
            then = try await self.volume(volume.record, asOf: at)
        }
        return VolumeCondition(volume, sealed: then)
    }

    /// When the set that sealed it was committed; nil where it is not sealed.
    private func sealCommittedAt(_ volume: LogVolume) async throws -> Instant? {
        guard let seal = volume.record.text("digest") else { return nil }
        let versions = try await opened.store.versions(
            collection: "log-volume", id: volume.record.id, unit: volume.unit)
        return versions.first { $0.fields["digest"] == .text(seal) }.map { Instant(milliseconds: $0.authorship.at) }
    }

    /// Seals a volume as it stands now.
    /// - Returns: the volume with its seal.
    package func seal(_ name: String, by author: String) async throws -> LogVolume {
        let volume = try await volume(name)
        if let sealed = volume.record.text("sealedAt") {
            throw CommandFailure(
                .partly, chinese: "卷 \(name) 已于 \(sealed) 封卷。", english: "the volume \(name) was sealed at \(sealed)")
        }
        guard let last = volume.lastNumber else {
            throw CommandFailure(
                .partly, chinese: "卷 \(name) 没有记录，不能封卷。", english: "the volume \(name) has no entry to seal")
        }
        let now = try await opened.now()
        let fields: [(String, FieldValue)] = [
            ("sealedAt", .text(now.description)), ("sealedBy", .text(author)), ("sealedThrough", .text(last)),
            ("digest", .text(volume.digest)),
        ]
        let change = RecordChange(
            collection: "log-volume", record: volume.record.id, writes: fields.map { FieldWrite($0.0, .set($0.1)) })
        try await opened.store.commit(
            each: [Draft(ledger: LedgerID(unit: volume.unit, name: .routine), body: SetBody(changes: [change]))],
            author: author)
        return try await self.volume(name)
    }

    // MARK: Pages

    /// The pages of a volume, cut by what its entries were at first.
    package func pages(of volume: LogVolume) async throws -> [VolumePage] {
        let first = try await facts(
            LogNumber.collection, volume.unit, containing: volume.name, asOf: Instant(milliseconds: 0))
        let fields = Dictionary(first.map { ($0.id, $0.fields) }) { first, _ in first }
        return VolumePage.cut(volume.entries.map { fields[$0.id] ?? $0.fields })
    }

    package func versions(of entry: RecordFacts) async throws -> [RecordVersion] {
        try await opened.store.versions(collection: LogNumber.collection, id: entry.id, unit: entry.unit)
    }

    /// What became of a printed page.
    package func verify(_ code: PageCode) async throws -> PageAnswer {
        for record in try await records() where LogVolume(record, log: []).tag == code.volumeTag {
            let volume = try await volume(record)
            guard let check = PageCheck(code, in: volume) else { continue }
            if check.isUnchanged { return .unchanged(check, page: try await page(of: check)) }
            var versions: [[PageCheck.Version]] = []
            for entry in check.entries {
                versions.append(
                    try await self.versions(of: entry).map {
                        PageCheck.Version(at: $0.authorship.at, fields: $0.fields)
                    })
            }
            if let changed = check.changed(versions) {
                return .changed(check, page: try await page(of: check), changed)
            }
        }
        return .unknown
    }

    private func page(of check: PageCheck) async throws -> Int {
        try await pages(of: check.volume).first { $0.places.contains(check.places.lowerBound) }?.number ?? 0
    }
}

/// What is known of a page by its code.
package enum PageAnswer: Sendable {
    /// Genuine, and every entry reads as it was printed.
    case unchanged(PageCheck, page: Int)
    /// Genuine, and these entries read differently now.
    case changed(PageCheck, page: Int, [PageCheck.Changed])
    /// No page of a volume that is here ever had it.
    case unknown

    package var check: PageCheck? {
        switch self {
        case .unchanged(let check, _), .changed(let check, _, _): check
        case .unknown: nil
        }
    }

    package var page: Int? {
        switch self {
        case .unchanged(_, let page), .changed(_, let page, _): page
        case .unknown: nil
        }
    }

    package var changed: [PageCheck.Changed] { if case .changed(_, _, let changed) = self { changed } else { [] } }

    package var word: String {
        switch self {
        case .unchanged: "unchanged"
        case .changed: "changed"
        case .unknown: "unknown"
        }
    }
}

extension PageCode.Fault {
    /// What was wrong with a typed code, and what to do.
    package var failure: CommandFailure {
        switch self {
        case .length(let count):
            CommandFailure(
                .badUse, chinese: "页码校验码应有 20 个字符，现有 \(count) 个。请照页脚重新输入。",
                english: "a page's code has 20 signs, this has \(count); type it again as the page's foot shows it")
        case .sign(let sign):
            CommandFailure(
                .badUse, chinese: "校验码里没有“\(sign)”这个字符。请照页脚重新输入。",
                english: "no code has the sign \"\(sign)\"; type it again as the page's foot shows it")
        case .check:
            CommandFailure(
                .badUse, chinese: "校验码有误：某个字符打错了，或两个字符颠倒了。请照页脚重新输入。",
                english: "a sign of the code is wrong, or two are exchanged; type it again as the page's foot shows it")
        case .version:
            CommandFailure(
                .badUse, chinese: "这个校验码由更新的版本打印，请升级后再核验。",
                english: "a later version printed this code; upgrade to check it")
        }
    }
}
