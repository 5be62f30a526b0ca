import Foundation

/// Text as it is compared when people search: lower case, without accents, apostrophes or punctuation.
enum Folded {
    /// `King's College, London` → `kings college london`; `&` reads as `and`.
    static func text(_ text: String) -> String {
        var folded = ""
        folded.reserveCapacity(text.utf8.count)
        for scalar in text.decomposedStringWithCompatibilityMapping.unicodeScalars {
            append(scalar, to: &folded)
        }
        if folded.last == " " { folded.removeLast() }
        return folded
    }

    static func words(_ text: String) -> [String] {
        Self.text(text).split(separator: " ").map(String.init)
    }

    private static func append(_ scalar: Unicode.Scalar, to folded: inout String) {
        switch scalar {
        case "a"..."z", "0"..."9": folded.unicodeScalars.append(scalar)
        case "A"..."Z": folded.unicodeScalars.append(Unicode.Scalar(UInt8(scalar.value) + 32))
        case "'", "’", "‘", "`", "´": break
        case "&": folded += folded.isEmpty || folded.last == " " ? "and " : " and "
        default:
            if scalar.properties.generalCategory == .nonspacingMark { break }
            if scalar.properties.isAlphabetic {
                folded += String(scalar).lowercased()
            } else if !folded.isEmpty, folded.last != " " {
                folded += " "
            }
        }
    }
}
