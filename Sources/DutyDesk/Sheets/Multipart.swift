import Foundation
import HTTPTypes
import Hummingbird
import ProgramShell
import Sheets

/// What a form with a file sends (RFC 7578), read whole within a bound.
struct Multipart: Sendable {
    struct File: Sendable {
        let name: String
        let bytes: [UInt8]
    }

    private(set) var fields: [String: String] = [:]
    private(set) var files: [String: File] = [:]

    /// A file at its bound, and what stands round it.
    private static let bytesMax = SheetLimits.bytesMax + 64 * 1024
    private static let partsMax = 20

    static func read(_ request: Request) async throws -> Multipart {
        let length = request.headers[.contentLength].flatMap { Int($0) } ?? 0
        guard length <= bytesMax else {
            throw CommandFailure(.badUse, chinese: SheetError.tooLarge.chinese, english: SheetError.tooLarge.english)
        }
        guard let boundary = boundary(request.headers[.contentType] ?? "") else { throw notAForm }
        var request = request
        let body = try await request.collectBody(upTo: bytesMax)
        guard let form = Multipart(Array(buffer: body), boundary: boundary) else { throw notAForm }
        return form
    }

    private static var notAForm: CommandFailure {
        CommandFailure(
            .badUse, chinese: "上传的内容不完整，没有收下。请返回重新选择文件。",
            english: "the upload is not whole and was not taken; choose the file again")
    }

    private static func boundary(_ type: String) -> String? {
        guard type.lowercased().hasPrefix("multipart/form-data") else { return nil }
        let value = parameters(type)["boundary"] ?? ""
        return (1...70).contains(value.utf8.count) ? value : nil
    }

    /// nil where it is not whole.
    init?(_ body: [UInt8], boundary: String) {
        let mark = Array("\r\n--\(boundary)".utf8)
        // The first mark has no line end of its own before it.
        let bytes = [0x0D, 0x0A] + body
        var starts: [Int] = []
        var place = 0
        while let found = bytes[place...].firstRange(of: mark) {
            starts.append(found.lowerBound)
            place = found.upperBound
            guard starts.count <= Self.partsMax + 1 else { return nil }
        }
        guard starts.count >= 2, bytes[place...].starts(with: Array("--".utf8)) else { return nil }
        for (start, end) in zip(starts, starts.dropFirst()) {
            let part = bytes[(start + mark.count)..<end]
            guard let gap = part.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
            take(head: part[..<gap.lowerBound], Array(part[gap.upperBound...]))
        }
    }

    private mutating func take(head: ArraySlice<UInt8>, _ content: [UInt8]) {
        let lines = String(decoding: head, as: UTF8.self).components(separatedBy: "\r\n")
        guard let line = lines.first(where: { $0.lowercased().hasPrefix("content-disposition:") }) else { return }
        let parameters = Self.parameters(line)
        guard let name = parameters["name"] else { return }
        if let file = parameters["filename"] {
            files[name] = File(name: file, bytes: content)
        } else {
            fields[name] = String(decoding: content, as: UTF8.self)
        }
    }

    /// `name="value"` after each semicolon; browsers write a quotation mark in a value as %22.
    private static func parameters(_ line: String) -> [String: String] {
        var parameters: [String: String] = [:]
        for part in line.components(separatedBy: ";").dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2 else { continue }
            let value = pair[1].trimmingCharacters(in: CharacterSet(charactersIn: " \"\r\n"))
            parameters[pair[0].trimmingCharacters(in: .whitespaces).lowercased()] = value.replacing("%22", with: "\"")
        }
        return parameters
    }
}
