import Testing

@testable import ProgramShell

/// Wrong passwords are slowed down, and nobody is locked out for good.
@Suite struct PasswordTriesTests {
    @Test func theFirstWrongOnesCostNothingThenEachPauseIsTwiceAsLongAndHasABound() {
        var tries = PasswordTries()
        var now: Int64 = 1_000
        for _ in 1...PasswordTries.free {
            #expect(tries.begin(at: now) == 0)
            now += 1
        }
        var pauses: [Int64] = []
        for _ in 1...10 {
            let wait = tries.begin(at: now)
            pauses.append((wait + 999) / 1000)
            now += wait
            #expect(tries.begin(at: now) == 0, "after the pause a try may be made")
            now += 1
        }
        #expect(pauses == [5, 10, 20, 40, 80, 160, 300, 300, 300, 300])
    }

    @Test func aTryDuringAPauseDoesNotLengthenIt() {
        var tries = PasswordTries()
        for _ in 1...PasswordTries.free { _ = tries.begin(at: 0) }
        #expect(tries.begin(at: 1_000) == 4_000 && tries.begin(at: 4_999) == 1)
        #expect(tries.begin(at: 5_000) == 0)
    }

    @Test func theRightOneAndAnHourForgetTheWrongOnes() {
        var tries = PasswordTries()
        for _ in 1..<PasswordTries.free { _ = tries.begin(at: 0) }
        tries.right()
        for _ in 1...PasswordTries.free { #expect(tries.begin(at: 10) == 0) }
        #expect(tries.begin(at: 11) > 0)
        var other = PasswordTries()
        for _ in 1..<PasswordTries.free { _ = other.begin(at: 0) }
        let later = PasswordTries.memory + 1
        for _ in 1...PasswordTries.free { #expect(other.begin(at: later) == 0) }
    }
}
