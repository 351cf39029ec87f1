import Foundation
import Testing

/// What a desk calls out is read by whoever passes: it says which duty, whose article and by when, and never what a
/// record says.
@Suite(.serialized) struct AlarmPageTests {
    @Test func whatCallsNamesTheDutyAndNoContentAndNobodyWithoutASignInHearsIt() async throws {
        try await DeskPerson.withTown { county, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            let words = ["某村桥垮塌", "过桥人员三名", "临时便道"]
            let line =
                #"{"occurredAt":"\#(Self.minutesAgo(50))","summary":"\#(words[0])","nature":"\#(words[1])","place":"\#(words[2])","level":"较大"}"#
            try county.expectDone(town.call("record", "incident", input: line + "\n"))
            let told = try person.listen { $0.contains("event: news") && $0.contains("知道了") }
            #expect(told.contains("分钟内报县") && told.contains("第十二条"), "the duty is named")
            for word in words { #expect(!told.contains(word), "\(word)") }
            // A screen that nobody is signed in at hears of the line alone.
            let locked = try DeskPerson(town.desk).listen { $0.components(separatedBy: "event: line").count > 2 }
            #expect(!locked.contains("event: news") && !locked.contains("event: changed"))
            for word in words + ["分钟内报县"] { #expect(!locked.contains(word), "\(word)") }
        }
    }

    private static func minutesAgo(_ count: Int) -> String {
        let style = Date.ISO8601FormatStyle(timeZone: TimeZone(secondsFromGMT: 8 * 3600) ?? .gmt)
            .year().month().day().time(includingFractionalSeconds: false)
        return Date().addingTimeInterval(Double(-count * 60)).formatted(style) + "+08:00"
    }
}
