import Crypto
import Foundation
import Vocabulary

/// A SHA-256 value, held in place so that a walk over millions of them allocates nothing.
public struct Fingerprint: Hashable, Sendable {
    private let bytes: SIMD32<UInt8>

    /// Stands before the first: 32 zeros.
    static let none = Fingerprint(bytes: .zero)

    private init(bytes: SIMD32<UInt8>) { self.bytes = bytes }

    /// Of what `content` holds.
    init(of content: UnsafeRawBufferPointer) {
        var hash = SHA256()
        hash.update(bufferPointer: content)
        bytes = hash.finalize().withUnsafeBytes { $0.loadUnaligned(as: SIMD32<UInt8>.self) }
    }

    /// The 32 bytes as they are; `nil` for any other number of them.
    init?(raw: UnsafeRawBufferPointer) {
        guard raw.count == 32 else { return nil }
        bytes = raw.loadUnaligned(as: SIMD32<UInt8>.self)
    }

    /// 64 lower-case hexadecimal digits, as text; anything else is `nil`.
    init?(hex: UnsafeRawBufferPointer) {
        guard hex.count == 64 else { return nil }
        var (read, wrong) = (SIMD32<UInt8>.zero, UInt8(0))
        // Without a branch, since every entry of a long record passes here.
        withUnsafeMutableBytes(of: &read) { bytes in
            for place in 0..<32 {
                let (high, low) = (Hex.value(hex[2 * place]), Hex.value(hex[2 * place + 1]))
                bytes[place] = high &<< 4 | low
                wrong |= (Hex.digit(high) ^ hex[2 * place]) | (Hex.digit(low) ^ hex[2 * place + 1])
            }
        }
        guard wrong == 0 else { return nil }
        bytes = read
    }

    func withBytes<T>(_ body: (UnsafeRawBufferPointer) throws -> T) rethrows -> T {
        try withUnsafeBytes(of: bytes, body)
    }

    var data: Data { withBytes { Data($0) } }

    /// 64 lower-case hexadecimal digits.
    public var hex: String { Hex.text(data) }

    /// The first four bytes: enough to say which of many does not fit, not to prove that it does.
    var mark: UInt32 { withBytes { UInt32(bigEndian: $0.loadUnaligned(as: UInt32.self)) } }
}

extension Fingerprint: Codable {
    public init(from decoder: any Decoder) throws {
        var text = try decoder.singleValueContainer().decode(String.self)
        guard let read = text.withUTF8({ Fingerprint(hex: UnsafeRawBufferPointer($0)) }) else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "no fingerprint"))
        }
        self = read
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(hex)
    }
}
