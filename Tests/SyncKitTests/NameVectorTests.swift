import Foundation
import Identity
import Testing

@testable import SyncKit

/// Names, vectors and enrolment codes have the spellings that the vectors say.
@Suite struct NameVectorTests {
    @Test func vectorsAreWrittenReadAndDigested() throws {
        let file: NameVectors = try VectorFile.read("names.json")
        for vector in file.vectors {
            let read = try #require(VersionVector(vector.text))
            let tips = try vector.tips.map { Dot(Epoch(bits: try #require(UInt64($0.epoch, radix: 16))), $0.counter) }
            #expect(read == VersionVector(tips) && read.description == vector.text)
            #expect(ChainDigest.ofVector(read, tips: vector.tipDigests.map(\.data)) == vector.digest.data)
        }
        for text in file.refusedVectors { #expect(VersionVector(text) == nil) }
    }

    @Test func replicasAndTheHubHaveOneNameEach() throws {
        let file: NameVectors = try VectorFile.read("names.json")
        for one in file.replicas {
            let name = try ReplicaName(uri: one.uri)
            #expect(name == (try ReplicaName(deployment: one.deployment, unit: one.unit, replica: one.replica)))
            #expect(name.uri == one.uri)
            #expect(try HubName.dnsName(deployment: one.deployment) == one.hub)
        }
    }

    @Test func recordsAndTimesAreNumbersInAFixedForm() throws {
        let file: NameVectors = try VectorFile.read("names.json")
        for one in file.records {
            let id = try #require(RecordID(one.text))
            #expect(id.bytes == Array(one.bytes.data) && RecordID(bytes: one.bytes.data) == id)
            #expect(id.milliseconds == one.milliseconds && id.version == 7)
        }
        for one in file.hybridTimes {
            let time = HybridTime(milliseconds: one.milliseconds, counter: one.counter)
            #expect(hexadecimal(time.bits) == one.bits && time.milliseconds == one.milliseconds)
        }
    }

    @Test func enrolmentCodesAreTakenApartAndPutTogether() throws {
        let file: EnrolmentVectors = try VectorFile.read("enrolment.json")
        for one in file.codes {
            let code = try EnrolmentCode(one.text)
            #expect(code.digits == one.digits && code.text == one.text && code.slot == one.slot)
            #expect(code.secret.digits == one.secret && code.fingerprint.digits == one.fingerprint)
            #expect(one.digits.hasSuffix(one.checkDigits))
        }
        for (text, error) in file.refused {
            #expect(throws: try #require(IdentityError(rawValue: error))) { try EnrolmentCode(text) }
        }
    }

    @Test func fingerprintsAndSecretsAreStretched() throws {
        let file: EnrolmentVectors = try VectorFile.read("enrolment.json")
        for one in file.fingerprints {
            #expect(try AuthorityFingerprint(authorityDER: Array(one.authority.data)).digits == one.digits)
        }
        for one in file.secretHashes {
            let secret = try EnrolmentSecret(digits: one.secret)
            #expect(try secret.hash(salt: Array(one.salt.data)) == Array(one.hash.data))
        }
    }
}
