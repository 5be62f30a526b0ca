import Database
import Logging
import Vocabulary

/// Makes room for the months to come, for a process that runs that long (docs/adr/0021-parts-of-large-tables.md).
struct PartsAhead: Rounds {
    let engine: any Engine
    let clock: any Clock
    let every: Duration
    let logger: Logger

    func round() async {
        // Until the next round, what finds no part of its own goes into the one that takes everything.
        await orLog("no room was made for the months to come") {
            let made = try await engine.openParts(at: clock.now)
            if !made.names.isEmpty { logger.info("made room", metadata: ["parts": "\(made.names.count)"]) }
            if made.isBehind {
                logger.warning(
                    "more months need room than are made at once; the others follow. Is the clock of this machine right?",
                    metadata: ["now": "\(clock.now.formatted(.iso8601))"])
            }
        }
    }
}
