import Foundation
import Testing

@testable import Accounts

@Suite("One-time codes")
struct OneTimeCodeTests {
    private let code = OneTimeCode(secret: Data("12345678901234567890".utf8))

    @Test(
        "the codes of RFC 6238, Appendix B (last six digits)",
        arguments: [
            (59.0, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"),
            (2_000_000_000, "279037"), (20_000_000_000, "353130"),
        ])
    func vectors(seconds: Double, expected: String) {
        #expect(code.code(at: Date(timeIntervalSince1970: seconds)) == expected)
    }

    @Test("a code is right half a minute early or late, not longer, and once only")
    func window() throws {
        let now = Date(timeIntervalSince1970: 1_795_000_010)
        let shown = code.code(at: now)
        #expect(code.step(of: shown, at: now + 30, after: nil) != nil)
        #expect(code.step(of: shown, at: now - 30, after: nil) != nil)
        #expect(code.step(of: shown, at: now + 90, after: nil) == nil)
        let step = try #require(code.step(of: shown, at: now, after: nil))
        #expect(code.step(of: shown, at: now, after: step) == nil)
    }

    @Test(
        "base 32 is that of RFC 4648, both ways",
        arguments: [
            ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ])
    func base32(plain: String, encoded: String) {
        #expect(Base32.encode(Data(plain.utf8)) == encoded)
        #expect(Base32.decode(encoded) == Data(plain.utf8))
    }
}

@Suite("Passwords")
struct PasswordTests {
    @Test("a password matches itself, composed or decomposed, and nothing else")
    func matching() throws {
        let hash = try PasswordHash(of: "caf\u{e9} under rain", rounds: 1 << 4)
        #expect(try hash.matches("cafe\u{301} under rain"))
        #expect(try !hash.matches("cafe under rain"))
        #expect(!hash.text.contains("rain"))
    }

    @Test("two hashes of one password differ")
    func salted() throws {
        #expect(
            try PasswordHash(of: "three unrelated words", rounds: 1 << 4)
                != PasswordHash(of: "three unrelated words", rounds: 1 << 4))
    }

    @Test(
        "short, common and repeated passwords are refused",
        arguments: ["short", "aaaaaaaaaaaaaa", "password1234", "a@example.ac.uk"])
    func weak(password: String) {
        #expect(throws: (any Error).self) {
            try PasswordRule.check(password, email: "a@example.ac.uk", field: "password")
        }
    }
}
