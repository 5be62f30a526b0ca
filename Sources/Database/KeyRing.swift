import Crypto
import Foundation

/// Seals identifying fields at rest (AES-256-GCM) and makes keyed blind indexes (HMAC-SHA-256) so that they can be found.
///
/// Several sealing keys may stand in the ring: the newest seals, each opens what it sealed. The index key never rotates,
/// since every stored index would have to be made again.
public struct KeyRing: Sendable {
    private let sealing: [String: SymmetricKey]
    private let current: String
    private let index: SymmetricKey
    let signing: SigningKeys

    /// Reads the ring in `file`, or makes one there (readable by its owner only) when it is absent.
    public init(file: URL) throws {
        if !FileManager.default.fileExists(atPath: file.path) { try KeyFile.fresh().write(to: file) }
        let kept = try JSONDecoder().decode(KeyFile.self, from: Data(contentsOf: file))
        guard let newest = kept.sealing.keys.max() else { throw KeyFault.emptyRing }
        sealing = kept.sealing.mapValues { SymmetricKey(data: $0) }
        current = newest
        index = SymmetricKey(data: kept.index)
        signing = try SigningKeys(ring: file)
    }

    /// A ring that lives in memory only, for tests.
    public init() {
        (sealing, current, index) = (["1": SymmetricKey(size: .bits256)], "1", SymmetricKey(size: .bits256))
        signing = SigningKeys()
    }

    /// - Parameter context: where the value belongs (`person.family_name`), bound in so that it opens nowhere else.
    public func seal(_ text: String, _ context: String) throws -> Data {
        guard let key = sealing[current] else { throw KeyFault.unknownKey(current) }
        let box = try AES.GCM.seal(Data(text.utf8), using: key, authenticating: Data(context.utf8))
        guard let combined = box.combined else { throw KeyFault.emptyRing }
        return Data([UInt8(current.utf8.count)]) + Data(current.utf8) + combined
    }

    public func open(_ sealed: Data, _ context: String) throws -> String {
        guard let length = sealed.first.map(Int.init), sealed.count > length + 1 else { throw KeyFault.damaged }
        let bytes = Data(sealed)
        let name = String(decoding: bytes[1...length], as: UTF8.self)
        guard let key = sealing[name] else { throw KeyFault.unknownKey(name) }
        let box = try AES.GCM.SealedBox(combined: bytes[(length + 1)...])
        return String(decoding: try AES.GCM.open(box, using: key, authenticating: Data(context.utf8)), as: UTF8.self)
    }

    /// The same for the same value and purpose, and telling nothing of the value to who lacks the key.
    public func blindIndex(_ value: String, _ purpose: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Data("\(purpose)\u{0}\(value)".utf8), using: index)
        return code.map { String(format: "%02x", $0) }.joined()
    }
}

/// What can be wrong with keys.
public enum KeyFault: Error, Equatable, Sendable {
    case emptyRing
    case unknownKey(String)
    case damaged
}

private struct KeyFile: Codable {
    var sealing: [String: Data]
    var index: Data

    static func fresh() -> KeyFile {
        KeyFile(sealing: ["1": bytes()], index: bytes())
    }

    func write(to file: URL) throws {
        let data = try JSONEncoder().encode(self)
        let made = FileManager.default.createFile(
            atPath: file.path, contents: data, attributes: [.posixPermissions: 0o600]
        )
        if !made { throw DatabaseFault.notStored("cannot write the key ring") }
    }

    private static func bytes() -> Data { SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) } }
}
