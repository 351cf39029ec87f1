import DutyRecords
import HTTPTypes
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

// Why something was not done, as a page.
extension Desk {
    /// A page that says why something was not done, with what was typed; what is no refusal is thrown on.
    func sorry(
        _ error: any Error, typed: TypedText?, _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        let words = Words(language: language)
        var (next, cookie): ([[String: String]], String?) = ([], nil)
        var status = HTTPResponse.Status.badRequest
        let sentence: (chinese: String, english: String)
        switch error {
        case let failure as CommandFailure: sentence = (failure.chinese, failure.english)
        case let refusal as Forbidden: (sentence, status) = ((refusal.chinese, refusal.english), .forbidden)
        case let error as SyncError: sentence = Failures.sentences(error)
        case let unsaved as Unsaved:
            (sentence, cookie) = (Failures.sentences(unsaved.cause), unsaved.cookie)
            if cookie != nil {
                next = [["path": "/kept", "text": words("您填的内容还在：接着提交", "What you typed is kept: send it once more")]]
            }
        default: throw error
        }
        let view: [String: Any] = [
            "sentence": words(sentence.chinese, sentence.english), "next": next, "shown": typed?.rows ?? [],
            "isTyped": typed.map { !$0.rows.isEmpty } ?? false,
            "typedTitle": words("您刚才填的内容（没有保存）", "What you typed (not saved)"),
        ]
        var response = try await frame.page(
            words("没有做成", "Not done"), refusal.render(view), visitor, language, status: status)
        if let cookie { response.headers[.setCookie] = cookie }
        return response
    }

    static var refusalHTML: String {
        """
        <p class="notice badly" role="alert">{{sentence}}</p>{{#next}}<p><a class="button" href="{{path}}">{{text}}</a></p>{{/next}}
        {{#isTyped}}<h2>{{typedTitle}}</h2>\(TypedText.html){{/isTyped}}
        """
    }
}

/// What a form asked for could not be written, and not because of what was typed.
struct Unsaved: Error {
    let cause: SyncError
    /// By which the browser finds what it sent; nil where it is not kept.
    let cookie: String?
}

extension SyncError {
    /// Whether the same act may be done once the store is well again.
    var isOfTheStore: Bool {
        switch self {
        case .diskFull, .damagedStore, .notDurable, .newerStore, .foreignStore: true
        default: false
        }
    }
}

/// A form that was refused where it is not shown again.
struct RefusedForm: Error {
    let cause: any Error
    let typed: TypedText
}
