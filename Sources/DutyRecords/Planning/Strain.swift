/// What is wrong with a distribution: the first figure that differs decides between two.
struct Strain: Comparable {
    /// Duties that follow too closely, a worse step far above a better one.
    var rest = 0
    /// The sum of squares of everybody's points, and a price for turns taken out of order.
    ///
    /// An exchange between two leaves their sum as it is; then equal squares mean the same pair of figures, so a lower
    /// maximum needs no figure of its own.
    var unevenness = 0
    /// Hours by which duties stand closer than half of their mean distance.
    var crowding = 0

    static let none = Strain()

    static func < (left: Strain, right: Strain) -> Bool {
        if left.rest != right.rest { return left.rest < right.rest }
        if left.unevenness != right.unevenness { return left.unevenness < right.unevenness }
        return left.crowding < right.crowding
    }

    static func + (left: Strain, right: Strain) -> Strain {
        Strain(
            rest: left.rest + right.rest, unevenness: left.unevenness + right.unevenness,
            crowding: left.crowding + right.crowding)
    }

    static func - (left: Strain, right: Strain) -> Strain {
        Strain(
            rest: left.rest - right.rest, unevenness: left.unevenness - right.unevenness,
            crowding: left.crowding - right.crowding)
    }
}

/// The rest that is due between two duties, and the steps by which it gives way.
struct RestSteps {
    /// Milliseconds, falling: all of it, half, a quarter; then none.
    let steps: [Int64]

    init(_ due: Instant.Length) { steps = [due.milliseconds, due.milliseconds / 2, due.milliseconds / 4] }

    /// Two breaches of a step are less than one of the next.
    func price(_ gap: Int64) -> Int {
        if gap >= steps[0] { return 0 }
        if gap >= steps[1] { return 1 }
        return gap >= steps[2] ? 20 : 400
    }
}

/// The latest weekend, holiday and 除夕 that somebody stood, by number.
struct Turns {
    private var weekend = Turns.never
    private var holiday = Turns.never
    private var eve = Turns.never

    static let never = -2

    subscript(kind: PlanSlot.Kind) -> Int {
        get {
            switch kind {
            case .workday: Turns.never
            case .weekend: weekend
            case .holiday: holiday
            case .eve: eve
            }
        }
        set {
            switch kind {
            case .workday: break
            case .weekend: weekend = newValue
            case .holiday: holiday = newValue
            case .eve: eve = newValue
            }
        }
    }
}
