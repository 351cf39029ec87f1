import Foundation

/// What is kept of a password: scrypt (RFC 7914) with a salt of its own, as one line of text that names its method.
package enum PasswordHash {
    private static let method = "scrypt-32768-8-1"
    private static let saltBytes = 16

    /// Passwords of fewer characters are refused.
    package static let shortest = 8
    /// Longer ones are slips; what is hashed is bounded.
    package static let longest = 256

    /// Some 0.1 s and 32 MiB: off the cooperative pool. Throws `stretchingFailed`.
    package static func of(_ password: String) throws(IdentityError) -> String {
        var random = SystemRandomNumberGenerator()
        let salt = (0..<saltBytes).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        let hash = try Stretching.stretch(Array(password.utf8), salt: salt)
        return [method, Data(salt).base64EncodedString(), Data(hash).base64EncodedString()].joined(separator: "$")
    }

    /// Compares in constant time; false for a line of another method. Costs and errors of ``of(_:)``.
    package static func matches(_ password: String, _ line: String) throws(IdentityError) -> Bool {
        let parts = line.split(separator: "$")
        guard parts.count == 3, parts[0] == method, let salt = Data(base64Encoded: String(parts[1])),
            let hash = Data(base64Encoded: String(parts[2]))
        else { return false }
        return Stretching.isSame(try Stretching.stretch(Array(password.utf8), salt: Array(salt)), Array(hash))
    }
}
