import Crypto
import Foundation

extension KeyRing {
    /// The names of the sealing keys, the newest last.
    public var names: [String] { shelf.names }

    /// The name of the key that seals.
    public var newest: String { shelf.newest.name }

    /// Whether a key of that name would be newer than all in the ring. Only one that is older than the newest can be retired,
    /// so where such a key is in use the ring is an old copy.
    public func isOlder(than name: String) -> Bool { KeyName.isOlder(newest, name) }

    /// Reads the ring's file again where it has changed since; looking costs one `stat`.
    /// - Returns: whether it had.
    /// - Throws: `KeyFault` where the file holds no ring, or another one; the keys known until now stay in use.
    @discardableResult
    public func refresh() throws -> Bool { try shelf.refresh() }

    /// Adds a key, which seals from now on. Other processes that use the file find it by themselves.
    /// - Returns: its name.
    @discardableResult
    public func addKey() throws -> String {
        var added = ""
        try shelf.change { sealing in
            added = KeyName.successor(of: sealing.keys.max(by: KeyName.isOlder) ?? "0")
            sealing[added] = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
        }
        return added
    }

    /// Takes a key out. What it sealed cannot be opened any more, so ask first whether there is such a thing.
    /// - Throws: `KeyFault.stillSealing` for the newest, `KeyFault.unknownKey` for one that is not there.
    public func removeKey(_ name: String) throws {
        try shelf.change { sealing in
            guard sealing[name] != nil else { throw KeyFault.unknownKey(name) }
            guard name != sealing.keys.max(by: KeyName.isOlder) else { throw KeyFault.stillSealing(name) }
            sealing[name] = nil
        }
    }
}
