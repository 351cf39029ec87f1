extension HolidayArrangement {
    /// The notices of 2015–2026 and the three that amended one, each with its page at gov.cn, in the order of
    /// publication (`holidays-2015-2026.csv` and `holiday-amendments.csv`; tests compare every row).
    package static let shipped: [HolidayArrangement] = [
        notice(
            2015, published: "2014-12-16", "http://www.gov.cn/zhengce/zhengceku/2014-12/16/content_9302.htm",
            """
            元旦 01-01~01-03 +01-04
            春节 02-18~02-24 +02-15 +02-28
            清明节 04-05~04-06
            劳动节 05-01
            端午节 06-20 06-22
            中秋节 09-27
            国庆节 10-01~10-07 +10-10
            """),
        amendment(
            2015, published: "2015-05-13", "http://www.gov.cn/zhengce/zhengceku/2015-05/13/content_9742.htm",
            """
            抗日战争暨世界反法西斯战争胜利70周年纪念日 09-03~09-05 +09-06
            """),
        notice(
            2016, published: "2015-12-10", "http://www.gov.cn/zhengce/zhengceku/2015-12/10/content_10394.htm",
            """
            元旦 01-01
            春节 02-07~02-13 +02-06 +02-14
            清明节 04-04
            劳动节 05-01~05-02
            端午节 06-09~06-11 +06-12
            中秋节 09-15~09-17 +09-18
            国庆节 10-01~10-07 +10-08 +10-09
            """),
        notice(
            2017, published: "2016-12-01", "http://www.gov.cn/zhengce/zhengceku/2016-12/01/content_5141603.htm",
            """
            元旦 01-01~01-02
            春节 01-27~02-02 +01-22 +02-04
            清明节 04-02~04-04 +04-01
            劳动节 05-01
            端午节 05-28~05-30 +05-27
            中秋节、国庆节 10-01~10-08 +09-30
            """),
        notice(
            2018, published: "2017-11-30", "http://www.gov.cn/zhengce/zhengceku/2017-11/30/content_5243579.htm",
            """
            元旦 01-01
            春节 02-15~02-21 +02-11 +02-24
            清明节 04-05~04-07 +04-08
            劳动节 04-29~05-01 +04-28
            端午节 06-18
            中秋节 09-24
            国庆节 10-01~10-07 +09-29 +09-30
            """),
        notice(
            2019, published: "2018-12-06", "http://www.gov.cn/zhengce/zhengceku/2018-12/06/content_5346276.htm",
            """
            元旦 12-30~01-01 +12-29
            春节 02-04~02-10 +02-02 +02-03
            清明节 04-05
            劳动节 05-01
            端午节 06-07
            中秋节 09-13
            国庆节 10-01~10-07 +09-29 +10-12
            """),
        amendment(
            2019, published: "2019-03-22", "http://www.gov.cn/zhengce/zhengceku/2019-03/22/content_5375877.htm",
            """
            劳动节 05-01~05-04 +04-28 +05-05
            """),
        notice(
            2020, published: "2019-11-21", "http://www.gov.cn/zhengce/zhengceku/2019-11/21/content_5454164.htm",
            """
            元旦 01-01
            春节 01-24~01-30 +01-19 +02-01
            清明节 04-04~04-06
            劳动节 05-01~05-05 +04-26 +05-09
            端午节 06-25~06-27 +06-28
            国庆节、中秋节 10-01~10-08 +09-27 +10-10
            """),
        amendment(
            2020, published: "2020-01-27", "http://www.gov.cn/zhengce/zhengceku/2020-01/27/content_5472352.htm",
            """
            春节 01-31~02-02
            """),
        notice(
            2021, published: "2020-11-25", "http://www.gov.cn/zhengce/zhengceku/2020-11/25/content_5564127.htm",
            """
            元旦 01-01~01-03
            春节 02-11~02-17 +02-07 +02-20
            清明节 04-03~04-05
            劳动节 05-01~05-05 +04-25 +05-08
            端午节 06-12~06-14
            中秋节 09-19~09-21 +09-18
            国庆节 10-01~10-07 +09-26 +10-09
            """),
        notice(
            2022, published: "2021-10-25", "http://www.gov.cn/zhengce/zhengceku/2021-10/25/content_5644835.htm",
            """
            元旦 01-01~01-03
            春节 01-31~02-06 +01-29 +01-30
            清明节 04-03~04-05 +04-02
            劳动节 04-30~05-04 +04-24 +05-07
            端午节 06-03~06-05
            中秋节 09-10~09-12
            国庆节 10-01~10-07 +10-08 +10-09
            """),
        notice(
            2023, published: "2022-12-08", "http://www.gov.cn/zhengce/zhengceku/2022-12/08/content_5730844.htm",
            """
            元旦 12-31~01-02
            春节 01-21~01-27 +01-28 +01-29
            清明节 04-05
            劳动节 04-29~05-03 +04-23 +05-06
            端午节 06-22~06-24 +06-25
            中秋节、国庆节 09-29~10-06 +10-07 +10-08
            """),
        notice(
            2024, published: "2023-10-25", "https://www.gov.cn/zhengce/zhengceku/202310/content_6911528.htm",
            """
            元旦 01-01
            春节 02-10~02-17 +02-04 +02-18
            清明节 04-04~04-06 +04-07
            劳动节 05-01~05-05 +04-28 +05-11
            端午节 06-10
            中秋节 09-15~09-17 +09-14
            国庆节 10-01~10-07 +09-29 +10-12
            """),
        notice(
            2025, published: "2024-11-12", "https://www.gov.cn/zhengce/zhengceku/202411/content_6986383.htm",
            """
            元旦 01-01
            春节 01-28~02-04 +01-26 +02-08
            清明节 04-04~04-06
            劳动节 05-01~05-05 +04-27
            端午节 05-31~06-02
            国庆节、中秋节 10-01~10-08 +09-28 +10-11
            """),
        notice(
            2026, published: "2025-11-04", "https://www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm",
            """
            元旦 01-01~01-03 +01-04
            春节 02-15~02-23 +02-14 +02-28
            清明节 04-04~04-06
            劳动节 05-01~05-05 +05-09
            端午节 06-19~06-21
            国庆节 10-01~10-07 +09-20 +10-10
            中秋节 09-25~09-27
            """),
    ]

    private static func notice(_ year: Int, published: String, _ source: String, _ text: String) -> HolidayArrangement {
        arrangement(year, published, source, isAmendment: false, text)
    }

    private static func amendment(
        _ year: Int, published: String, _ source: String, _ text: String
    ) -> HolidayArrangement {
        arrangement(year, published, source, isAmendment: true, text)
    }

    private static func arrangement(
        _ year: Int, _ published: String, _ source: String, isAmendment: Bool, _ text: String
    ) -> HolidayArrangement {
        guard let day = Day(published) else { preconditionFailure("\(published) stands in no calendar") }
        return HolidayArrangement(
            year: year, published: day, source: source, isAmendment: isAmendment, days: days(text, of: year))
    }
}
