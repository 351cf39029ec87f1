/// The numbered signature algorithms of an envelope; 3 is reserved for SM2 with SM3 (GB/T 32918.2) and not made yet.
///
/// Both make 64 bytes. A replica changes its algorithm only with a new epoch.
package enum SignatureAlgorithm: UInt8, Sendable, Hashable, CaseIterable {
    /// ECDSA on P-256 over SHA-256 (FIPS 186-5), the two halves r ‖ s of 32 bytes each.
    case p256sha256 = 1
    /// Ed25519 (RFC 8032).
    case ed25519 = 2
}
