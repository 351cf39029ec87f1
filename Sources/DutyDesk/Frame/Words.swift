package import DutyRecords

/// A word of a page in the visitor's language.
package struct Words: Sendable {
    package let language: Language

    package init(language: Language) { self.language = language }

    package func callAsFunction(_ chinese: String, _ english: String) -> String {
        language == .chinese ? chinese : english
    }

    package func callAsFunction(_ pair: (chinese: String, english: String)) -> String {
        self(pair.chinese, pair.english)
    }

    package func name(_ collection: Collection) -> String { self(collection.chinese, collection.english) }
    package func name(_ field: Field) -> String { self(field.chinese, field.english) }

    /// To the minute, as screens show times.
    package static func minute(_ instant: Instant) -> String {
        String(instant.description.prefix(16)).replacing("T", with: " ")
    }

    /// - Parameter short: its sign alone, for the head of a month.
    package func weekday(_ day: Day, short: Bool = false) -> String {
        let names = [
            ("一", "Mon"), ("二", "Tue"), ("三", "Wed"), ("四", "Thu"), ("五", "Fri"), ("六", "Sat"), ("日", "Sun"),
        ]
        let (chinese, english) = names[day.weekday - 1]
        return self(short ? chinese : "周" + chinese, short ? String(english.prefix(2)) : english)
    }

    /// A span such as 1 小时 5 分.
    package func minutes(_ count: Int) -> String {
        let (days, hours, minutes) = (count / 1440, count / 60 % 24, count % 60)
        if days > 0 { return self("\(days) 天 \(hours) 小时", "\(days) d \(hours) h") }
        if hours > 0 { return self("\(hours) 小时 \(minutes) 分", "\(hours) h \(minutes) min") }
        return self("\(minutes) 分", "\(minutes) min")
    }
}
