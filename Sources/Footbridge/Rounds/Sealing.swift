import Audit
import Logging

/// Seals the audit record once a second.
struct Sealing: Rounds {
    let sealer: Sealer
    let every: Duration
    let logger: Logger

    func round() async {
        await orLog("the audit record was not sealed") { try await sealer.round() }
    }
}
