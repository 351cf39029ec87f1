import Foundation
import Seeded
import SyncKit

/// The changes that are measured, drawn from a seed: new telephone records of twelve fields, three of them Chinese text,
/// and edits of one field.
///
/// The texts are words of the vocabulary below in a row; their lengths are lognormal with the medians and 95th
/// percentiles of calls (60 and 300 characters, at most 2,000) and of log entries (35 and 180, at most 1,500).
struct Workload {
    struct Row {
        let id: RecordID
        /// In the order of ``columns``.
        let values: [String]
        let rings: Int64
    }

    static let columns = [
        "direction", "receivedAt", "rings", "callerUnit", "callerName", "callerPhone", "matter", "place", "measures",
        "handling", "answer", "recorder",
    ]

    private(set) var rows: [Row] = []
    private(set) var edits: [(id: RecordID, result: String)] = []

    init(seed: UInt64, records: Int, edits: Int) {
        var random = Seeded(seed: seed)
        var milliseconds: Int64 = 1_790_000_000_000
        for _ in 0..<records {
            milliseconds += Int64.random(in: 20_000...900_000, using: &random)
            rows.append(Self.row(at: milliseconds, &random))
        }
        for _ in 0..<edits {
            let row = rows[Int.random(in: 0..<rows.count, using: &random)]
            self.edits.append((row.id, Self.text(median: 35, p95: 180, most: 1_500, &random)))
        }
    }

    private static func row(at milliseconds: Int64, _ random: inout Seeded) -> Row {
        let time = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
        let rings = Int64.random(in: 1...6, using: &random)
        let values = [
            random.next() % 4 == 0 ? "out" : "in", Self.stamp(time), String(rings), pick(units, &random),
            pick(names, &random), "1\(Int.random(in: 3_000_000_000...9_999_999_999, using: &random))",
            text(median: 60, p95: 300, most: 2_000, &random), pick(places, &random),
            text(median: 35, p95: 180, most: 1_500, &random), pick(["直接答复", "请示后答复", "转办", "要求书面"], &random),
            text(median: 35, p95: 180, most: 1_500, &random), pick(names, &random),
        ]
        return Row(id: RecordID(milliseconds: milliseconds, using: &random), values: values, rings: rings)
    }

    private static func stamp(_ time: Date) -> String {
        time.formatted(
            .iso8601.timeZone(separator: .colon).year().month().day().time(includingFractionalSeconds: false)
        )
        .replacingOccurrences(of: "Z", with: "+00:00")
    }

    private static func pick(_ words: [String], _ random: inout Seeded) -> String {
        words[Int.random(in: 0..<words.count, using: &random)]
    }

    private static func text(median: Double, p95: Double, most: Int, _ random: inout Seeded) -> String {
        let first = Double.random(in: Double.leastNonzeroMagnitude..<1, using: &random)
        let normal = (-2 * log(first)).squareRoot() * cos(2 * Double.pi * Double.random(in: 0..<1, using: &random))
        let length = min(most, max(4, Int(median * exp(log(p95 / median) / 1.645 * normal))))
        var text = ""
        var count = 0
        while count < length {
            let word = pick(vocabulary, &random)
            text += word
            count += word.count
            if random.next() % 7 == 0 {
                text += "，"
                count += 1
            }
        }
        return text
    }

    private static let names = ["王建国", "李红梅", "赵刚", "孙丽", "周海涛", "吴敏", "郑晓东", "陈秀英", "杨波", "徐静", "朱志强", "何平"]
    private static let units = ["县应急管理局", "县水务局", "黎城镇政府", "银涂镇政府", "前锋镇政府", "县公安局", "县卫健委", "县气象局", "供电公司", "县交通局"]
    private static let places = ["淮河大堤 12 公里处", "闵桥村三组", "宝应湖大桥", "镇卫生院", "工业园区二期", "330 省道收费站", "老街菜场", "塔集渡口"]
    private static let vocabulary = [
        "接到", "报告", "群众", "反映", "暴雨", "积水", "大堤", "渗水", "管涌", "滑坡", "抢险", "队伍", "已经", "到达", "现场",
        "正在", "处置", "请示", "带班", "领导", "同意", "立即", "转移", "安置", "人员", "共计", "十二", "三十", "余人", "无伤亡",
        "道路", "中断", "车辆", "绕行", "供电", "恢复", "抢修", "预计", "两小时", "完成", "水位", "上涨", "厘米", "超过", "警戒",
        "值班", "人员", "电话", "通知", "各村", "加强", "巡查", "要求", "书面", "材料", "下午", "上午", "夜间", "报送", "县委",
        "县政府", "办公室", "宣传", "口径", "统一", "答复", "记者", "采访", "医院", "救护", "消防", "公安", "水利", "气象", "预警",
        "信号", "橙色", "蓝色", "红色", "解除", "继续", "关注", "后续", "情况", "随时", "续报", "核实", "原因", "调查", "损失",
        "农田", "亩", "房屋", "倒塌", "受损", "学校", "停课", "企业", "停产", "燃气", "泄漏", "火灾", "扑灭", "交通", "事故",
    ]
}

extension Workload {
    /// The same as the engine's drafts, each a set of its own.
    func drafts(unit: String) -> [Draft] {
        let ledger = LedgerID(unit: unit, name: .routine)
        let new = rows.map { row in
            let writes = zip(Self.columns, row.values).map { name, value in
                FieldWrite(name, .set(name == "rings" ? .integer(row.rings) : .text(value)))
            }
            return Draft(
                ledger: ledger,
                body: SetBody(changes: [RecordChange(collection: "phone-record", record: row.id, writes: writes)]))
        }
        let edits = edits.map { edit in
            Draft(
                ledger: ledger,
                body: SetBody(changes: [
                    RecordChange(
                        collection: "phone-record", record: edit.id,
                        writes: [FieldWrite("result", .set(.text(edit.result)))])
                ]))
        }
        return new + edits
    }

    /// The new records as `record` takes them, a line each.
    var lines: Data {
        var lines = Data()
        for row in rows {
            var members: [String: Any] = ["id": row.id.description]
            for (name, value) in zip(Self.columns, row.values) {
                members[name] = name == "rings" ? Int(row.rings) as Any : value
            }
            lines += (try? JSONSerialization.data(withJSONObject: members, options: .sortedKeys)) ?? Data()
            lines.append(0x0A)
        }
        return lines
    }

    /// All texts in a row, for the ratio by which zstd shrinks them.
    var text: Data { Data(rows.flatMap(\.values).joined(separator: "\n").utf8) }
}
