import Foundation
import Vocabulary

/// The keys of record systems that publish them. They are kept as they were read last, for all processes alike; read anew after
/// an hour, and when somebody signs with one that is not among them, but no more than once a minute.
public struct PublishedKeys: Sendable {
    let systems: RecordSystemStore
    let clock: any Clock
    /// Asks an address, by the rules of the installation.
    let ask: @Sendable (_ address: String) async throws(KeysUnreadable) -> Data

    private static let life: TimeInterval = 3600
    /// How long keys still count whose address does not answer: the night of an outage, and no longer.
    private static let patience: TimeInterval = 24 * 3600
    private static let pause: TimeInterval = 60

    public init(
        systems: RecordSystemStore, clock: any Clock,
        ask: @escaping @Sendable (_ address: String) async throws(KeysUnreadable) -> Data
    ) {
        (self.systems, self.clock, self.ask) = (systems, clock, ask)
    }

    /// The keys that count now, for a signature that names one of them.
    public func keys(of system: RecordSystem, named kid: String?) async throws -> PublicKeySet {
        guard system.keysAddress != nil else { return system.keys }
        let age = age(ofKeysOf: system)
        if age < Self.life, system.keys.keys.contains(where: { $0.kid == kid }) { return system.keys }
        if try await systems.mayAsk(forKeysOf: system, pause: Self.pause), let fresh = try await readAnew(system) {
            return fresh
        }
        return age < Self.patience ? system.keys : .none
    }

    /// Seconds since they were read; a moment that a clock wrote down which ran ahead tells no age.
    private func age(ofKeysOf system: RecordSystem) -> TimeInterval {
        guard let readAt = system.keysReadAt, readAt <= clock.now + ClockDifference.bearable else { return .infinity }
        return clock.now.timeIntervalSince(readAt)
    }

    /// Reads them now: for a manager who wants to see how things stand.
    /// - Returns: `nil` where they could not be read; why is kept with the system.
    @discardableResult
    public func readAnew(_ system: RecordSystem) async throws -> PublicKeySet? {
        guard let address = system.keysAddress else { return nil }
        do {
            let keys = try PublicKeySet(published: try await ask(address))
            try await systems.keep(keys, readFrom: address, of: system)
            return keys
        } catch let fault as KeysUnreadable {
            try await systems.keep(fault, of: system)
            return nil
        }
    }
}
