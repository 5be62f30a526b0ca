/// The network addresses that begin with these bits.
struct AddressBlock {
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
