package import DutyRecords
import Foundation
import Mustache
import ProgramShell
import SyncKit

/// A report, or what the county issues, in the form of an official document (GB/T 9704-2012).
package struct DocumentSheet<Room: DeskRoom>: Sendable {
    private let desk: Desk<Room>
    private let template: MustacheTemplate

    package init(_ desk: Desk<Room>) throws {
        self.desk = desk
        template = try MustacheTemplate(string: Self.html)
    }

    /// nil where the collection has no such form.
    package func render(
        _ record: RecordFacts, _ collection: Collection, mark: String, foot: String, _ words: Words
    ) async throws -> String? {
        guard var paper = try await paper(record, collection, words) else { return nil }
        paper["mark"] = Sometimes.text(mark)
        paper["foot"] = foot
        paper["unit"] = try await desk.unitName(record.unit)
        paper["void"] = Sometimes.text(
            record.isVoided ? words("作废：", "void: ") + (record.text("voidReason") ?? "–") : nil)
        return template.render(paper)
    }

    private func paper(
        _ record: RecordFacts, _ collection: Collection, _ words: Words
    ) async throws -> [String: Any]? {
        switch collection.name {
        case "report": return try await report(record, words)
        case "bulletin":
            return [
                "number": record.text("issue") ?? "", "urgency": Sometimes.text(record.text("urgency")),
                "title": record.text("title") ?? "", "to": Self.to(record.texts("sentTo"), words),
                "paragraphs": Self.paragraphs(record.text("body")), "date": Self.date(record.time("signedAt"), words),
                "signer": words("签发人：", "Signed by: ") + (record.text("signer") ?? ""),
                "end": [
                    Self.labelled("抄送", "Copies", record.texts("copies").joined(separator: words("、", ", ")), words),
                    Self.labelled("编辑", "Editor", record.text("editor"), words),
                    Self.labelled("核稿", "Checker", record.text("checker"), words),
                    Self.labelled("领导批示", "Instruction", record.text("leaderNote"), words),
                ].compactMap { $0 },
            ]
        case "circular":
            var named: [String] = []
            if let unit = record.text("unit") { named.append(try await desk.unitName(unit)) }
            return [
                "number": record.text("number") ?? "", "title": words("值班通报", "Circular"),
                "to": Self.to(named, words),
                "paragraphs": Self.paragraphs(record.text("body")), "date": Self.date(record.time("signedAt"), words),
                "signer": words("签发人：", "Signed by: ") + (record.text("signer") ?? ""),
            ]
        case "notice":
            return [
                "number": record.text("number") ?? "", "title": record.text("title") ?? "",
                "to": Self.to(record.texts("sentTo"), words), "paragraphs": Self.paragraphs(record.text("body")),
                "date": Self.date(record.time("issuedAt"), words), "signer": "",
            ]
        default: return nil
        }
    }

    /// A 续报 is titled by the county, its event and its number, and does not repeat the beginning.
    private func report(_ record: RecordFacts, _ words: Words) async throws -> [String: Any] {
        var incident: RecordFacts?
        if let id = record.text("incident"),
            let detail = try? await RecordLookup.detail(Collection.incident.name, id, of: nil, in: desk.room)
        {
            incident = RecordFacts(detail.view)
        }
        var paragraphs = Self.paragraphs(record.text("text"))
        let told = [
            "changes", "scope", "trend", "cause", "handling", "measures", "proposals", "lessons", "leadersOnSite",
            "siteLead", "siteLeadPhone", "casualtySource", "fallingDeathsReason", "bypassedTo", "bypassReason",
            "reason",
        ]
        for name in told {
            guard let text = record.text(name), let field = Collection.report.field(name) else { continue }
            paragraphs.append(words.name(field) + words("：", ": ") + text)
        }
        let figures = Casualties.names.compactMap { name -> String? in
            guard let count = record.number(name), let field = Collection.report.field(name) else { return nil }
            return "\(words.name(field)) \(count)"
        }
        if !figures.isEmpty {
            paragraphs.append(words("伤亡和损失：", "Casualties and loss: ") + figures.joined(separator: words("，", ", ")))
        }
        let isDrill = incident?.flag("drill") == true
        let kind = record.text("kind") ?? ""
        var reports: [RecordFacts] = []
        if let event = record.reference("incident") {
            reports = try await desk.room.views("report", of: record.unit, naming: event, by: "incident").map {
                RecordFacts($0)
            }
        }
        return [
            "number": "",
            "urgency": Sometimes.text(incident?.flag("sensitive") == true ? words("特急", "Most urgent") : nil),
            "drill": Sometimes.text(isDrill ? words("演练", "DRILL") : nil),
            "title": ReportName.text(
                county: try await desk.unitName(desk.room.countyUnit()), incident, kind,
                number: ReportName.number(of: record, among: reports)),
            "to": Self.to([record.text("to")].compactMap { $0 }.map { Self.addressee($0, words) }, words),
            "paragraphs": paragraphs, "date": Self.date(record.time("sentAt"), words),
            "signer": words("签发人：", "Signed by: ") + (record.text("signedBy") ?? words("（未填）", "(not filled in)")),
            "end": [
                Self.labelled(
                    "电话确认", "Confirmed by phone",
                    record.time("confirmedByPhoneAt").map {
                        "\(Words.minute($0)) \(record.text("confirmedWith") ?? "")"
                    },
                    words)
            ].compactMap { $0 },
        ]
    }

    private static func addressee(_ to: String, _ words: Words) -> String {
        switch to {
        case "county": words("县政府总值班室", "the county's duty room")
        case "city": words("市政府总值班室", "the city's duty room")
        default: to
        }
    }

    private static func to(_ names: [String], _ words: Words) -> [String] {
        names.isEmpty ? [] : [names.joined(separator: words("、", ", ")) + words("：", ":")]
    }

    private static func labelled(_ chinese: String, _ english: String, _ text: String?, _ words: Words) -> String? {
        text.flatMap { $0.isEmpty ? nil : words(chinese, english) + words("：", ": ") + $0 }
    }

    private static func paragraphs(_ text: String?) -> [String] {
        (text ?? "").split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    /// Arabic figures without leading zeros.
    private static func date(_ instant: Instant?, _ words: Words) -> String {
        guard let instant else { return words("    年  月  日", "date: ") }
        let (year, month, day) = instant.day.parts
        return words("\(year)年\(month)月\(day)日", instant.day.description)
    }

    private static var html: String {
        """
        <article class="document"><div class="top"><span>{{#mark}}<b class="mark">{{.}}</b>{{/mark}} {{#urgency}}<b class="mark">{{.}}</b>{{/urgency}}{{#drill}}<b class="drill">{{.}}</b>{{/drill}}</span><span>{{signer}}</span></div>
        <p class="flush">{{number}}</p>{{#void}}<p class="flush"><b>{{.}}</b></p>{{/void}}<h1>{{title}}</h1>{{#to}}<p class="flush">{{.}}</p>{{/to}}{{#paragraphs}}<p>{{.}}</p>{{/paragraphs}}
        <p class="end">{{unit}}</p><p class="end">{{date}}</p>{{#end}}<p class="flush">{{.}}</p>{{/end}}<div class="foot">{{foot}}</div></article>
        """
    }
}
