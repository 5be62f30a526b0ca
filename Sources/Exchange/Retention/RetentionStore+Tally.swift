import Database
import Foundation
import Vocabulary

/// What one organisation keeps, in numbers.
public struct RetentionTally: Sendable, Equatable {
    public let organisation: String
    public let policy: RetentionPolicy
    public let kept: Int
    /// Has reached its time, and could be removed.
    public let due: Int
    /// Sent long enough ago, and stays because of a legal hold.
    public let held: Int
    /// Holds of the organisation that nobody has looked at again in time.
    public let overdueReviews: Int
}

extension RetentionStore {
    /// Every organisation that has joined, for whoever runs the installation: counts only.
    public func tally(as actor: Actor) async throws -> [RetentionTally] {
        try actor.require(.administerInstallation)
        let joined = try await engine.read { database in
            try database.rows("SELECT id, name FROM organisation WHERE joined_at IS NOT NULL ORDER BY name, id").map {
                (id: try $0("id") as OrganisationID, name: try $0("name") as String)
            }
        }
        var tallies: [RetentionTally] = []
        for organisation in joined { tallies.append(try await tally(of: organisation.id, called: organisation.name)) }
        return tallies
    }

    private func tally(of organisation: OrganisationID, called name: String) async throws -> RetentionTally {
        let now = clock.now
        let (policy, kept, overdue) = try await engine.read { database in
            let kept = try [ExchangeSide.sender, .recipient].map { side in
                let own = RetentionReading.kept(by: organisation, on: side)
                return try database.count("SELECT COUNT(*) AS count FROM exchange e WHERE \(sql: own)")
            }
            let overdue = try database.count(
                """
                SELECT COUNT(*) AS count FROM legal_hold WHERE organisation_id = \(organisation)
                    AND lifted_at IS NULL AND review_on < \(CalendarDate(now))
                """
            )
            return (try Self.policy(of: organisation, in: database), kept.reduce(0, +), overdue)
        }
        let walk = RetentionWalk(engine: engine, organisation: organisation, policy: policy, now: now, most: .max)
        let finding = try await walk.run()
        return RetentionTally(
            organisation: name, policy: policy, kept: kept, due: finding.due.count, held: finding.held,
            overdueReviews: overdue)
    }
}
