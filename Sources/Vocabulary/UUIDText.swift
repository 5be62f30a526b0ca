/// A UUID as text (RFC 9562): 32 hexadecimal digits in five groups.
///
/// Reading a list of exchanges reads a thousand ids, so each byte is looked at once and nothing is made.
public enum UUIDText {
    /// Whether `text` is one, in letters of either case.
    public static func isOne(_ text: String) -> Bool {
        holds(text.utf8) { isLowerCaseDigit($0) || (65...70).contains($0) }
    }

    static func isLowerCase(_ text: String) -> Bool { holds(text.utf8, isLowerCaseDigit) }

    static func hasDash(_ place: Int) -> Bool { place == 8 || place == 13 || place == 18 || place == 23 }

    private static func isLowerCaseDigit(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (97...102).contains(byte)
    }

    @inline(__always)
    private static func holds(_ bytes: String.UTF8View, _ isDigit: (UInt8) -> Bool) -> Bool {
        guard bytes.count == 36 else { return false }
        var place = 0
        for byte in bytes {
            guard hasDash(place) ? byte == UInt8(ascii: "-") : isDigit(byte) else { return false }
            place += 1
        }
        return true
    }
}
