import Foundation

/// Where the sun stands, after Jean Meeus: Astronomical Algorithms (2nd ed.), ch. 25, low accuracy, with the five
/// planetary and lunar terms of his Astronomical Formulae for Calculators, ch. 18.
///
/// Against PyEphem's VSOP87 all 24 terms of 2014–2100 come within 7 minutes and on the same day of Beijing where a
/// festival hangs on them; the 清明 nearest to a midnight until 2100 is 10 minutes away (2071).
enum SolarLongitude {
    /// Degrees in 0..<360 of the apparent sun at a Julian ephemeris day.
    static func degrees(_ ephemerisDay: Double) -> Double {
        let century = (ephemerisDay - 2_451_545) / 36_525
        let since1900 = century + 1
        let mean = 280.46646 + (36000.76983 + 0.0003032 * century) * century
        let anomaly = 357.52911 + (35999.05029 - 0.0001537 * century) * century
        let center =
            (1.914602 - 0.004817 * century) * sine(anomaly) + (0.019993 - 0.000101 * century) * sine(2 * anomaly)
            + 0.000289 * sine(3 * anomaly)
        let planets =
            0.00134 * cosine(153.23 + 22518.7541 * since1900) + 0.00154 * cosine(216.57 + 45037.5082 * since1900)
            + 0.00200 * cosine(312.69 + 32964.3577 * since1900) + 0.00178 * sine(231.19 + 20.20 * since1900)
        let moon = 0.00179 * sine(350.74 + 445267.1142 * since1900)
        let aberrationAndNutation = -0.00569 - 0.00478 * sine(125.04 - 1934.136 * century)
        return turn(mean + center + planets + moon + aberrationAndNutation)
    }

    /// The Julian ephemeris day on which the sun reaches these degrees in a Gregorian year.
    static func reaches(_ degrees: Double, in year: Int) -> Double {
        let tropicalYear = 365.2422
        // The sun stands at 280° as a year begins.
        let fraction = turn(degrees - 280) / 360
        var moment = 2_451_545 + tropicalYear * (Double(year - 2000) + fraction)
        for _ in 0..<6 {
            let missing = turn(degrees - Self.degrees(moment) + 180) - 180
            moment += missing / 360 * tropicalYear
        }
        return moment
    }

    static func sine(_ degrees: Double) -> Double { sin(degrees * .pi / 180) }
    static func cosine(_ degrees: Double) -> Double { cos(degrees * .pi / 180) }

    private static func turn(_ degrees: Double) -> Double {
        let rest = degrees.truncatingRemainder(dividingBy: 360)
        return rest < 0 ? rest + 360 : rest
    }
}

extension Day {
    /// The day of Beijing time of a Julian ephemeris day; the clock of the earth is taken 69 s behind, as in 2014–2030.
    init(ephemerisDay: Double) {
        let universal = ephemerisDay - 69 / 86_400
        let sinceEpoch = universal - 2_440_587.5 + 8 / 24
        self.init(number: Int(sinceEpoch.rounded(.down)))
    }
}
