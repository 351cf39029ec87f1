import DutyRecords
import ProgramShell
import SyncKit

// Who carries how much: counts by the kind of day and points, as a table with bars (Art. 16).
extension RosterPages {
    func loadView(_ scene: RosterScene) -> [String: Any] {
        let (words, days) = (scene.words, scene.month.days)
        let loads = scene.drafting.loads(of: scene.unit, days.lowerBound..<days.upperBound + 1)
        let weights = LoadWeights.usual
        return [
            "loadTitle": words("负担", "Load"),
            "loadHint": words(
                "每班计分：工作日白天 \(weights.plainDay)，工作日夜 \(weights.workdayNight)，双休日 \(weights.weekend)，节假日 \(weights.holiday)，除夕 \(weights.eve)。深色为本月，浅色为此前一年。",
                "Points: plain day \(weights.plainDay), workday night \(weights.workdayNight), weekend \(weights.weekend), holiday \(weights.holiday), New Year's Eve \(weights.eve). Dark: this month; light: the year before."
            ),
        ].merging(LoadTable(loads, scene).view) { $1 }
    }

    static var loadHTML: String {
        "<h2 id=\"load\">{{loadTitle}}</h2><p class=\"soft\">{{loadHint}}</p>" + LoadTable.html
    }
}

/// Loads side by side, the heaviest first.
struct LoadTable {
    private let loads: [RosterPlan.PersonLoad]
    private let scene: RosterScene
    private static let barWidth = 160

    init(_ loads: [RosterPlan.PersonLoad], _ scene: RosterScene) {
        self.loads = loads.sorted { ($1.total.cost(), $0.person) < ($0.total.cost(), $1.person) }
        self.scene = scene
    }

    var view: [String: Any] {
        let words = scene.words
        let most = max(1, loads.map { $0.total.cost() }.max() ?? 1)
        let mean = loads.isEmpty ? 0 : loads.reduce(0) { $0 + $1.total.cost() } / loads.count
        return [
            "loadHead": [
                words("姓名", "Name"), words("班次", "Shifts"), words("工作日", "Workdays"), words("双休日", "Weekends"),
                words("节假日", "Holidays"), words("除夕", "New Year's Eve"), words("本月分", "This month"),
                words("一年分", "The year"), words("与人均比", "Beside the mean"), words("图", "Bar"),
            ],
            "loads": loads.map { load -> [String: Any] in
                let (month, total) = (load.planned, load.total.cost())
                let past = load.past.cost() * Self.barWidth / most
                let difference = total - mean
                return [
                    "name": scene.name(load.person),
                    "counts": [
                        month.shifts, month.plainDays + month.workdayNights, month.weekends, month.holidays, month.eves,
                        month.cost(), total,
                    ].map(String.init), "difference": (difference > 0 ? "+" : "") + "\(difference)",
                    "past": "\(past)", "now": "\(month.cost() * Self.barWidth / most)", "width": "\(Self.barWidth)",
                    "mean": "\(mean * Self.barWidth / most)",
                    "says": words("\(total) 分，人均 \(mean) 分", "\(total) points, mean \(mean)"),
                ]
            },
        ]
    }

    static let html = """
        <div class="wide"><table class="loads"><thead><tr>{{#loadHead}}<th scope="col">{{.}}</th>{{/loadHead}}</tr></thead><tbody>{{#loads}}<tr><th scope="row">{{name}}</th>{{#counts}}<td class="n">{{.}}</td>{{/counts}}<td class="n">{{difference}}</td><td><svg class="bar" width="{{width}}" height="14" role="img" aria-label="{{says}}"><rect class="was" width="{{past}}" height="14"/><rect class="now" x="{{past}}" width="{{now}}" height="14"/><rect class="mean" x="{{mean}}" width="2" height="14"/></svg></td></tr>{{/loads}}</tbody></table></div>
        """
}
