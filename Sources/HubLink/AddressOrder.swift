/// The hub's addresses in the order in which they are tried.
struct AddressOrder: Sendable {
    private(set) var addresses: [HubAddress]

    init(_ addresses: [HubAddress]) {
        var seen = Set<HubAddress>()
        self.addresses = addresses.filter { seen.insert($0).inserted }
    }

    /// Puts the address that worked first and leaves the others as they were.
    mutating func worked(_ address: HubAddress) {
        guard let place = addresses.firstIndex(of: address), place > 0 else { return }
        addresses.remove(at: place)
        addresses.insert(address, at: 0)
    }
}
