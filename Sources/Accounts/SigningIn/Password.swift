import Crypto
import CryptoExtras
import Foundation
import Vocabulary

/// A password as it is kept: a scrypt hash that names its own cost, so that the cost can rise later.
public struct PasswordHash: Sendable, Equatable {
    /// `scrypt$131072$8$1$salt$key`, the last two in base 64.
    public let text: String

    /// OWASP's first choice for scrypt: N = 2^17, r = 8, p = 1.
    public static let standardRounds = 1 << 17

    public init(text: String) { self.text = text }

    public init(of password: String, rounds: Int = standardRounds) throws {
        let salt = SymmetricKey(size: .bits128).withUnsafeBytes { Data($0) }
        let key = try Self.derive(password, salt: salt, rounds: rounds, blockSize: 8, parallelism: 1)
        text = "scrypt$\(rounds)$8$1$\(salt.base64EncodedString())$\(key.base64EncodedString())"
    }

    /// What no password matches, and finding that out takes as long as with any other.
    static func matchingNothing(rounds: Int) -> PasswordHash {
        let random = { (size: SymmetricKeySize) in
            SymmetricKey(size: size).withUnsafeBytes { Data($0) }.base64EncodedString()
        }
        return PasswordHash(text: "scrypt$\(rounds)$8$1$\(random(.bits128))$\(random(.bits256))")
    }

    /// Takes as long for a wrong password as for the right one.
    public func matches(_ password: String) throws -> Bool {
        let parts = text.split(separator: "$").map(String.init)
        guard parts.count == 6, parts[0] == "scrypt", let rounds = Int(parts[1]), let blockSize = Int(parts[2]),
            let parallelism = Int(parts[3]), let salt = Data(base64Encoded: parts[4]),
            let kept = Data(base64Encoded: parts[5])
        else { return false }
        let key = try Self.derive(password, salt: salt, rounds: rounds, blockSize: blockSize, parallelism: parallelism)
        return zip(key, kept).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0 && key.count == kept.count
    }

    private static func derive(
        _ password: String, salt: Data, rounds: Int, blockSize: Int, parallelism: Int
    ) throws -> Data {
        // The same word typed on two keyboards can differ in code points; NIST SP 800-63B asks for NFKC.
        let bytes = Data(password.precomposedStringWithCompatibilityMapping.utf8)
        let key = try KDF.Scrypt.deriveKey(
            from: bytes, salt: salt, outputByteCount: 32, rounds: rounds, blockSize: blockSize, parallelism: parallelism
        )
        return key.withUnsafeBytes { Data($0) }
    }
}

/// What a new password must be (NIST SP 800-63B: length counts, composition rules do not).
public enum PasswordRule {
    public static let least = 12
    private static let tooCommon: Set<String> = [
        "password1234", "passwordpassword", "123456789012", "qwertyuiop12", "letmeinletmein", "iloveyou1234",
        "footbridge12", "footbridge123", "welcome12345", "adminadmin12",
    ]

    public static func check(_ password: String, email: String, field: String) throws(InvalidInput) {
        guard password.count >= least else {
            throw InvalidInput(field, "Use at least \(least) characters. Three or four unrelated words work well.")
        }
        guard password.count <= 200 else { throw InvalidInput(field, "Use 200 characters or fewer.") }
        let lower = password.lowercased()
        guard !tooCommon.contains(lower), lower != email.lowercased(), Set(lower).count > 4 else {
            throw InvalidInput(field, "That password is too easy to guess. Three or four unrelated words work well.")
        }
    }
}
