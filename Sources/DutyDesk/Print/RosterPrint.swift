import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

/// 值班表 and 带班表 of a month. The one for the wall names persons and the duty phone alone.
struct RosterPrint<Room: DeskRoom>: Sendable {
    let desk: Desk<Room>
    private let prints: PrintFrame<Room>
    private let template: MustacheTemplate

    enum Variant: String {
        /// For the room: with mobile numbers and remarks.
        case full
        /// 公示.
        case board = "public"
        case leaders
    }

    init(_ desk: Desk<Room>, _ prints: PrintFrame<Room>) throws {
        self.desk = desk
        self.prints = prints
        template = try MustacheTemplate(string: Self.html)
    }

    func add(to router: Router<PageContext>) {
        router.get("/print/roster") { request, _ in
            try await desk.signedIn(request) { visitor, language in try await show(request, visitor, language) }
        }
    }

    private func show(_ request: Request, _ visitor: Visitor, _ language: Language) async throws -> Response {
        let words = Words(language: language)
        let asked = request.uri.queryParameters
        let reading = try await desk.reading()
        let month = asked.get("month").map { String($0) } ?? String(reading.now.day.description.prefix(7))
        guard let first = Day("\(month)-01") else {
            throw CommandFailure(
                .badUse, chinese: "月份应写成 2026-10 这样。", english: "the month has to look like 2026-10")
        }
        guard let variant = Variant(rawValue: asked.get("variant") ?? Variant.full.rawValue) else {
            throw CommandFailure(
                .badUse, chinese: "值班表有三种：不填、public（公示）、leaders（带班）。",
                english: "a roster is printed plainly, as public or as leaders")
        }
        if variant == .board { try SecrecyMark.refusePublic(desk.room.channel == .classified ? "密" : "") }
        let unit = desk.room.homeUnit
        let phones = try await dutyPhones()
        let submission = reading.duties.records("roster-submission").last { record in
            record.unit == unit && record.day("periodStart").map { $0 <= first + 27 } ?? false
                && record.day("periodEnd").map { $0 >= first } ?? false
        }
        let rows = Self.days(from: first).map { day in
            RosterDay(day, unit: unit, reading, variant: variant, phones: phones, words).view
        }
        let (year, number, _) = first.parts
        let time = words("\(year)年\(number)月", "\(month) ")
        let title =
            switch variant {
            case .full: words("\(time)值班表", "\(time)duty roster")
            case .board: words("\(time)值班表（公示）", "\(time)duty roster (public)")
            case .leaders: words("\(time)带班表", "\(time)leaders' roster")
            }
        let name = desk.room.unitName
        let made = submission.map { record in
            [
                ("报送编号", "submission", record.text("number")),
                ("制表", "prepared by", person(record, "preparer", reading)),
                ("审核", "approved by", person(record, "approver", reading)),
            ].compactMap { chinese, english, text in text.map { words("\(chinese)：", "\(english): ") + $0 } }
                .joined(separator: "  ")
        }
        let body = template.render([
            "mark": Sometimes.text(desk.room.channel == .classified ? "密" : nil), "title": title, "unit": name,
            "phones": phones.isEmpty
                ? words("值班电话：（未登记，请在“联系方式”填写）", "Duty phone: (not entered; see Contact)")
                : words("值班电话：", "Duty phone: ") + phones.joined(separator: words("、", ", ")),
            "head": Self.head(variant, words), "columns": Self.head(variant, words).count, "rows": rows,
            "made": Sometimes.text(made), "foot": try await prints.foot([], visitor, language),
        ])
        return prints.page(title, body, back: "/roster?month=\(month)", language)
    }

    private func person(_ record: RecordFacts, _ field: String, _ reading: DutyReading) -> String? {
        record.text(field).map { text in RecordID(text).flatMap { reading.duties.persons[$0]?.name } ?? text }
    }

    private func dutyPhones() async throws -> [String] {
        try await desk.room.store.records(
            RecordFilter(collection: "contact", unit: desk.room.homeUnit), deliveredTo: nil
        ).flatMap { RecordFacts($0).texts("dutyPhones") }
    }

    private static func days(from first: Day) -> [Day] {
        (0..<31).map { first + $0 }.filter { $0.parts.month == first.parts.month }
    }

    private static func head(_ variant: Variant, _ words: Words) -> [String] {
        let days = [words("日期", "Date"), words("星期、节假日", "Day")]
        let leaders = words("带班领导（职务）", "Leader (post)")
        return switch variant {
        case .full: days + [leaders, words("值班人员", "Officers"), words("备注", "Remark")]
        case .board: days + [leaders, words("值班人员", "Officers"), words("值班电话", "Duty phone")]
        case .leaders: days + [leaders, words("带班身份、层级", "Role, tier"), words("联系电话", "Phone")]
        }
    }

    private static var html: String {
        """
        {{#mark}}<p class="mark">{{.}}</p>{{/mark}}<h1>{{unit}}{{title}}</h1>
        <table class="grid roster"><colgroup><col class="date"><col class="kind"><col><col><col class="last"></colgroup><thead><tr class="plain"><td colspan="{{columns}}"><div class="running"><span>{{unit}}{{title}}</span><span>{{phones}}</span></div></td></tr><tr>{{#head}}<th scope="col">{{.}}</th>{{/head}}</tr></thead>
        <tfoot><tr class="plain"><td colspan="{{columns}}" class="foot">{{#made}}{{.}}<br>{{/made}}{{foot}}</td></tr></tfoot>
        <tbody>{{#rows}}<tr><th scope="row" class="nowrap">{{date}}</th><td class="nowrap">{{day}}</td>{{#cells}}<td>{{#lines}}<div>{{.}}</div>{{/lines}}</td>{{/cells}}</tr>{{/rows}}</tbody></table>
        """
    }
}

/// One day of a printed roster.
private struct RosterDay {
    let view: [String: Any]

    init<Room: DeskRoom>(
        _ day: Day, unit: String, _ reading: DutyReading, variant: RosterPrint<Room>.Variant, phones: [String],
        _ words: Words
    ) {
        let officers = Self.shifts(reading.duties.dutyShifts, unit, day)
        let leaders = Self.shifts(reading.duties.leaderShifts, unit, day)
        func person(_ shift: Shift) -> Person? { reading.duties.persons[shift.person] }
        func phone(_ shift: Shift) -> String {
            let record = person(shift)?.record
            return [record?.text("phone"), record?.text("mobile")].compactMap { $0 }.joined(separator: " ")
        }
        func name(_ shift: Shift, withPost: Bool, withPhone: Bool) -> String {
            [
                person(shift)?.name ?? words("（已不在册）", "(not on the list)"), withPost ? person(shift)?.post : nil,
                withPhone ? phone(shift) : nil, Self.span(shift, of: day),
            ].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " ")
        }
        let nobody = [words("（空缺）", "(nobody)")]
        let led = leaders.map { name($0, withPost: true, withPhone: variant == .full) }
        let sat = officers.map { shift in
            name(shift, withPost: false, withPhone: variant == .full)
                + (shift.isMainPost ? "" : words("（应急值班岗）", " (emergency post)"))
        }
        let cells: [[String]] =
            switch variant {
            case .full: [led, sat.isEmpty ? nobody : sat, officers.compactMap { Self.remark($0, reading, words) }]
            case .board: [led, sat.isEmpty ? nobody : sat, phones]
            case .leaders:
                [
                    led,
                    leaders.map {
                        [$0.role, $0.record.text("tier")].compactMap { $0 }.joined(separator: " ")
                    }, leaders.map(phone),
                ]
            }
        view = [
            "date": day.description, "day": Self.kind(of: day, reading, words), "cells": cells.map { ["lines": $0] },
        ]
    }

    /// Those that begin on the day; where none does, those that run on through it.
    private static func shifts(_ all: [Shift], _ unit: String, _ day: Day) -> [Shift] {
        let own = all.filter { $0.unit == unit && $0.span.overlaps(day.start..<day.end) }.sorted {
            ($0.span.lowerBound, $0.id) < ($1.span.lowerBound, $1.id)
        }
        let begun = own.filter { $0.span.lowerBound.day == day }
        return begun.isEmpty ? own : begun
    }

    /// A whole day and night needs no hours.
    private static func span(_ shift: Shift, of day: Day) -> String? {
        let (start, end) = (shift.span.lowerBound, shift.span.upperBound)
        guard start.day == day, (end - start).minutesDown != 1440 else { return nil }
        let isLong = end.day.since(day) > 1
        return "\(start.clockTime)–\(isLong ? String(Words.minute(end).dropFirst(5)) : end.clockTime)"
    }

    private static func kind(of day: Day, _ reading: DutyReading, _ words: Words) -> String {
        let week = words(
            "周" + ["一", "二", "三", "四", "五", "六", "日"][day.weekday - 1],
            ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][day.weekday - 1])
        let found = reading.calendar.day(day, asOf: reading.now)
        guard let type = found.dayType else { return "\(week) \(CalendarDay.unannounced)" }
        let name = found.name ?? (type == .workday || type == .weekend ? "" : words(type.chinese, type.english))
        let makeup = type == .makeupWorkday ? words("（上班）", " (worked)") : ""
        return [week, name + makeup].filter { !$0.isEmpty }.joined(separator: " ")
    }

    private static func remark(_ shift: Shift, _ reading: DutyReading, _ words: Words) -> String? {
        let parts = [
            shift.substituteFor.flatMap { reading.duties.persons[$0]?.name }.map { words("代\($0)", "for \($0)") },
            shift.swappedWith == nil ? nil : words("串班", "swapped"),
            shift.record.text("approvedBy").map { words("\($0)批准", "approved by \($0)") }, shift.record.text("remark"),
        ].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: words("，", ", "))
    }
}
