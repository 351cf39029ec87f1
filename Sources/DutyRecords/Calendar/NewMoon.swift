import Foundation

/// New moons, after Jean Meeus: Astronomical Algorithms (2nd ed.), ch. 49; within 3 minutes of PyEphem for 2013–2100.
enum NewMoon {
    private struct Term {
        let days: Double
        let eccentricity: Int
        let sun: Double
        let moon: Double
        let node: Double

        init(_ days: Double, _ eccentricity: Int, _ sun: Double, _ moon: Double, _ node: Double) {
            self.days = days
            self.eccentricity = eccentricity
            self.sun = sun
            self.moon = moon
            self.node = node
        }
    }

    private static let terms = [
        Term(-0.40720, 0, 0, 1, 0), Term(0.17241, 1, 1, 0, 0), Term(0.01608, 0, 0, 2, 0), Term(0.01039, 0, 0, 0, 2),
        Term(0.00739, 1, -1, 1, 0), Term(-0.00514, 1, 1, 1, 0), Term(0.00208, 2, 2, 0, 0), Term(-0.00111, 0, 0, 1, -2),
        Term(-0.00057, 0, 0, 1, 2), Term(0.00056, 1, 1, 2, 0), Term(-0.00042, 0, 0, 3, 0), Term(0.00042, 1, 1, 0, 2),
        Term(0.00038, 1, 1, 0, -2), Term(-0.00024, 1, -1, 2, 0), Term(-0.00007, 0, 2, 1, 0),
    ]

    /// Days, degrees, and degrees a lunation.
    private static let planets: [(days: Double, start: Double, speed: Double)] = [
        (-0.000170, 124.7746, -1.563756), (0.000325, 299.77, 0.107408), (0.000165, 251.88, 0.016321),
        (0.000164, 251.83, 26.651886), (0.000126, 349.42, 36.412478), (0.000110, 84.66, 18.206239),
        (0.000062, 141.74, 53.303771), (0.000060, 207.14, 2.453732), (0.000056, 154.84, 7.306860),
    ]

    /// The Julian ephemeris day of a new moon; number 0 is the one of 2000-01-06.
    static func ephemerisDay(_ number: Int) -> Double {
        let lunation = Double(number)
        let century = lunation / 1236.85
        let eccentricity = 1 - (0.002516 + 0.0000074 * century) * century
        let sun = 2.5534 + 29.10535670 * lunation - 0.0000014 * century * century
        let moon = 201.5643 + 385.81693528 * lunation + 0.0107582 * century * century
        let node = 160.7108 + 390.67050284 * lunation - 0.0016118 * century * century
        var day = 2_451_550.09766 + 29.530588861 * lunation + 0.00015437 * century * century
        for term in terms {
            let angle = term.sun * sun + term.moon * moon + term.node * node
            day += term.days * pow(eccentricity, Double(term.eccentricity)) * SolarLongitude.sine(angle)
        }
        for term in planets { day += term.days * SolarLongitude.sine(term.start + term.speed * lunation) }
        return day
    }

    static func day(_ number: Int) -> Day { Day(ephemerisDay: ephemerisDay(number)) }

    /// The number of the last new moon that is not after a day.
    static func number(notAfter day: Day) -> Int {
        // Real and mean new moons are less than a day apart.
        var number = Int((Double(day.number - 10_961) / 29.530588861).rounded(.down)) + 2
        while Self.day(number) > day { number -= 1 }
        return number
    }
}
