import Crypto
import Foundation
import Synchronization

/// The keys that all copies of a ring share, and the file they came from.
final class KeyShelf: Sendable {
    private let file: URL?
    let index: SymmetricKey
    private let state: Mutex<State>

    private struct State {
        var sealing: [String: SymmetricKey]
        var newest: (name: String, key: SymmetricKey)
        var signing: SigningKeys
        var stamp: FileStamp?

        init(_ sealing: [String: SymmetricKey], _ signing: SigningKeys, _ stamp: FileStamp? = nil) throws {
            guard let name = sealing.keys.max(by: KeyName.isOlder), let key = sealing[name] else {
                throw KeyFault.emptyRing
            }
            (self.sealing, newest, self.signing, self.stamp) = (sealing, (name, key), signing, stamp)
        }
    }

    init(file: URL) throws {
        if !FileManager.default.fileExists(atPath: file.path) { try Self.make(file) }
        (self.file, index) = (file, SymmetricKey(data: try KeyFile(reading: file).index))
        state = Mutex(try Self.load(file, index))
    }

    init() {
        (file, index) = (nil, SymmetricKey(size: .bits256))
        guard let fresh = try? State(["1": SymmetricKey(size: .bits256)], SigningKeys()) else { preconditionFailure() }
        state = Mutex(fresh)
    }

    var signing: SigningKeys { state.withLock { $0.signing } }

    var newest: (name: String, key: SymmetricKey) { state.withLock { $0.newest } }

    var names: [String] { state.withLock { $0.sealing.keys.sorted(by: KeyName.isOlder) } }

    /// A key that this process has not met may have been added by another one: then the file knows it.
    func key(named name: String) throws -> SymmetricKey {
        if let key = state.withLock({ $0.sealing[name] }) { return key }
        _ = try? refresh()
        guard let key = state.withLock({ $0.sealing[name] }) else { throw KeyFault.unknownKey(name) }
        return key
    }

    /// Reads the file again when it is another one than was read last.
    @discardableResult
    func refresh() throws -> Bool {
        guard let file, FileStamp(file) != state.withLock({ $0.stamp }) else { return false }
        let fresh = try Self.load(file, index)
        state.withLock { $0 = fresh }
        return true
    }

    /// Changes the keys in the file, one process at a time, and takes them up.
    func change(_ body: (inout [String: Data]) throws -> Void) throws {
        guard let file else { return try changeInMemory(body) }
        try Self.rewrite(file, body)
        try refresh()
    }

    /// Adds a signing key to the file, one process at a time, and takes it up.
    func addSigningKey() throws {
        guard let file else { return try state.withLock { $0.signing = try $0.signing.withAnother() } }
        try SigningKeys.add(to: file)
        try refresh()
    }

    private static func rewrite(_ file: URL, _ body: (inout [String: Data]) throws -> Void) throws {
        let lock = try FileLock(file.appendingPathExtension("lock"), waiting: true)
        defer { lock.release() }
        var kept = try KeyFile(reading: file)
        var sealing = try kept.sealing
        try body(&sealing)
        kept.set(sealing: sealing)
        try kept.write(to: file)
    }

    /// - Throws: `KeyFault.foreignRing` where the file holds another index key, which nothing stored would be found by.
    private static func load(_ file: URL, _ index: SymmetricKey) throws -> State {
        let (stamp, kept) = (FileStamp(file), try KeyFile(reading: file))
        guard SymmetricKey(data: try kept.index) == index else { throw KeyFault.foreignRing }
        let sealing = try kept.sealing.mapValues { SymmetricKey(data: $0) }
        return try State(sealing, try SigningKeys(ring: file), stamp)
    }

    private func changeInMemory(_ body: (inout [String: Data]) throws -> Void) throws {
        try state.withLock { state in
            var sealing = state.sealing.mapValues { key in key.withUnsafeBytes { Data($0) } }
            try body(&sealing)
            state = try State(sealing.mapValues { SymmetricKey(data: $0) }, state.signing)
        }
    }

    /// Two processes that start at once make one ring, not two.
    private static func make(_ file: URL) throws {
        let lock = try FileLock(file.appendingPathExtension("lock"), waiting: true)
        defer { lock.release() }
        if !FileManager.default.fileExists(atPath: file.path) { try KeyFile.fresh().write(to: file) }
    }
}
