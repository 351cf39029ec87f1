import DutyRecords
import Testing

struct TextDifferenceTests {
    private typealias Part = TextDifference.Part

    private static let cases: [(before: String, after: String, parts: [Part])] = [
        ("", "", []),
        ("巡查圩堤", "巡查圩堤", [.same("巡查圩堤")]),
        ("", "新", [.added("新")]),
        ("旧", "", [.removed("旧")]),
        ("护石滑落约二十米", "护石滑落约三十米", [.same("护石滑落约"), .removed("二"), .added("三"), .same("十米")]),
        ("水位 10.2 米", "水位 11.2 米，上涨", [.same("水位 "), .removed("10"), .added("11"), .same(".2 米"), .added("，上涨")]),
        // A number is one thing: it is not half the same.
        ("死亡 13 人", "死亡 3 人", [.same("死亡 "), .removed("13"), .added("3"), .same(" 人")]),
        // One character that happens to be alike does not tear a change apart.
        ("甲的话", "乙的事", [.removed("甲的话"), .added("乙的事")]),
        // A character outside the basic plane is one, and its compatibility form is another.
        ("𠮷祥", "𠮶祥", [.removed("𠮷"), .added("𠮶"), .same("祥")]),
        ("金湖", "\u{F90A}湖", [.removed("金"), .added("\u{F90A}"), .same("湖")]),
    ]

    @Test(arguments: cases.indices) func aDifferenceIsWhatAReaderSees(index: Int) {
        let (before, after, parts) = Self.cases[index]
        #expect(TextDifference(from: before, to: after).parts == parts)
    }

    /// Whatever it finds: without what was added it is the first text, without what was removed the second.
    @Test func bothTextsCanBeReadFromIt() {
        let texts = [
            "", "大堤", "14:06 大堤护石滑落约二十米，已转移 12 人", "14:16 大堤管涌，已转移 120 人。\n水位仍在上涨", "abc def 2026", "二十",
            String(repeating: "长文字", count: 700), String(repeating: "另一段", count: 700),
        ]
        for before in texts {
            for after in texts {
                var (first, second) = ("", "")
                for part in TextDifference(from: before, to: after).parts {
                    switch part {
                    case .same(let text): (first, second) = (first + text, second + text)
                    case .removed(let text): first += text
                    case .added(let text): second += text
                    }
                }
                #expect(first == before && second == after)
            }
        }
    }

    @Test func whatHasNothingInCommonIsNotPartial() {
        #expect(!TextDifference(from: "甲", to: "乙").isPartial)
        #expect(TextDifference(from: "甲一", to: "甲二").isPartial)
    }
}
