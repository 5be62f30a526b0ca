import Crypto
import Foundation

/// Time-based one-time codes (RFC 6238: HMAC-SHA-1, six digits, 30 seconds), as every authenticator app makes them.
public struct OneTimeCode: Sendable {
    public let secret: Data

    public init(secret: Data) { self.secret = secret }

    public init() { secret = SymmetricKey(size: .init(bitCount: 160)).withUnsafeBytes { Data($0) } }

    public init?(base32 text: String) {
        guard let data = Base32.decode(text) else { return nil }
        secret = data
    }

    public var base32: String { Base32.encode(secret) }

    /// What the QR code holds.
    public func address(account: String, issuer: String = "Footbridge") -> String {
        var parts = URLComponents()
        parts.scheme = "otpauth"
        parts.host = "totp"
        parts.path = "/\(issuer):\(account)"
        parts.queryItems = [.init(name: "secret", value: base32), .init(name: "issuer", value: issuer)]
        return parts.string ?? ""
    }

    public func code(at date: Date) -> String { code(step: Self.step(at: date)) }

    /// The step whose code was typed, if it is this one or a neighbour (clocks differ) and later than `lastStep`,
    /// so that a code that was seen once opens nothing again.
    public func step(of typed: String, at date: Date, after lastStep: Int?) -> Int? {
        let digits = typed.filter { !$0.isWhitespace }
        let now = Self.step(at: date)
        return [now, now - 1, now + 1].first { step in
            step > (lastStep ?? .min) && Self.same(code(step: step), digits)
        }
    }

    private static func step(at date: Date) -> Int { Int(date.timeIntervalSince1970) / 30 }

    private func code(step: Int) -> String {
        let counter = withUnsafeBytes(of: UInt64(step).bigEndian) { Data($0) }
        let mac = Data(HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: secret)))
        let offset = Int(mac[19] & 0x0F)
        let number = mac[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        return String(format: "%06d", number % 1_000_000)
    }

    private static func same(_ a: String, _ b: String) -> Bool {
        a.utf8.count == b.utf8.count && zip(a.utf8, b.utf8).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

/// RFC 4648 base 32 without padding.
enum Base32 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")

    static func encode(_ data: Data) -> String {
        var text = ""
        var (buffer, bits) = (UInt32(0), 0)
        for byte in data {
            (buffer, bits) = (buffer << 8 | UInt32(byte), bits + 8)
            while bits >= 5 {
                bits -= 5
                text.append(alphabet[Int(buffer >> UInt32(bits) & 31)])
            }
        }
        if bits > 0 { text.append(alphabet[Int(buffer << UInt32(5 - bits) & 31)]) }
        return text
    }

    static func decode(_ text: String) -> Data? {
        var data = Data()
        var (buffer, bits) = (UInt32(0), 0)
        for character in text.uppercased() where !character.isWhitespace && character != "=" {
            guard let value = alphabet.firstIndex(of: character) else { return nil }
            (buffer, bits) = (buffer << 5 | UInt32(value), bits + 5)
            if bits >= 8 {
                bits -= 8
                data.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
            }
        }
        return data
    }
}
