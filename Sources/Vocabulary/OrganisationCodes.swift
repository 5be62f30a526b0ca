/// The UK Provider Reference Number of a higher education provider: eight digits that begin with 1.
public struct UKPRN: Hashable, Sendable, CustomStringConvertible {
    public let description: String

    public init?(_ text: String) {
        guard text.utf8.count == 8, text.first == "1", text.allSatisfy({ ("0"..."9").contains($0) }) else { return nil }
        description = text
    }
}

/// A code of the NHS Organisation Data Service: three to ten capital letters and digits.
public struct ODSCode: Hashable, Sendable, CustomStringConvertible {
    public let description: String

    public init?(_ text: String) {
        let upper = text.uppercased()
        let allowed = upper.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
        guard (3...10).contains(upper.count), allowed else { return nil }
        description = upper
    }
}

/// A UK postcode, normalised to `SW1A 1AA`. Only its shape is checked, not whether it exists.
public struct Postcode: Hashable, Sendable, CustomStringConvertible {
    public let description: String

    public init?(_ text: String) {
        let compact = text.uppercased().filter { !$0.isWhitespace }
        guard (5...7).contains(compact.count), compact.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }) else {
            return nil
        }
        let inward = compact.suffix(3)
        guard inward.first?.isNumber == true, compact.first?.isLetter == true else { return nil }
        description = "\(compact.dropLast(3)) \(inward)"
    }

    /// The letters that open a postcode: the postcode area, `SW`.
    public var area: String { String(description.prefix { $0.isLetter }) }
}

/// The part of the United Kingdom a place lies in; it decides bank holidays and the law that applies.
public enum Nation: String, Sendable, Codable, CaseIterable {
    case england, wales, scotland, northernIreland
}
