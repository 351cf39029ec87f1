import DutyRecords
import Hummingbird
import ProgramShell
import SyncKit

/// Everything that goes on paper.
struct PrintPages<Room: DeskRoom>: Sendable {
    private let desk: Desk<Room>
    private let prints: PrintFrame<Room>

    init(_ desk: Desk<Room>) throws {
        self.desk = desk
        prints = try PrintFrame(desk)
    }

    func add(to router: Router<PageContext>) throws {
        router.get("/print.css") { _, _ in DeskResponse.answer(Assets.printStyle, "text/css; charset=utf-8") }
        router.get("/print.js") { _, _ in DeskResponse.answer(Assets.printScript, "text/javascript; charset=utf-8") }
        try VolumePrint(desk, prints).add(to: router)
        try BlankPrint(desk, prints).add(to: router)
        try RecordPrint(desk, prints).add(to: router)
        try ListPrint(desk, prints).add(to: router)
        try RosterPrint(desk, prints).add(to: router)
        try IncidentPrint(desk, prints).add(to: router)
    }
}
