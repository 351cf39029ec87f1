package import DutyRecords
import Foundation
package import Hummingbird

extension Request {
    /// What a form was filled with that is sent in the address. A browser writes a blank of it as a plus sign.
    package var typed: [String: String] {
        uri.query.flatMap { try? URLEncodedFormDecoder().decode([String: String].self, from: $0) } ?? [:]
    }
}

/// The days to which a page is cut, as somebody typed them: what cannot be read stays in its field, with what to type
/// instead. A browser's own input of a day would follow the browser's language, and not the desk's.
package struct AskedDays {
    package let cut: DayCut
    private let typed: [String: String]
    private var errors: [String: String] = [:]
    private let words: Words
    private static var ends: [String] { ["from", "to"] }

    package init(_ typed: [String: String], now: Instant, _ words: Words) {
        self.words = words
        self.typed = typed
        var days: [String: Day] = [:]
        for end in Self.ends {
            guard let text = typed[end], !text.allSatisfy(\.isWhitespace) else { continue }
            do throws(TypedMoment.Fault) {
                days[end] = Day(try TypedMoment.day(text, now: now))
            } catch {
                errors[end] = words(error.sentence(of: text, .day))
            }
        }
        cut = DayCut(from: days["from"], to: days["to"])
        if cut.isBackwards {
            errors["to"] = words("截止日期早于起始日期，请核对。", "the last day lies before the first; check them")
        }
    }

    package var isWrong: Bool { !errors.isEmpty }
    package var sentences: [String] { Self.ends.compactMap { errors[$0] } }

    /// As an address carries them on; empty where no day was asked for.
    package var query: [String] {
        [("from", cut.from), ("to", cut.to)].compactMap { end, day in day.map { "\(end)=\($0)" } }
    }

    /// What the form shows: a day that was understood in full, anything else as it was typed.
    package func text(_ end: String) -> String {
        let day = end == "from" ? cut.from : cut.to
        return errors[end] == nil ? day?.description ?? "" : typed[end] ?? ""
    }

    /// - Parameter path: of the page; the links to the days before and after lead there.
    package func view(_ path: String) -> [String: Any] {
        func link(_ times: Int, _ text: String) -> [[String: String]] {
            guard !isWrong, let moved = cut.moved(by: times), let from = moved.from, let to = moved.to else {
                return []
            }
            return [["path": "\(path)?from=\(from)&to=\(to)", "text": text]]
        }
        let count = cut.count ?? 0
        return [
            "from": text("from"), "to": text("to"), "fromLabel": words("从", "From"), "toLabel": words("到", "To"),
            "fromError": Sometimes.text(errors["from"]), "toError": Sometimes.text(errors["to"]),
            "fromWrong": errors["from"] == nil ? "" : "wrong", "toWrong": errors["to"] == nil ? "" : "wrong",
            "dayHint": words("如 11-25、昨天", "such as 11-25, yesterday"),
            "daysLabel": words("前后几天", "Days before and after"),
            "daysBefore": link(-1, words("← 前 \(count) 天", "← \(count) \(count == 1 ? "day" : "days") before")),
            "daysAfter": link(1, words("后 \(count) 天 →", "\(count) \(count == 1 ? "day" : "days") after →")),
        ]
    }

    /// The two fields.
    package static let html = """
        <p><label for="from">{{fromLabel}} <span class="soft">{{dayHint}}</span></label><input id="from" name="from" class="{{fromWrong}}" value="{{from}}" autocomplete="off">{{#fromError}}<span class="message" role="alert">{{.}}</span>{{/fromError}}</p><p><label for="to">{{toLabel}} <span class="soft">{{dayHint}}</span></label><input id="to" name="to" class="{{toWrong}}" value="{{to}}" autocomplete="off">{{#toError}}<span class="message" role="alert">{{.}}</span>{{/toError}}</p>
        """

    /// The way to the days before and after.
    package static let links = """
        <nav class="days" aria-label="{{daysLabel}}">{{#daysBefore}}<a href="{{path}}">{{text}}</a> {{/daysBefore}}{{#daysAfter}}<a href="{{path}}">{{text}}</a>{{/daysAfter}}</nav>
        """
}
