import Accounts
import Database
import Exchange
import Logging
import MESH
import Outbox
import Vocabulary

/// Lets time do its work while the site is served: reminders and escalation that have become due, drafts and sessions
/// that have run out, a removal that somebody asked for and a power cut interrupted. Safe to miss: whatever is late is done
/// once, at the next round.
struct Sweeping: Rounds {
    let sweeper: Sweeper
    let drafts: DraftStore
    let sessions: SessionStore
    let attempts: AttemptStore
    let retention: RetentionStore
    let systems: RecordSystemStore
    let incoming: IncomingStore
    let deliveries: DeliveryStore
    let requestCounts: RequestCounts
    let mesh: MESHStore
    let keys: KeyRound
    let clock: any Clock
    let every: Duration
    let logger: Logger

    func round() async {
        await orLog("the keys could not be looked after") { try await keys.go(logger) }
        await orLog("a sweep did not finish") {
            let steps = try await sweeper.sweep(at: clock.now)
            if steps > 0 { logger.info("clocks swept", metadata: ["steps": "\(steps)"]) }
            try await drafts.releaseDecided()
            try await drafts.purge()
            try await sessions.purge()
            try await attempts.purge()
            try await systems.purge()
            try await incoming.purge()
            try await deliveries.purge()
            try await requestCounts.purge(at: clock.now)
            try await mesh.purge()
            try await retention.carryOutAsked()
        }
    }
}
