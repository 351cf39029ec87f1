import Foundation
import Testing

@testable import Sheets

/// RFC 5545 as other calendars read it.
@Suite struct CalendarTests {
    /// 2026-10-01T08:30+08:00.
    private static let start: Int64 = 1_790_814_600_000

    private static func event(_ summary: String, isCancelled: Bool = false) -> CalendarEvent {
        CalendarEvent(
            uid: "LC-1", sequence: 2, changedAt: start - 60_000, start: start, end: start + 86_400_000,
            summary: summary, isCancelled: isCancelled)
    }

    private static func lines(_ events: [CalendarEvent], name: String = "值班") -> [String] {
        String(decoding: CalendarFile.bytes(name: name, events), as: UTF8.self).components(separatedBy: "\r\n")
    }

    @Test func anEventHasItsZoneItsNumberAndItsState() {
        let lines = Self.lines([Self.event("值班：王晓东"), Self.event("带班", isCancelled: true)])
        for line in [
            "BEGIN:VTIMEZONE", "TZID:Asia/Shanghai", "TZOFFSETTO:+0800", "UID:LC-1", "SEQUENCE:2",
            "DTSTART;TZID=Asia/Shanghai:20261001T083000", "DTEND;TZID=Asia/Shanghai:20261002T083000",
            "DTSTAMP:20261001T002900Z", "SUMMARY:值班：王晓东", "STATUS:CONFIRMED", "STATUS:CANCELLED", "END:VCALENDAR",
        ] { #expect(lines.contains(line), "\(line)") }
        #expect(lines.last == "" && lines.first == "BEGIN:VCALENDAR")
        #expect(lines.allSatisfy { !$0.contains("\n") })
    }

    @Test func textsAreEscaped() {
        #expect(Self.lines([Self.event("甲;乙,丙\\丁\n戊\u{07}")]).contains("SUMMARY:甲\\;乙\\,丙\\\\丁\\n戊"))
    }

    @Test(arguments: 60..<90) func linesAreFoldedAtSeventyFiveOctetsAndNoCharacterIsCut(length: Int) throws {
        for text in [String(repeating: "堤", count: length), String(repeating: "a", count: length) + "𠮷𠮷𠮷"] {
            let bytes = CalendarFile.bytes(name: "", [Self.event(text)])
            let file = try #require(String(validating: bytes, as: UTF8.self))
            #expect(file.components(separatedBy: "\r\n").allSatisfy { $0.utf8.count <= 75 })
            #expect(
                file.components(separatedBy: "\r\n").allSatisfy { String(validating: $0.utf8, as: UTF8.self) != nil })
            #expect(file.replacing("\r\n ", with: "").contains("SUMMARY:\(text)\r\n"))
        }
    }
}
