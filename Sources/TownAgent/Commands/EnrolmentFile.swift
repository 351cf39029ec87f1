import Foundation
import ProgramShell

/// A code as a file: lines that begin with # are for people, all others are its digits.
enum EnrolmentFile {
    private static let bytesMax = 4096

    /// - Parameter path: `-` is standard input.
    static func code(at path: String) throws -> String {
        let data: Data
        do {
            data =
                path == "-"
                ? try StandardStreams.readAll()
                : try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
        } catch {
            throw CommandFailure(
                .badUse, chinese: "无法读取文件 \(path)。请检查路径和权限。",
                english: "the file \(path) cannot be read; look at its path and permissions")
        }
        guard data.count <= bytesMax, let text = String(validating: data, as: UTF8.self) else {
            throw CommandFailure(
                .badUse, chinese: "\(path) 不是注册码文件。", english: "\(path) is no file with an enrolment code")
        }
        return text.split(whereSeparator: \.isNewline).filter { !$0.drop { $0 == "\u{FEFF}" }.hasPrefix("#") }
            .joined(separator: " ")
    }
}
