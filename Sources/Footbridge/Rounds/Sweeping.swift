import Database
import Exchange
import Logging
import Vocabulary

/// Lets time do its work while the site is served: reminders and escalation that have become due, questions to leads that
/// nobody answered in time, drafts, sessions and subscriptions that have run out, a removal that somebody asked for and a
/// power cut interrupted. Safe to miss: whatever is late is done once, at the next round.
struct Sweeping: Rounds {
    let every: Duration
    let logger: Logger
    private let stores: Stores
    private let sweeper: Sweeper
    private let keys: KeyRound
    private let clock: any Clock

    init(_ ground: Ground, _ stores: Stores, every: Duration, logger: Logger) {
        (self.stores, self.every, self.logger, clock) = (stores, every, logger, ground.clock)
        sweeper = Sweeper(engine: ground.engine, keys: ground.keys)
        keys = KeyRound(engine: ground.engine, keys: ground.keys, clock: ground.clock)
    }

    func round() async {
        await orLog("the keys could not be looked after") { try await keys.go(logger) }
        await orLog("a sweep did not finish") {
            let steps = try await sweeper.sweep(at: clock.now)
            if steps > 0 { logger.info("clocks swept", metadata: ["steps": "\(steps)"]) }
            try await stores.drafts.releaseDecided()
            try await stores.students.tellOfLateDecisions()
            try await stores.drafts.purge()
            try await stores.sessions.purge()
            try await stores.attempts.purge()
            try await stores.systems.purge()
            try await stores.incoming.purge()
            try await stores.endpoints.endDue()
            try await stores.deliveries.purge()
            try await stores.requestCounts.purge(at: clock.now)
            try await stores.mesh.purge()
            try await stores.retention.carryOutAsked()
        }
    }
}
