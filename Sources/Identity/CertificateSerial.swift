import X509

/// A certificate's serial number of 16 bytes, 126 of its bits random (RFC 5280, 4.1.2.2: positive, at most 20 bytes).
package struct CertificateSerial: Sendable, Hashable {
    let bytes: [UInt8]

    package static func random() -> CertificateSerial {
        var generator = SystemRandomNumberGenerator()
        return random(using: &generator)
    }

    package static func random(using generator: inout some RandomNumberGenerator) -> CertificateSerial {
        var bytes = (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) }
        bytes[0] = bytes[0] & 0x3f | 0x40
        return CertificateSerial(bytes: bytes)
    }

    /// 32 lower-case hexadecimal digits: the same as `CertificateInfo.serial` of the certificate.
    package var text: String { Self.text(bytes) }

    /// Two lower-case hexadecimal digits a byte.
    static func text(_ bytes: some Sequence<UInt8>) -> String {
        bytes.reduce(into: "") { $0 += ($1 < 16 ? "0" : "") + String($1, radix: 16) }
    }

    var number: Certificate.SerialNumber { Certificate.SerialNumber(bytes: bytes) }
}
