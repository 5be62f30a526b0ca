/// A patient's NHS number: ten digits, the last of which checks the others (NHS Data Dictionary: NHS NUMBER, modulus 11).
public struct NHSNumber: Hashable, Sendable, CustomStringConvertible {
    /// Ten digits without spaces.
    public let digits: String

    /// Why what was typed is not an NHS number, in words for the person who typed it.
    public enum Fault: Error, Equatable, Sendable {
        case wrongLength(Int)
        case notADigit(Character)
        case checkFailed

        public var message: String {
            switch self {
            case .wrongLength(let count):
                "An NHS number has 10 digits. You entered \(count)."
            case .notADigit(let character):
                "An NHS number has only digits. You entered “\(character)”."
            case .checkFailed:
                "This is not a valid NHS number: its last digit does not match the other nine. Check for a swapped or mistyped digit."
            }
        }
    }

    /// - Parameter typed: spaces and hyphens may stand anywhere.
    /// - Throws: `Fault`, the first thing wrong.
    public init(_ typed: String) throws(Fault) {
        let kept = typed.filter { !$0.isWhitespace && $0 != "-" }
        if let stranger = kept.first(where: { !("0"..."9").contains($0) }) { throw .notADigit(stranger) }
        guard kept.count == 10 else { throw .wrongLength(kept.count) }
        guard Self.checkDigit(of: kept.prefix(9)) == kept.last?.wholeNumberValue else { throw .checkFailed }
        digits = kept
    }

    /// The check digit of nine digits, or `nil` where modulus 11 leaves 10 (such numbers are never issued).
    public static func checkDigit(of nine: some StringProtocol) -> Int? {
        let sum = zip(nine, (2...10).reversed()).reduce(0) { $0 + ($1.0.wholeNumberValue ?? 0) * $1.1 }
        let check = 11 - sum % 11
        return switch check {
        case 11: 0
        case 10: nil
        default: check
        }
    }

    /// As people read it aloud: `943 476 5919`.
    public var description: String {
        "\(digits.prefix(3)) \(digits.dropFirst(3).prefix(3)) \(digits.suffix(4))"
    }
}
