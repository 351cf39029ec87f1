import DutyRecords
import Testing

/// The State Council's notices, pasted as they were published.
@Suite struct NoticeTextTests {
    private static let of2026 = """
        国务院办公厅关于2026年部分节假日安排的通知
        各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
        经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
        一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
        二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
        三、清明节：4月4日（周六）至6日（周一）放假，共3天。
        四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
        五、端午节：6月19日（周五）至21日（周日）放假，共3天。
        六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
        七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
        节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作，遇有重大突发事件，要按规定及时报告并妥善处置。
        """

    private static func shipped(_ year: Int) -> [HolidayArrangement.NamedDay] {
        HolidayArrangement.shipped.filter { $0.year == year && !$0.isAmendment }.flatMap(\.days).sorted {
            $0.day < $1.day
        }
    }

    @Test func aYearsNoticeIsWhatTheCalendarShips() throws {
        #expect(try NoticeText(Self.of2026, year: 2026).days == Self.shipped(2026))
    }

    @Test func aNoticeThatReachesIntoTheYearBefore() throws {
        let text = """
            一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。
            二、春节：1月21日至27日放假调休，共7天。1月28日（星期六）、1月29日（星期日）上班。
            三、清明节：4月5日放假，共1天。
            四、劳动节：4月29日至5月3日放假调休，共5天。4月23日（星期日）、5月6日（星期六）上班。
            五、端午节：6月22日至24日放假调休，共3天。6月25日（星期日）上班。
            六、中秋节、国庆节：9月29日至10月6日放假调休，共8天。10月7日（星期六）、10月8日（星期日）上班。
            """
        #expect(try NoticeText(text, year: 2023).days == Self.shipped(2023))
    }

    @Test func whatOnlyEncouragesNamesNoDay() throws {
        let text = "春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。鼓励各单位安排职工在除夕（2月9日）休息，不算放假。"
        #expect(try NoticeText(text, year: 2024).days.count == 10)
        #expect(try NoticeText("元旦：1月1日（周三）放假1天，不调休。", year: 2025).days.map(\.day.description) == ["2025-01-01"])
    }

    @Test(arguments: [
        ("元旦：1月1日（周五）放假", "是周四"), ("春节：2月15日至23日放假，共8天。", "写明 8 天"), ("元旦：2月30日放假", "没有 2026年2月30日"),
        ("1月1日放假", "没有节日名称"), ("今年不放", "没有读到放假或上班的日子"), ("元旦：1月3日至1日放假", "先后不对"),
        ("元旦：5日放假", "没有月份"), ("元旦：1月1日放假。1月1日上班。", "写了两次"), ("", "没有读到"),
    ])
    func whatDoesNotFitIsSaid(text: String, sentence: String) {
        #expect {
            try NoticeText(text, year: 2026)
        } throws: { ($0 as? NoticeText.Fault)?.chinese.contains(sentence) == true }
    }
}
