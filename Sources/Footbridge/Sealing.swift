import Audit
import Logging

/// Seals the audit record once a second.
struct Sealing: Rounds {
    let sealer: Sealer
    let every: Duration
    let logger: Logger

    func round() async {
        do { try await sealer.round() } catch {
            logger.error("the audit record was not sealed", metadata: ["error": "\(error)"])
        }
    }
}
