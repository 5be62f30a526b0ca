import Crypto
import Foundation
import Vocabulary

/// Seals identifying fields at rest (AES-256-GCM) and makes keyed blind indexes (HMAC-SHA-256) so that they can be found.
///
/// Several sealing keys may stand in the ring: the newest seals, each opens what it sealed. The index key never rotates,
/// since every stored index would have to be made again. Copies share one ring: what one of them reads anew, all know.
public struct KeyRing: Sendable {
    let shelf: KeyShelf

    /// Reads the ring in `file`, or makes one there (readable by its owner only) when it is absent.
    public init(file: URL) throws { shelf = try KeyShelf(file: file) }

    /// A ring that lives in memory only, for tests.
    public init() { shelf = KeyShelf() }

    var signing: SigningKeys { shelf.signing }

    /// - Parameter context: where the value belongs (`person.family_name`), bound in so that it opens nowhere else.
    public func seal(_ text: String, _ context: String) throws -> Data { try seal(Data(text.utf8), context) }

    /// - Throws: `KeyFault.unknownKey` where the key is not in the ring, nor in its file as it stands now.
    public func open(_ sealed: Data, _ context: String) throws -> String {
        String(decoding: try openBytes(sealed, context), as: UTF8.self)
    }

    /// The same value, sealed with the newest key.
    public func sealAnew(_ sealed: Data, _ context: String) throws -> Data {
        try seal(openBytes(sealed, context), context)
    }

    /// The same for the same value and purpose, and telling nothing of the value to who lacks the key.
    public func blindIndex(_ value: String, _ purpose: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Data("\(purpose)\u{0}\(value)".utf8), using: shelf.index)
        return Hex.text(code)
    }

    /// What every value sealed with the key of this name begins with.
    public static func mark(_ name: String) -> Data { Data([UInt8(name.utf8.count)]) + Data(name.utf8) }

    /// The name of the key that sealed a value; `nil` where it is none.
    public static func keyName(of sealed: Data) -> String? {
        guard let length = sealed.first.map(Int.init), sealed.count > length + 1 else { return nil }
        return String(decoding: sealed.dropFirst().prefix(length), as: UTF8.self)
    }

    /// The same for what need not be text.
    public func seal(_ bytes: Data, _ context: String) throws -> Data {
        let (name, key) = shelf.newest
        let box = try AES.GCM.seal(bytes, using: key, authenticating: Data(context.utf8))
        guard let combined = box.combined else { throw KeyFault.damaged }
        return Self.mark(name) + combined
    }

    /// - Throws: as `open`.
    public func openBytes(_ sealed: Data, _ context: String) throws -> Data {
        guard let name = Self.keyName(of: sealed) else { throw KeyFault.damaged }
        let key = try shelf.key(named: name)
        let box = try AES.GCM.SealedBox(combined: Data(sealed.dropFirst(1 + Int(sealed[sealed.startIndex]))))
        return try AES.GCM.open(box, using: key, authenticating: Data(context.utf8))
    }
}

/// What can be wrong with keys.
public enum KeyFault: Error, Equatable, Sendable {
    case emptyRing
    case unknownKey(String)
    case damaged
    /// The file is no key ring.
    case unreadable(String)
    /// The database holds sealed values, and there is no ring to open them with.
    case missing(String)
    /// The ring does not belong to this database.
    case foreignRing
    /// The database holds values that were sealed with a key of this name, or knows it as newer than all in the ring.
    case lacks(String)
    /// Somebody seals with a key that nothing may be sealed with any more.
    case retired(String)
    /// The newest key cannot be taken out: it is the one that seals.
    case stillSealing(String)
}

/// What an operator reads when a command cannot go on.
extension KeyFault: CustomStringConvertible {
    public var description: String {
        switch self {
        case .emptyRing: "The key ring holds no sealing key."
        case .unknownKey(let name): "The key ring has no key “\(name)”."
        case .damaged: "A sealed value is damaged."
        case .unreadable(let file): "\(file) cannot be read as a key ring."
        case .missing(let file): "The key ring \(file) is not there, and this database cannot be read without it."
        case .foreignRing: "This key ring does not belong to this database: put the right keys.json in its place."
        case .lacks(let name):
            """
            The key ring lacks the key “\(name)” of this database: put a keys.json in its place that holds it. Where no copy \
            holds it any more, docs/guides/keys.md says what is left to do.
            """
        case .retired(let name):
            """
            The key “\(name)” was retired, and what it seals is not stored any more: this process stood still, or reads an \
            older copy of the key ring. Put the newest keys.json in its place.
            """
        case .stillSealing(let name): "The key “\(name)” is the newest, which seals: add another first."
        }
    }
}
