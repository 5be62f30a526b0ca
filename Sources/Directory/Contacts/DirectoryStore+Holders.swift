import Audit
import Database
import Foundation
import Vocabulary

extension DirectoryStore {
    /// Puts a person in a contact point: as its holder where it has none, otherwise as the last deputy.
    /// - Throws: `NotFound` for an account that is not on the staff of the organisation.
    public func appoint(
        _ text: HolderText, to point: ContactPointID, by actor: Actor
    ) async throws -> ContactHolderID {
        try actor.require(.keepDirectory)
        let now = clock.now
        return try await engine.write { try Self.appoint(text, to: point, by: actor, at: now, in: $0) }
    }

    /// As `appoint(_:to:by:)`, inside a transaction that is open.
    public static func appoint(
        _ text: HolderText, to point: ContactPointID, by actor: Actor, at now: Date, in database: any Writing
    ) throws -> ContactHolderID {
        let point = try keptPoint(point, by: actor, in: database)
        let kept = try text.checked()
        try requireStaff(kept.accountID, of: point.organisationID, in: database)
        if let accountID = kept.accountID, point.holders.contains(where: { $0.accountID == accountID }) {
            throw Conflict("\(kept.name) already has a place in this contact.")
        }
        let (id, rank) = (ContactHolderID(at: now), nextRank(in: point, on: CalendarDate(now)))
        try insert(
            ContactHolder(
                id: id, contactPointID: point.id, rank: rank, accountID: kept.accountID,
                name: kept.name, jobTitle: kept.jobTitle, email: kept.email.nilWhenEmpty,
                telephone: kept.telephone.nilWhenEmpty
            ), in: database
        )
        let detail = ["holder": id.description, "rank": String(rank)]
        let fact = AuditFact("contactPoint.appointed", "contact_point", point.id, detail: detail)
        try AuditTrail.record(fact, by: actor, at: now, in: database)
        return id
    }

    /// Ends a person's place in a contact point. The deputies keep their order; nobody becomes holder by it.
    /// - Returns: the contact point.
    /// - Throws: `Conflict` for the last person in it: a contact in which nobody stands is closed, or given a successor
    ///   first.
    @discardableResult
    public func dismiss(_ id: ContactHolderID, by actor: Actor) async throws -> ContactPointID {
        try actor.require(.keepDirectory)
        let now = clock.now
        return try await engine.write { database in
            let (holder, point) = try Self.place(id, by: actor, in: database)
            _ = try Self.ownService(point.serviceID, of: actor, in: database)
            guard !point.isLast(holder, on: CalendarDate(now)) else {
                throw Conflict(
                    "\(holder.name) is the only person in this contact. Add who comes after them first, or close the contact."
                )
            }
            try Self.takeOut(holder, of: point, by: actor, at: now, in: database)
            return point.id
        }
    }

    static func takeOut(
        _ holder: ContactHolder, of point: ContactPoint, by actor: Actor, at now: Date, in database: any Writing
    ) throws {
        try database.execute("UPDATE contact_holder SET ended_at = \(now) WHERE id = \(holder.id)")
        let detail = ["holder": holder.id.description]
        let fact = AuditFact("contactPoint.dismissed", "contact_point", point.id, detail: detail)
        try AuditTrail.record(fact, by: actor, at: now, in: database)
    }

    /// Moves a deputy one place forward: the first of them becomes holder, and the holder first deputy.
    /// - Returns: the contact point.
    @discardableResult
    public func promote(_ id: ContactHolderID, by actor: Actor) async throws -> ContactPointID {
        try actor.require(.keepDirectory)
        let now = clock.now
        return try await engine.write { database in
            let (holder, point) = try Self.place(id, by: actor, in: database)
            _ = try Self.ownService(point.serviceID, of: actor, in: database)
            guard holder.rank > 0 else { return point.id }
            let above = holder.rank - 1
            try database.execute(
                """
                UPDATE contact_holder SET rank = \(holder.rank)
                WHERE contact_point_id = \(point.id) AND rank = \(above) AND ended_at IS NULL
                """
            )
            try database.execute("UPDATE contact_holder SET rank = \(above) WHERE id = \(id)")
            let detail = ["holder": id.description, "rank": String(above)]
            let fact = AuditFact("contactPoint.promoted", "contact_point", point.id, detail: detail)
            try AuditTrail.record(fact, by: actor, at: now, in: database)
            return point.id
        }
    }

    /// A person's place and its contact point, when both belong to the actor's organisation.
    static func place(
        _ id: ContactHolderID, by actor: Actor, in database: any Reading
    ) throws -> (ContactHolder, ContactPoint) {
        let row = try database.row("SELECT * FROM contact_holder WHERE id = \(id) AND ended_at IS NULL")
        guard let row else { throw NotFound("contact holder") }
        let holder = try ContactHolder(row)
        return (holder, try ownPoint(holder.contactPointID, of: actor, in: database))
    }

    static func requireStaff(
        _ account: AccountID?, of organisation: OrganisationID, in database: any Reading
    ) throws {
        guard let account else { return }
        let found = try database.count(
            """
            SELECT COUNT(*) AS count FROM membership
            WHERE account_id = \(account) AND organisation_id = \(organisation) AND ended_at IS NULL
            """
        )
        guard found > 0 else { throw NotFound("account") }
    }

    static func insert(_ holder: ContactHolder, in database: any Writing) throws {
        try database.execute(
            """
            INSERT INTO contact_holder (id, contact_point_id, rank, account_id, name, job_title, email, telephone,
                starts_on)
            VALUES (\(holder.id), \(holder.contactPointID), \(holder.rank), \(holder.accountID), \(holder.name),
                \(holder.jobTitle), \(holder.email), \(holder.telephone), \(holder.startsOn))
            """
        )
    }

    private static func nextRank(in point: ContactPoint, on day: CalendarDate) -> Int {
        guard point.holders.contains(where: { $0.rank == 0 && !$0.hasLeft(on: day) }) else { return 0 }
        return (point.holders.map(\.rank).max() ?? 0) + 1
    }
}
