import Audit
import Database
import Directory
import Foundation
import Vocabulary

/// How long exchanges are kept, what must not be removed, and removing what has reached its time. For information
/// governance leads of the whole organisation, never of one team.
public struct RetentionStore: Sendable {
    let engine: any Engine
    let keys: KeyRing
    let clock: any Clock

    public init(engine: any Engine, keys: KeyRing, clock: any Clock) {
        (self.engine, self.keys, self.clock) = (engine, keys, clock)
    }

    /// - Throws: `Forbidden`.
    static func organisation(of actor: Actor) throws -> OrganisationID {
        try actor.require(.decideRetention)
        guard actor.serviceID == nil else { throw Forbidden("decide for all of the organisation") }
        return try actor.organisation()
    }

    /// How long the actor's organisation keeps exchanges.
    public func policy(as actor: Actor) async throws -> RetentionPolicy {
        let organisation = try Self.organisation(of: actor)
        return try await engine.read { try Self.policy(of: organisation, in: $0) }
    }

    /// Says for how many years a university keeps exchanges after the last that was done in them.
    /// - Throws: `InvalidInput` on `years`, `Conflict` for an NHS organisation, whose time is not its own to choose.
    public func keep(for years: Int?, by actor: Actor) async throws {
        let organisation = try Self.organisation(of: actor)
        guard let years, RetentionPolicy.choices.contains(years) else {
            throw InvalidInput("years", "Choose a number of years from 1 to 20.")
        }
        let (now, account) = (clock.now, try actor.account())
        try await engine.write { database in
            let before = try Self.policy(of: organisation, in: database)
            guard !before.isNHS else {
                throw Conflict("The Records Management Code of Practice says how long the NHS keeps these records.")
            }
            guard before.chosen != years else { return }
            try database.execute(
                """
                INSERT INTO retention_policy (organisation_id, years, set_by, set_at)
                VALUES (\(organisation), \(years), \(account), \(now))
                ON CONFLICT (organisation_id) DO UPDATE SET years = excluded.years, set_by = excluded.set_by,
                    set_at = excluded.set_at
                """
            )
            let detail = ["from": "\(before.years)", "to": "\(years)"]
            let fact = AuditFact("retention.policy_set", "organisation", organisation, detail: detail)
            try AuditTrail.record(fact, by: actor, at: now, in: database)
        }
    }

    /// What would have reached its time now if the actor's organisation kept exchanges for so many years.
    public func foresight(ifKeptFor years: Int, as actor: Actor) async throws -> RetentionForesight {
        let organisation = try Self.organisation(of: actor)
        let current = try await policy(as: actor)
        func finding(_ policy: RetentionPolicy) async throws -> RetentionWalk.Finding {
            try await RetentionWalk(
                engine: engine, organisation: organisation, policy: policy, now: clock.now, most: .max
            ).run()
        }
        let (before, after) = (
            try await finding(current), try await finding(RetentionPolicy(current.kind, chosen: years))
        )
        return RetentionForesight(
            before: current, dueBefore: before.due.count, dueAfter: after.due.count, held: after.held)
    }

    static func policy(of organisation: OrganisationID, in database: any Reading) throws -> RetentionPolicy {
        let row = try database.row(
            """
            SELECT o.kind, p.years FROM organisation o LEFT JOIN retention_policy p ON p.organisation_id = o.id
            WHERE o.id = \(organisation)
            """
        )
        guard let row else { throw NotFound("organisation") }
        return RetentionPolicy(try row("kind"), chosen: try row("years"))
    }
}
