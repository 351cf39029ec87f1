import DutyRecords
import Foundation
import ProgramShell
import SyncKit
import Synchronization

/// What is being typed, on disk: kept through a killed browser, a restart of the program and a lapsed sign-in.
///
/// A draft belongs to its person, and becomes nothing by itself. Of a form marked 密 no draft is kept (Art. 14).
struct Drafts: Sendable {
    struct Draft: Codable, Sendable {
        let person: String
        let collection: String
        /// Of a new record the id that it will have: saving twice is one record. Of an edit the draft's own.
        let id: String
        /// The record that is edited; nil of a new one. What the person had seen of it lies in the fields, `seen` and
        /// `was-…`.
        var record: String?
        /// The unit of that record, where it is another's, at the hub.
        var unit: String?
        let fields: [String: String]
        /// Unix milliseconds.
        let at: Int64

        /// Where one goes on with it.
        var path: String {
            if isOfHandoverPage { return "/handover?draft=\(id)" }
            return record.map { RecordTarget(collection: collection, id: $0, unit: unit).path("record", "draft=\(id)") }
                ?? "\(DeskPath.new(collection))?draft=\(id)"
        }

        /// Whether it was typed on the page that hands over, which is no form of fields.
        var isOfHandoverPage: Bool { fields["page"] == "handover" }

        /// The field in which one was.
        var focus: String? { fields["focus"].flatMap { $0.isEmpty ? nil : $0 } }

        /// Its first words.
        var title: String {
            let text = ["matter", "summary", "text", "title", "what", "others", "remark"].lazy.compactMap { fields[$0] }
                .first {
                    !$0.isEmpty
                }
            return text.map { RecordTitle.shortened($0, to: 60) } ?? "…"
        }
    }

    /// What of a form is kept in a draft: a password never is, nor what the form carries along.
    static func typed(_ posted: Posted) -> [String: String] {
        posted.fields.filter { !FormFrame.carried.contains($0.key) && !$0.key.lowercased().contains("password") }
    }

    private let folder: URL
    private let finished = FinishedDrafts()
    /// A person has a handful of forms open; what is older than that is a forgotten one.
    static let most = 50

    init(_ folder: URL) { self.folder = folder }

    private func file(_ id: RecordID) -> URL { folder.appendingPathComponent("\(id).json") }

    /// - Returns: whether it is kept.
    func keep(_ draft: Draft) throws -> Bool {
        guard let id = RecordID(draft.id), !finished.has(id), read(file(id)).map({ $0.person == draft.person }) ?? true
        else { return false }
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

    /// The record is saved: a keystroke that was still on its way brings no draft back.
    func finish(_ id: String) {
        if let id = RecordID(id) { finished.add(id) }
        drop(id)
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

extension Drafts.Draft {
    /// What was sent from the page that hands over, and was refused.
    init(ofHandover posted: Posted, by person: RecordID, at: Int64) {
        self.init(
            person: person.description, collection: Collection.handover.name, id: posted["draft"],
            fields: Drafts.typed(posted), at: at)
    }
}

/// The ids of the forms that were saved last.
private final class FinishedDrafts: Sendable {
    private let ids = Mutex<[RecordID]>([])
    private static let most = 500

    func has(_ id: RecordID) -> Bool { ids.withLock { $0.contains(id) } }

    func add(_ id: RecordID) { ids.withLock { $0 = ($0 + [id]).suffix(Self.most) } }
}
