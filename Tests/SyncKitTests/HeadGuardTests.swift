import Foundation
import Testing

@testable import SyncKit

/// A small file outside the folder shows that the folder was copied, moved or put back.
@Suite struct HeadGuardTests {
    typealias Mark = HeadGuard.Mark

    private static func mark(
        _ commits: Int64, machine: String = "m", device: UInt64 = 1, inode: UInt64 = 2
    ) -> Mark {
        Mark(machine: machine, device: device, inode: inode, commits: commits)
    }

    struct Case: CustomTestStringConvertible, Sendable {
        var name: String
        var found: Mark?
        var stored: Mark?
        var present: Mark
        var expected: EpochDeclaration.Cause?

        var testDescription: String { name }
    }

    static let cases = [
        Case(name: "a new folder", found: nil, stored: nil, present: mark(0), expected: nil),
        Case(name: "as it was left", found: mark(5), stored: mark(0), present: mark(5), expected: nil),
        Case(
            name: "copied to a path that has no guard", found: nil, stored: mark(0), present: mark(5), expected: .copied
        ),
        Case(
            name: "copied within the machine", found: nil, stored: mark(0), present: mark(5, inode: 3),
            expected: .copied),
        Case(
            name: "moved to another machine", found: mark(5), stored: mark(0), present: mark(5, machine: "n"),
            expected: .copied),
        Case(
            name: "moved to another disk", found: mark(5), stored: mark(0), present: mark(5, device: 9),
            expected: .copied),
        Case(
            name: "an older copy put in its place as a new file", found: mark(9), stored: mark(0),
            present: mark(5, inode: 3), expected: .rolledBack),
        Case(
            name: "an older copy written over the same file", found: mark(9), stored: mark(0), present: mark(5),
            expected: .rolledBack),
        Case(
            name: "the machine broke down before the guard was written", found: mark(4), stored: mark(0),
            present: mark(5), expected: .started),
        Case(
            name: "the guard came from another machine", found: mark(5, machine: "n"), stored: mark(0),
            present: mark(5), expected: .started),
    ]

    @Test(arguments: cases) func doubts(_ one: Case) {
        #expect(HeadGuard.doubt(found: one.found, stored: one.stored, present: one.present) == one.expected)
    }

    @Test func aMarkIsReadAsItWasWritten() {
        let mark = Self.mark(77, machine: "0123abcd", device: .max, inode: 4)
        #expect(Mark(line: mark.line) == mark)
    }

    @Test(arguments: ["", "m 1 2", "m 1 2 x", "m -1 2 3", "m 1 2 3 4"]) func halfALineIsNoMark(line: String) {
        #expect(Mark(line: line) == nil)
    }

    @Test func liesOutsideTheFolderUnderItsPathsName() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("zhishou-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let guards = folder.appendingPathComponent("guards")
        let first = try HeadGuard(folder: folder.appendingPathComponent("a"), directory: guards)
        let second = try HeadGuard(folder: folder.appendingPathComponent("b"), directory: guards)
        try first.write(Self.mark(3))
        #expect(first.read() == Self.mark(3))
        #expect(second.read() == nil)
        let attributes = try FileManager.default.attributesOfItem(atPath: guards.path)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o700)
    }
}
