package import SyncKit

extension RecordID {
    /// The id of one of several records that a form writes at once: sending the form again finds the same ones.
    package func derived(by key: String) -> RecordID {
        // FNV-1a of the key (64 bits), below the two bits of the variant.
        let mark = key.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        return RecordID(high: high, low: low ^ (mark & 0x3FFF_FFFF_FFFF_FFFF))
    }
}
