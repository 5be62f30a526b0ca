import Database
import Keeping
import Logging
import Vocabulary

/// What each round of the sweeping does for the keys: it reads the ring again when it changed, and seals a few of the
/// values anew that an older key sealed.
struct KeyRound: Sendable {
    private let keeping: KeyKeeping
    private let resealing: Resealing
    private let keys: KeyRing

    /// Transactions of a hundred values: small beside what a round has time for, so that nobody waits.
    private static let pages = 100

    init(engine: any Engine, keys: KeyRing, clock: any Clock) {
        keeping = KeyKeeping(engine: engine, keys: keys, clock: clock)
        resealing = Resealing(engine: engine, keys: keys, clock: clock)
        self.keys = keys
    }

    func go(_ logger: Logger) async throws {
        let changed = try await keeping.notice { name in
            logger.critical(
                "a key that is in use is missing from the key ring: put it back, or what it sealed cannot be read",
                metadata: ["key": "\(name)"])
        }
        if changed {
            logger.notice("the key ring changed", metadata: ["newest": "\(keys.newest)"])
        }
        let before = try await resealing.progress()
        guard !before.isFinished, try await keeping.hasSettled() else { return }
        let after = try await resealing.slice(pages: Self.pages)
        guard after.renewed > before.renewed else { return }
        logger.info("sealed anew", metadata: ["values": "\(after.renewed)", "remaining": "\(after.remaining)"])
    }
}
