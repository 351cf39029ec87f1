/// How long a command waits for the program that holds the folder: it says so after some seconds, and gives up.
///
/// A command that takes long is not what is given up on: the program gives a sign of life while it works.
struct Patience: Sendable {
    enum Action: Sendable, Equatable {
        case wait
        case say
        case giveUp
    }

    /// All in milliseconds: how often the silence is looked at, when it is said, and when it ends.
    let step: Int
    private let sayAfter: Int
    private let most: Int
    private var silence = 0
    private var hasSaid = false

    init(step: Int = 20, sayAfter: Int = 5_000, most: Int = 60_000) {
        (self.step, self.sayAfter, self.most) = (step, sayAfter, most)
    }

    /// Another step went by without a word.
    mutating func stepped() -> Action {
        silence += step
        if silence >= most { return .giveUp }
        guard silence >= sayAfter, !hasSaid else { return .wait }
        hasSaid = true
        return .say
    }

    mutating func heard() { silence = 0 }
}
