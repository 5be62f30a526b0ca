/// Which network addresses are this machine's or a house's own, so that what is said there unencrypted does not cross the
/// internet (RFC 1122, RFC 1918, RFC 3927, RFC 4193, RFC 4291). It is not all that is not everybody's: an address of the new
/// kind can hide one of the old that is, and what providers share among their customers (100.64.0.0/10) is no house's own.
public enum OwnNetwork {
    /// - Parameter address: 4 bytes, or 16.
    public static func includes(_ address: [UInt8]) -> Bool {
        switch address.count {
        case 4: blocks.contains { $0.holds(address) }
        case 16: newBlocks.contains { $0.holds(address) }
        default: false
        }
    }

    private static let blocks = [
        AddressBlock([10], 8), AddressBlock([127], 8), AddressBlock([169, 254], 16), AddressBlock([172, 16], 12),
        AddressBlock([192, 168], 16),
    ]

    private static let newBlocks = [
        AddressBlock([UInt8](repeating: 0, count: 15) + [1], 128), AddressBlock([0xFC], 7),
        AddressBlock([0xFE, 0x80], 10),
    ]
}
