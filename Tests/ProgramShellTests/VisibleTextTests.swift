import DutyRecords
import Foundation
import ProgramShell
import Synchronization
import Testing

/// What a person typed can neither break a list's line nor drive a terminal.
@Suite struct VisibleTextTests {
    @Test func aValueStaysOnItsLineAndItsControlsAreSeen() {
        #expect("堤坝\n渗水\t\u{1B}[2J\r".onOneLine == "堤坝␊渗水␉␛[2J␍")
        #expect("\u{7F}\u{9B}31m\u{2028}".onOneLine == "␡\u{FFFD}31m␊")
        for plain in ["", "𠮷 野，e\u{301}", "a b"] { #expect(plain.onOneLine == plain) }
    }

    @Test func linesOfTheProgramsOwnStayLines() {
        #expect("一\t二\n\u{1B}]0;题\u{07}".withoutEscapes == "一\t二\n␛]0;题␇")
    }

    @Test func aSessionPassesNoEscapeToATerminal() {
        let written = Mutex("")
        let session = CommandSession(input: Data(), language: .chinese, isJSON: false) { _, data in
            written.withLock { $0 += String(decoding: data, as: UTF8.self) }
        }
        session.show("\u{1B}[31m红")
        session.say(chinese: "没有“\u{1B}c”。", english: "")
        #expect(written.withLock { $0 } == "␛[31m红\n没有“␛c”。\n")
    }
}
