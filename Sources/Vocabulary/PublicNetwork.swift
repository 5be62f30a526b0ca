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
        return Block([0x20], 3).holds(address) && !closedNew.contains { $0.holds(address) }
    }

    private static let closed = [
        Block([0], 8), Block([10], 8), Block([100, 64], 10), Block([127], 8), Block([169, 254], 16),
        Block([172, 16], 12), Block([192, 0, 0], 24), Block([192, 0, 2], 24), Block([192, 88, 99], 24),
        Block([192, 168], 16), Block([198, 18], 15), Block([198, 51, 100], 24), Block([203, 0, 113], 24),
        Block([224], 4), Block([240], 4),
    ]

    private static let closedNew = [
        Block([0x20, 0x01, 0x00], 23), Block([0x20, 0x01, 0x0D, 0xB8], 32), Block([0x20, 0x02], 16),
        Block([0x3F, 0xFF, 0x00], 20),
    ]

    /// The addresses that begin with these bits.
    private struct Block {
        let bytes: [UInt8]
        let bits: Int

        init(_ bytes: [UInt8], _ bits: Int) { (self.bytes, self.bits) = (bytes, bits) }

        func holds(_ address: [UInt8]) -> Bool {
            (0..<bits).allSatisfy { bit in
                let mask = UInt8(0x80) >> UInt8(bit % 8)
                let own = bit / 8 < bytes.count ? bytes[bit / 8] : 0
                return own & mask == address[bit / 8] & mask
            }
        }
    }
}
