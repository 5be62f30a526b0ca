/// Which network addresses belong to the public internet. Everything else could be a machine of the house that trusts its
/// neighbours, so an address that somebody typed must not lead there (RFC 6890 and IANA's special-purpose registries).
public enum PublicNetwork {
    /// An address of the old kind that hides inside one of the new (mapped, translated, 6to4, Teredo) is none of them: nobody has
    /// to be reached that way, and who means to mislead would.
    /// - Parameter address: 4 bytes, or 16.
    public static func includes(_ address: [UInt8]) -> Bool {
        if address.count == 4 { return !closed.contains { $0.holds(address) } }
        guard address.count == 16 else { return false }
        // Only 2000::/3 is given out to the public.
        return AddressBlock([0x20], 3).holds(address) && !closedNew.contains { $0.holds(address) }
    }

    private static let closed = [
        AddressBlock([0], 8), AddressBlock([10], 8), AddressBlock([100, 64], 10), AddressBlock([127], 8),
        AddressBlock([169, 254], 16), AddressBlock([172, 16], 12), AddressBlock([192, 0, 0], 24),
        AddressBlock([192, 0, 2], 24), AddressBlock([192, 88, 99], 24), AddressBlock([192, 168], 16),
        AddressBlock([198, 18], 15), AddressBlock([198, 51, 100], 24), AddressBlock([203, 0, 113], 24),
        AddressBlock([224], 4), AddressBlock([240], 4),
    ]

    private static let closedNew = [
        AddressBlock([0x20, 0x01, 0x00], 23), AddressBlock([0x20, 0x01, 0x0D, 0xB8], 32),
        AddressBlock([0x20, 0x02], 16), AddressBlock([0x3F, 0xFF, 0x00], 20),
    ]
}
