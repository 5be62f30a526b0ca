import Crypto
import Foundation
import Vocabulary

/// UUIDs for what has no row of its own: always the same for the same thing (version 5, RFC 9562 section 5.5).
public enum NamedUUID {
    /// The namespace of this program's names: a random UUID, fixed for ever.
    private static let namespace: [UInt8] = [
        0x6f, 0x3d, 0x2a, 0x91, 0x5b, 0x0e, 0x4c, 0x77, 0x9a, 0x14, 0xd2, 0x60, 0x8e, 0x45, 0xb3, 0x1c,
    ]

    /// - Parameter name: what it is, then what tells it from others of its kind.
    public static func of(_ name: String...) -> String {
        var hash = Insecure.SHA1()
        hash.update(data: namespace)
        hash.update(data: Data(name.joined(separator: "\n").utf8))
        var bytes = Array(hash.finalize().prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x50
        bytes[8] = bytes[8] & 0x3F | 0x80
        return [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { Hex.text(bytes[$0]) }.joined(separator: "-")
    }
}
