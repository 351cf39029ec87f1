import Testing

@testable import SyncKit

/// Writes the vectors anew, on request only: a changed vector is a changed wire.
@Suite struct VectorWritingTests {
    @Test(.enabled(if: VectorFile.isWriting)) func writesEachFile() throws {
        try VectorFile.write("names.json", NameVectors.make())
        try VectorFile.write("messages.json", Fixture.messages().map { try $0.vector() })
        try VectorFile.write("exchange.json", Fixture.exchange().map { try $0.vector() })
        try VectorFile.write("chain.json", ChainVectors.make())
        try VectorFile.write("enrolment.json", EnrolmentVectors.make())
    }
}
