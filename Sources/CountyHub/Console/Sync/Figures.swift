import DutyDesk
import DutyRecords

/// Sizes and spans as the sync state writes them.
enum Figures {
    /// Of bytes, in powers of 1024.
    static func bytes(_ count: Int64) -> String {
        var value = Double(count)
        for unit in ["B", "kB", "MB", "GB"] {
            if value < 1024 {
                return unit == "B" || value >= 100 ? "\(Int(value)) \(unit)" : "\(tenths(value)) \(unit)"
            }
            value /= 1024
        }
        return "\(tenths(value)) TB"
    }

    /// Of milliseconds.
    static func span(_ milliseconds: Int64, _ words: Words) -> String {
        switch milliseconds {
        case ..<1000: words("\(milliseconds) 毫秒", "\(milliseconds) ms")
        case ..<60_000: words("\(tenths(Double(milliseconds) / 1000)) 秒", "\(tenths(Double(milliseconds) / 1000)) s")
        default: words.minutes(Int(milliseconds / 60_000))
        }
    }

    private static func tenths(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }
}
