import Accounts
import Database
import Foundation
import Vocabulary

/// Somebody on the staff of the actor's organisation who can hold a contact point.
public struct Colleague: Sendable, Hashable {
    public let accountID: AccountID
    public let name: String
    public let roleTitle: String
}

extension DirectoryStore {
    /// Those who can hold a contact point in the actor's organisation, by name; each person once.
    public func colleagues(of actor: Actor) async throws -> [Colleague] {
        try actor.require(.holdDirectoryEntry)
        let keys = keys
        return try await engine.read { database in
            let rows = try database.rows(
                """
                SELECT account_id, role FROM membership
                WHERE organisation_id = \(try actor.organisation()) AND ended_at IS NULL ORDER BY created_at, id
                """
            )
            let held = try rows.map { row -> (AccountID, Role) in (try row("account_id"), try row("role")) }
            let able = held.filter { $0.1.permissions.contains(.holdDirectoryEntry) }
            let roles = Dictionary(able) { first, _ in first }
            let names = try AccountStore.names(of: Set(roles.keys), keys: keys, in: database)
            return names.map { Colleague(accountID: $0, name: $1, roleTitle: roles[$0]?.title ?? "") }.sorted {
                ($0.name, $0.accountID.rawValue) < ($1.name, $1.accountID.rawValue)
            }
        }
    }

    /// How many things wait for the actor in the directory: places they are asked to take over, and, where they keep the
    /// directory, contacts that senders are sent past.
    public func waiting(for actor: Actor) async throws -> Int {
        guard let account = actor.accountID, let organisation = actor.organisationID else { return 0 }
        let now = clock.now
        return try await engine.read { database in
            let asked = try database.count(
                """
                SELECT COUNT(*) AS count FROM contact_holder
                JOIN contact_point ON contact_point.id = contact_holder.contact_point_id
                WHERE successor_account_id = \(account) AND successor_accepted_at IS NULL
                    AND contact_holder.ended_at IS NULL AND contact_point.closed_at IS NULL
                    AND contact_point.organisation_id = \(organisation)
                """
            )
            guard actor.may(.keepDirectory) else { return asked }
            return try asked + Self.passedOver(of: actor, organisation, at: now, in: database)
        }
    }

    private static func passedOver(
        of actor: Actor, _ organisation: OrganisationID, at now: Date, in database: any Reading
    ) throws -> Int {
        let today = CalendarDate(now)
        let rows = try database.rows(
            """
            SELECT contact_point.* FROM contact_point JOIN service ON service.id = contact_point.service_id
            WHERE contact_point.organisation_id = \(organisation) AND contact_point.closed_at IS NULL
                AND service.closed_at IS NULL
            """
        )
        return try contactPoints(rows, in: database).count { point in
            guard actor.serviceID == nil || point.serviceID == actor.serviceID else { return false }
            return !point.freshness(at: now).isFresh || point.holder(on: today) == nil
        }
    }
}
