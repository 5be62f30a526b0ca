import Crypto
import Foundation
import Vocabulary

/// Random words and the hashes under which they are kept: session tokens, invitations, recovery codes.
public enum Secret {
    /// 256 random bits, safe in a URL and a cookie.
    public static func token() -> String {
        SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }.base64URL
    }

    static func hash(_ token: String) -> String {
        Hex.text(SHA256.hash(data: Data(token.utf8)))
    }

    /// Ten letters and digits without those that look alike, in two halves: `7KQMX-4RT2P` (50 bits).
    static func recoveryCode() -> String {
        let alphabet = Array("23456789ABCDEFGHJKMNPQRSTVWXYZ")
        let letters = (0..<10).map { _ in alphabet[Int.random(in: 0..<alphabet.count)] }
        return String(letters[..<5]) + "-" + String(letters[5...])
    }

    static func recoveryHash(_ typed: String, of account: String) -> String {
        hash(account + typed.uppercased().filter { $0.isLetter || $0.isNumber })
    }
}
