import Foundation
import SwiftProtobuf
import Testing

@testable import SyncKit

/// The engine writes the vectors' bytes and reads them as what they say.
@Suite struct MessageVectorTests {
    @Test(arguments: ["messages.json", "exchange.json"]) func areWrittenAndReadByteForByte(file: String) throws {
        let golden = file == "messages.json" ? try Fixture.messages() : Fixture.exchange()
        let vectors: [MessageVector] = try VectorFile.read(file)
        #expect(vectors.map { "\($0.message): \($0.name)" } == golden.map { "\($0.typeName): \($0.name)" })
        for (vector, golden) in zip(vectors, golden) {
            let written = hexadecimal(try golden.encode())
            #expect(written == hexadecimal(vector.bytes.data), "\(vector.message): \(vector.name)")
            #expect(try golden.reads(vector.bytes.data), "\(vector.message): \(vector.name)")
        }
    }

    /// What stands beside the bytes for a reader in another language says the same.
    @Test(arguments: ["messages.json", "exchange.json"]) func sayTheSameInJSON(file: String) throws {
        let golden = file == "messages.json" ? try Fixture.messages() : Fixture.exchange()
        for (vector, golden) in zip(try VectorFile.read(file, as: [MessageVector].self), golden) {
            let message = try golden.type.init(jsonString: vector.json)
            let bytes: Data = try message.serializedBytes()
            #expect(bytes == vector.bytes.data, "\(vector.message): \(vector.name)")
        }
    }
}
