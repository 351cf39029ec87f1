/// What the argument parser says, in Chinese: it speaks English alone. What is not known here stays as it is.
enum ParserWords {
    static func chinese(_ message: String) -> String {
        message.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let line = String(line)
            return lines.lazy.compactMap { $0(line) }.first ?? line
        }.joined(separator: "\n")
    }

    private static let lines: [@Sendable (String) -> String?] = [
        { $0.wholeMatch(of: /Error: Missing expected argument '(.+)'/).map { "错误：缺少参数 \($0.1)" } },
        {
            $0.wholeMatch(of: /Error: Unknown option '(.+?)'(?:\. Did you mean '(.+)'\?)?/).map { match in
                "错误：没有选项 \(match.1)" + (match.2.map { "，是否要用 \($0)？" } ?? "")
            }
        },
        { $0.wholeMatch(of: /Error: Unexpected argument '(.+)'/).map { "错误：多余的参数 \($0.1)" } },
        { $0.wholeMatch(of: /Error: [0-9]+ unexpected arguments: (.+)/).map { "错误：多余的参数 \($0.1)" } },
        { $0.wholeMatch(of: /Error: Missing value for '(.+)'/).map { "错误：\($0.1) 后面缺少值" } },
        {
            $0.wholeMatch(of: /Error: The value '(.*)' is invalid for '(.+?)'(.*)/).map {
                "错误：\($0.2) 的值“\($0.1)”不对\($0.3)"
            }
        },
        { $0.wholeMatch(of: /Help:( +.*)/).map { "说明：\($0.1)" } },
        { $0.wholeMatch(of: /Usage:( +.*)/).map { "用法：\($0.1)" } },
        { $0.wholeMatch(of: /\ *See '(.+)' for more information\./).map { "  详见 \($0.1)" } },
    ]
}
