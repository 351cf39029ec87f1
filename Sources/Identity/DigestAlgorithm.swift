/// The numbered digest algorithms of an envelope; 2 is reserved for SM3 (GB/T 32905) and not made yet.
package enum DigestAlgorithm: UInt8, Sendable, Hashable, CaseIterable {
    /// SHA-256 (FIPS 180-4): 32 bytes.
    case sha256 = 1
}
