import Database
import Foundation
import Vocabulary

extension DirectoryStore {
    /// The places in contact points that a colleague has now.
    public func places(of account: AccountID, by actor: Actor) async throws -> [OwnEntry] {
        try actor.require(.keepDirectory)
        return try await engine.read { try Self.entries("account_id = \(account)", of: actor, in: $0) }
    }

    /// Somebody who works here no longer leaves every place in a contact point of the organisation, and is asked to take
    /// none over: what is told to them would reach nobody.
    public static func leaveEveryPlace(
        _ account: AccountID, by actor: Actor, at now: Date, in database: any Writing
    ) throws {
        for entry in try entries("account_id = \(account)", of: actor, in: database) {
            try takeOut(entry.holder, of: entry.point, by: actor, at: now, in: database)
        }
        try database.execute(
            """
            UPDATE contact_holder SET successor_account_id = NULL
            WHERE successor_account_id = \(account) AND successor_accepted_at IS NULL AND contact_point_id IN
                (SELECT id FROM contact_point WHERE organisation_id = \(actor.organisation()))
            """
        )
    }
}

extension ContactPoint {
    /// Whether nobody would be left in it, now or later, without this person.
    public func isLast(_ holder: ContactHolder, on day: CalendarDate) -> Bool {
        !holders.contains { $0.id != holder.id && $0.endedAt == nil && !$0.hasLeft(on: day) }
    }
}
