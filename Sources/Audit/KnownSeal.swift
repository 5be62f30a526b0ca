import Database
import Foundation

/// A seal that somebody wrote down elsewhere, and that the record has to hold for ever: nothing up to it was taken off the end,
/// nor written and sealed anew by whoever has the keys.
///
/// A class, since Swift 6 in debug builds frees the frame of an asynchronous call wrongly that is handed such a structure.
public final class KnownSeal: Equatable, Sendable {
    public let number: Int
    let fingerprint: Fingerprint

    /// - Parameter text: number and hash of a seal, as `footbridge audit verify` prints them: `12:9f3a…`.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            .map { $0.filter { !$0.isWhitespace }.lowercased() }
        guard parts.count == 2, let number = Int(parts[0]), number > 0, var hex = parts.last,
            let fingerprint = hex.withUTF8({ Fingerprint(hex: UnsafeRawBufferPointer($0)) })
        else { return nil }
        (self.number, self.fingerprint) = (number, fingerprint)
    }

    public static func == (a: KnownSeal, b: KnownSeal) -> Bool {
        a.number == b.number && a.fingerprint == b.fingerprint
    }

    /// What the record holds in its place; `nil` where it holds this one.
    public func fault(in engine: any Engine) async throws -> AuditFault? {
        let number = number
        let statement = try await engine.read { try Seal.number(number, in: $0)?.statement }
        guard let statement else { return .takenOff(seal: number) }
        return statement.fingerprint == fingerprint ? nil : .anotherSeal(seal: number)
    }
}
