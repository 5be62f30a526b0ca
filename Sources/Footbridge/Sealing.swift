import Audit
import Logging
import ServiceLifecycle

/// Seals the audit record once a second while the site is served. Safe to miss: whatever is late is sealed at the next round.
struct Sealing: Service {
    let sealer: Sealer
    let every: Duration
    let logger: Logger

    func run() async throws {
        let rounds = AsyncStream<Void>.ticking(every: every)
        for await _ in rounds.cancelOnGracefulShutdown() { await round() }
    }

    /// One round; what goes wrong is logged and tried again at the next.
    func round() async {
        do { try await sealer.round() } catch {
            logger.error("the audit record was not sealed", metadata: ["error": "\(error)"])
        }
    }
}
