import DutyRecords
import ProgramShell
import SyncKit

/// The unit's blocks of blank forms, and what became of their lines.
struct PaperBlocks<Room: DeskRoom>: Sendable {
    private let room: Room

    init(_ room: Room) { self.room = room }

    /// The latest first.
    func all() async throws -> [PaperBlock] {
        let log = try await room.entriesFromPaper()
        return try await room.store.records(
            RecordFilter(collection: PaperNumber.collection, unit: room.homeUnit), deliveredTo: nil
        ) { RecordFacts($0) }
        .compactMap { PaperBlock($0, log: log) }.sorted { $1.record.id < $0.record.id }
    }

    func block(_ id: String) async throws -> PaperBlock {
        guard let block = try await all().first(where: { $0.record.id.description == id }) else {
            throw CommandFailure(
                .badUse, chinese: "没有这批空白记录表。请从“卷宗”页打开。",
                english: "there is no such block of blank forms; open it from Volumes")
        }
        return block
    }

    /// The first and the last number of a block.
    static func name(_ block: PaperBlock) -> String {
        guard let first = block.lines.first?.number, let last = block.lines.last?.number else { return "" }
        return "\(first) … \(last.split(separator: "-").last ?? "")"
    }
}
