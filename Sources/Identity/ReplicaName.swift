/// Whom a replica's certificate names: the URI `zhishou:DEPLOYMENT:UNIT:REPLICA` of its alternative name.
///
/// Each name has one spelling: the unit's bytes outside `[A-Za-z0-9_-]` are percent-encoded in upper case (RFC 3986, 2.1).
package struct ReplicaName: Sendable, Hashable {
    /// The URI's scheme, and of the authority's own name `zhishou:DEPLOYMENT`.
    static let scheme = "zhishou"
    /// A unit's code is at most 32 characters elsewhere; this bounds what a certificate may hold, in bytes of UTF-8.
    static let unitBytesMax = 128

    /// A lower-case UUID.
    package let deployment: String
    package let unit: String
    /// 1 to 64 characters of `[A-Za-z0-9_-]`.
    package let replica: String

    /// Throws `malformedName` when a part is empty, too long or of another form.
    package init(deployment: String, unit: String, replica: String) throws(IdentityError) {
        guard NameForm.isDeployment(deployment), NameForm.isReplica(replica),
            (1...Self.unitBytesMax).contains(unit.utf8.count)
        else { throw .malformedName }
        self.deployment = deployment
        self.unit = unit
        self.replica = replica
    }

    /// Reads the URI; throws `malformedName` for any other form or a second spelling.
    package init(uri: String) throws(IdentityError) {
        let parts = uri.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == Self.scheme, let unit = Self.decoded(parts[2]) else { throw .malformedName }
        try self.init(deployment: String(parts[1]), unit: unit, replica: String(parts[3]))
        guard self.uri.utf8.elementsEqual(uri.utf8) else { throw .malformedName }
    }

    package var uri: String { "\(Self.scheme):\(deployment):\(Self.encoded(unit)):\(replica)" }

    private static func encoded(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            if NameForm.isPlain(byte) {
                result.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                result += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
            }
        }
        return result
    }

    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
