import DutyDesk
import DutyRecords
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

/// 迟报复盘包: one file with the clocks of an incident's reports, their evidence and who answered at each minute.
struct ReviewPage: Sendable {
    private let desk: Desk<HubFolder>
    private let opened: HubFolder
    private let door: EventDoor
    private let prints: PrintFrame<HubFolder>
    private let template: MustacheTemplate

    init(_ desk: Desk<HubFolder>, _ opened: HubFolder) throws {
        self.desk = desk
        self.opened = opened
        door = EventDoor(desk: desk, opened: opened)
        prints = try PrintFrame(desk)
        template = try MustacheTemplate(string: ReviewView.html)
    }

    func add(to router: Router<PageContext>) {
        router.get("/incident/:id/review") { request, context in
            try await door.show(request, context) { event, visitor, language in
                let words = Words(language: language)
                return prints.page(
                    title(event, words), try await sheet(event, visitor, language), back: event.path,
                    links: [
                        ("\(event.path)/review/file", words("下载为一个文件", "Download as one file")),
                        ("\(event.path)/city", words("县报市", "Report to the city")),
                    ], language)
            }
        }
        router.get("/incident/:id/review/file") { request, context in
            try await door.show(request, context) { event, visitor, language in
                let words = Words(language: language)
                return prints.file(
                    title(event, words), try await sheet(event, visitor, language),
                    name: "\(title(event, words)).html", plain: "review-\(event.id).html", language)
            }
        }
    }

    private func title(_ event: CountyEvent, _ words: Words) -> String {
        words("迟报复盘包", "Review of a late report") + " " + ReportName.event(event.incident.record)
    }

    private func sheet(_ event: CountyEvent, _ visitor: Visitor, _ language: Language) async throws -> String {
        let words = Words(language: language)
        let reading = try await ReviewReading.read(event, words, in: opened)
        let mark = SecrecyMark.word(event.incident.record, in: opened.channel)
        let view = ReviewView(reading: reading, mark: mark, catalog: opened.catalog, words: words)
        let foot = try await prints.foot([], visitor, language)
        return prints.sheet(
            template.render(view.view),
            running: (
                event.name(event.incident.unit) + " " + words("迟报复盘包", "Review of a late report"),
                ReportName.event(event.incident.record)
            ), foot: words("证据校验码 ", "code of the evidence ") + reading.code + " · " + foot)
    }
}
