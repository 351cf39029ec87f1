import DutyRecords
import Foundation
import ProgramShell
import SyncKit

/// What is being typed, on disk: kept through a killed browser, a restart of the program and a lapsed sign-in.
///
/// A draft belongs to its person, and becomes nothing by itself. Of a form marked 密 no draft is kept (Art. 14).
struct Drafts: Sendable {
    struct Draft: Codable, Sendable {
        let person: String
        let collection: String
        /// The id that the record will have: saving twice is one record.
        let id: String
        let fields: [String: String]
        /// Unix milliseconds.
        let at: Int64
    }

    private let folder: URL
    /// A person has a handful of forms open; what is older than that is a forgotten one.
    static let most = 50

    init(_ folder: URL) { self.folder = folder }

    private func file(_ id: RecordID) -> URL { folder.appendingPathComponent("\(id).json") }

    /// - Returns: whether it is kept.
    func keep(_ draft: Draft) throws -> Bool {
        guard let id = RecordID(draft.id) else { return false }
        let channel = draft.fields[ChannelRule.field].flatMap { DutyChannel(word: $0) }
        guard channel != .classified else {
            drop(draft.id)
            return false
        }
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try DataFolder.write(JSONEncoder().encode(draft), to: file(id))
        return true
    }

    func drop(_ id: String) {
        guard let id = RecordID(id) else { return }
        try? FileManager.default.removeItem(at: file(id))
    }

    func find(_ id: String, of person: String) -> Draft? {
        guard let id = RecordID(id), let draft = read(file(id)), draft.person == person else { return nil }
        return draft
    }

    /// Whether anybody has a draft of that id.
    func holds(_ id: String) -> Bool {
        RecordID(id).map { FileManager.default.fileExists(atPath: file($0).path) } ?? false
    }

    /// A person's, latest first.
    func all(of person: String) -> [Draft] {
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return files.filter { $0.pathExtension == "json" }.compactMap(read).filter { $0.person == person }
            .sorted { $0.at > $1.at }.prefix(Self.most).map { $0 }
    }

    private func read(_ file: URL) -> Draft? {
        (try? Data(contentsOf: file)).flatMap { try? JSONDecoder().decode(Draft.self, from: $0) }
    }
}
