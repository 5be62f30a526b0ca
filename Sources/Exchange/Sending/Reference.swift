import Foundation

/// What people say on the phone: `FB-7K3M-92`. It names an exchange and gives no access to it.
public struct Reference: Sendable, Hashable, CustomStringConvertible {
    /// Letters and digits that neither look nor sound like another: no vowels, no B/8, S/5, Z/2, I/1, O/0, N/M, V, G, L.
    private static let alphabet = Array("2345679CDFHJKMPRTWXY")

    public let description: String

    /// One at random; whether it is free shows when it is kept.
    static func random() -> Reference {
        var generator = SystemRandomNumberGenerator()
        return Reference(using: &generator)
    }

    /// One at random; whether it is free shows when it is kept.
    public init(using generator: inout some RandomNumberGenerator) {
        let signs = (0..<6).map { _ in Self.alphabet.randomElement(using: &generator) ?? "X" }
        description = "FB-\(String(signs.prefix(4)))-\(String(signs.suffix(2)))"
    }

    /// Reads what people type: any case, with or without hyphens, spaces and the letters FB.
    public init?(typed: String) {
        let kept = typed.uppercased().filter { $0.isLetter || $0.isNumber }
        let signs = kept.count == 8 && kept.hasPrefix("FB") ? kept.dropFirst(2) : kept[...]
        guard signs.count == 6, signs.allSatisfy(Self.alphabet.contains) else { return nil }
        description = "FB-\(signs.prefix(4))-\(signs.suffix(2))"
    }
}
