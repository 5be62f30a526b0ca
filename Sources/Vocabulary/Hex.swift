import Foundation

/// Lower-case hexadecimal, the one way in which bytes are written as text here.
public enum Hex {
    @inlinable
    public static func text(_ bytes: some Sequence<UInt8>) -> String {
        var digits: [UInt8] = []
        digits.reserveCapacity(2 * bytes.underestimatedCount)
        for byte in bytes {
            digits.append(digit(byte >> 4))
            digits.append(digit(byte & 15))
        }
        return String(decoding: digits, as: UTF8.self)
    }

    /// `nil` for what `text` never writes: an odd number of digits, capitals, anything else.
    public static func data(_ text: String) -> Data? {
        let digits = text.utf8.map { (digit: $0, value: value($0)) }
        guard digits.count.isMultiple(of: 2), digits.allSatisfy({ digit($0.value) == $0.digit }) else { return nil }
        return Data(
            stride(from: 0, to: digits.count, by: 2).map { digits[$0].value << 4 | digits[$0 + 1].value })
    }

    /// Of 0 to 15.
    @inlinable
    public static func digit(_ value: UInt8) -> UInt8 { value &+ (value > 9 ? 87 : 48) }

    /// 0 to 15; `digit` gives another one back where this was none.
    @inlinable
    public static func value(_ digit: UInt8) -> UInt8 { ((digit & 15) &+ 9 &* (digit &>> 6)) & 15 }
}
