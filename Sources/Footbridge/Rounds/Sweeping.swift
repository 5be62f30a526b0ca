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

    /// Each by itself: what goes wrong with one keeps none of the others waiting.
    func round() async {
        await orLog("the keys could not be looked after") { try await keys.go(logger) }
        await orLog("a sweep did not finish") {
            let steps = try await sweeper.sweep(at: clock.now)
            if steps > 0 { logger.info("clocks swept", metadata: ["steps": "\(steps)"]) }
        }
        await orLog("not every decided draft has left") { try await stores.drafts.releaseDecided() }
        await orLog("nobody was told of late decisions") { try await stores.students.tellOfLateDecisions() }
        await orLog("a removal did not finish") { try await stores.retention.carryOutAsked() }
        await clear()
    }

    /// What has run out goes.
    private func clear() async {
        await orLog("drafts did not run out") { try await stores.drafts.purge() }
        await orLog("sessions did not run out") { try await stores.sessions.purge() }
        await orLog("attempts to sign in did not run out") { try await stores.attempts.purge() }
        await orLog("failures to sign in were not forgotten") { try await stores.door.purge() }
        await orLog("tokens did not run out") { try await stores.systems.purge() }
        await orLog("messages that were sent were not let go of") { try await stores.incoming.purge() }
        await orLog("subscriptions did not end") { try await stores.endpoints.endDue() }
        await orLog("letters that had left stayed") { try await stores.deliveries.purge() }
        await orLog("counts of requests stayed") { try await stores.requestCounts.purge(at: clock.now) }
        await orLog("what came by MESH stayed") { try await stores.mesh.purge() }
    }
}
