import Foundation
import SwiftProtobuf

@testable import SyncKit

/// The golden vectors in `protocol/vectors`. They were written once, by `ZHISHOU_WRITE_VECTORS=1 swift test --filter
/// VectorWriting`, and are read by every run: whoever changes the wire breaks them.
enum VectorFile {
    static let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("protocol/vectors")

    static let isWriting = ProcessInfo.processInfo.environment["ZHISHOU_WRITE_VECTORS"] == "1"

    static func read<T: Decodable>(_ name: String, as type: T.Type = T.self) throws -> T {
        try JSONDecoder().decode(type, from: Data(contentsOf: folder.appendingPathComponent(name)))
    }

    static func write(_ name: String, _ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try (encoder.encode(value) + Data("\n".utf8)).write(to: folder.appendingPathComponent(name))
    }
}

/// Bytes that stand in a file as lower-case hexadecimal digits.
struct Hex: Codable, Hashable, Sendable {
    let data: Data

    init(_ bytes: some Sequence<UInt8>) { data = Data(bytes) }

    init(from decoder: any Swift.Decoder) throws {
        let container = try decoder.singleValueContainer()
        let digits = Array(try container.decode(String.self).utf8)
        guard digits.count % 2 == 0, digits.allSatisfy({ hexadecimalDigit($0) != nil }) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not hexadecimal")
        }
        data = Data(
            stride(from: 0, to: digits.count, by: 2).map {
                (hexadecimalDigit(digits[$0]) ?? 0) << 4 | (hexadecimalDigit(digits[$0 + 1]) ?? 0)
            })
    }

    func encode(to encoder: any Swift.Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(hexadecimal(data))
    }
}

/// A message as proto3's own JSON says it, for a reader in another language.
struct MessageVector: Codable, Sendable {
    var name: String
    /// The message's name in exchange.proto.
    var message: String
    var json: String
    var bytes: Hex
}

/// One message with its bytes: what the engine makes of it, and whether it reads them as the same.
struct GoldenMessage: Sendable {
    var name: String
    var type: any Message.Type
    var encode: @Sendable () throws -> Data
    var reads: @Sendable (Data) throws -> Bool

    var typeName: String { String(type.protoMessageName.split(separator: ".").last ?? "") }

    /// As it stands in a file.
    func vector() throws -> MessageVector {
        let bytes = try encode()
        let message = try type.init(serializedBytes: bytes)
        return MessageVector(name: name, message: typeName, json: try message.jsonString(), bytes: Hex(bytes))
    }
}
