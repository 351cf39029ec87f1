import Crypto
import Foundation
import Identity
import SwiftASN1
import X509

/// 2026-03-01T00:00:00Z, in milliseconds since 1970.
let now: Int64 = 1_772_323_200_000
let day: Int64 = 86_400_000
let deployment = "0198c2f4-7b1a-7c3d-9e55-0123456789ab"
let otherDeployment = "0198c2f4-7b1a-7c3d-9e55-0123456789ac"

func makeAuthority(name: String = "临江县值守") throws -> CertificateAuthority {
    try CertificateAuthority(deployment: deployment, name: name, now: now)
}

func issueReplica(
    by authority: CertificateAuthority, key: TLSKey = TLSKey(), unit: String = "T001", now: Int64 = now
) throws -> String {
    let request = try CertificateRequest.make(key: key, commonName: "青山镇")
    return try authority.issueReplica(request: request, unit: unit, replica: "00000000000000a1", now: now)
}

func der(_ pem: String) throws -> [UInt8] { try PEMDocument(pemString: pem).derBytes }

func bytes(_ hexadecimal: String) -> [UInt8] {
    let digits = Array(hexadecimal)
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(String(digits[$0...$0 + 1]), radix: 16)! }
}

func verify(_ leaf: [UInt8], _ authority: CertificateAuthority) throws(IdentityError) -> PeerIdentity {
    try PeerIdentity.verify(leafDER: leaf, authority: authority.certificate, deployment: deployment)
}
