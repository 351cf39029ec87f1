import DutyRecords
import Foundation
import Hummingbird
import ProgramShell
import SyncKit

/// The records of this unit as files: every listed collection as CSV and XLSX, the roster of a month as a calendar.
struct ExportPages<Room: DeskRoom>: Sendable {
    let desk: Desk<Room>

    func add(to router: Router<PageContext>) {
        router.get("/export/:file") { request, context in
            try await desk.signedIn(request) { _, language in
                let file = try context.parameters.require("file")
                let asked = request.uri.queryParameters
                if file == "roster.ics" {
                    return try await calendar(
                        month: try await month(request.typed["month"] ?? ""), person: String(asked.get("person") ?? ""),
                        language)
                }
                let parts = file.split(separator: ".")
                guard parts.count == 2, let format = SheetFormat(rawValue: String(parts[1])) else {
                    throw CommandFailure(
                        .badUse, chinese: "只能导出 .csv、.xlsx，值班表还有 .ics。",
                        english: "exports are .csv and .xlsx, and .ics of the roster")
                }
                return try await table(
                    try CollectionName.find(String(parts[0]), in: desk.room), format,
                    from: Day(String(asked.get("from") ?? "")), to: Day(String(asked.get("to") ?? "")),
                    isWire: asked.get("names") == "wire", language)
            }
        }
    }

    private func table(
        _ collection: Collection, _ format: SheetFormat, from: Day?, to: Day?, isWire: Bool, _ language: Language
    ) async throws -> Response {
        let table = try await SheetExport.table(
            of: collection, unit: desk.room.homeUnit, from: from, to: to, isWire ? .wire : .words(language),
            in: desk.room)
        let name = SheetExport.name(
            of: collection, unitName: desk.room.unitName, from: from, to: to, language)
        return DeskResponse.file(
            try format.bytes(table), format.mediaType, name: "\(name).\(format.rawValue)",
            plain: "\(collection.name).\(format.rawValue)")
    }

    /// A month as it was typed, written `2026-10`.
    private func month(_ typed: String) async throws -> String {
        let now = try await desk.room.now()
        do throws(TypedMoment.Fault) {
            return try TypedMoment.month(typed, now: now).description
        } catch {
            let (chinese, english) = error.sentence(of: typed, .month)
            throw CommandFailure(.badUse, chinese: chinese, english: english)
        }
    }

    private func calendar(month: String, person: String, _ language: Language) async throws -> Response {
        let days = try RosterCalendar.days(of: month)
        let wanted = RecordID(person)
        guard wanted != nil || person.isEmpty else {
            throw CommandFailure(
                .badUse, chinese: "没有这个人员。请在导入导出页面选择。",
                english: "there is no such person; choose one on the page of exports")
        }
        let bytes = try await RosterCalendar.bytes(
            days, person: wanted, unitName: desk.room.unitName, language, in: desk.room)
        let words = Words(language: language)
        return DeskResponse.file(
            bytes, RosterCalendar.mediaType, name: "\(desk.room.unitName)_\(words("值班表", "roster"))_\(month).ics",
            plain: "roster-\(days.lowerBound.description.prefix(7)).ics")
    }
}
