import Audit
import Database
import Foundation
import Vocabulary

extension DirectoryStore {
    /// “I am leaving on …”: records the last day of a person in a contact point, and asks a successor to take over.
    ///
    /// Said by the person themselves, or for them by whoever keeps the directory. Nothing moves until the successor accepts.
    /// - Throws: `InvalidInput` for a day that has passed, or a successor who is the person themselves.
    public func leave(
        _ id: ContactHolderID, on day: CalendarDate, successor: AccountID?, by actor: Actor
    ) async throws {
        try actor.require(.holdDirectoryEntry)
        let now = clock.now
        try await engine.write { database in
            let (holder, point) = try Self.ownPlace(id, by: actor, in: database)
            guard CalendarDate(now) <= day else { throw InvalidInput("leavingOn", "This day has passed.") }
            if let successor, successor == holder.accountID {
                throw InvalidInput("successor", "Choose somebody else to take over.")
            }
            guard holder.successorAcceptedAt == nil else { throw Self.alreadyTaken(holder, in: point) }
            try Self.requireStaff(successor, of: point.organisationID, in: database)
            try database.execute(
                """
                UPDATE contact_holder SET leaving_on = \(day), successor_account_id = \(successor)
                WHERE id = \(holder.id)
                """
            )
            let fact = AuditFact(
                "contactPoint.leaving", "contact_point", point.id,
                detail: ["holder": id.description, "on": day.description, "successor": successor?.description ?? ""]
            )
            try AuditTrail.record(fact, by: actor, at: now, in: database)
            let topic = successor == nil ? "contactPoint.holderLeaving" : "contactPoint.successionAsked"
            let entry = OutboxEntry(topic, subject: point.id, to: point.organisationID, account: successor)
            try database.post(entry, at: now)
        }
    }

    /// A place in a contact point that is the actor's own, or one they keep.
    /// - Throws: `NotFound` for any other.
    public func entry(_ id: ContactHolderID, by actor: Actor) async throws -> OwnEntry {
        try actor.require(.holdDirectoryEntry)
        return try await engine.read { database in
            let (holder, point) = try Self.ownPlace(id, by: actor, in: database)
            return OwnEntry(holder: holder, point: point, service: try Self.service(point.serviceID, in: database))
        }
    }

    /// Takes back “I am leaving”, as long as nobody has accepted to take over.
    public func stay(_ id: ContactHolderID, by actor: Actor) async throws {
        try actor.require(.holdDirectoryEntry)
        let now = clock.now
        try await engine.write { database in
            let (holder, point) = try Self.ownPlace(id, by: actor, in: database)
            guard holder.successorAcceptedAt == nil else { throw Self.alreadyTaken(holder, in: point) }
            try database.execute(
                "UPDATE contact_holder SET leaving_on = NULL, successor_account_id = NULL WHERE id = \(holder.id)"
            )
            let fact = AuditFact("contactPoint.staying", "contact_point", point.id, detail: ["holder": id.description])
            try AuditTrail.record(fact, by: actor, at: now, in: database)
        }
    }

    /// The successor accepts: from the day after the other's last one they hold the place.
    /// - Throws: `NotFound` for anybody but the one who was asked; `Conflict` where they already have.
    public func acceptSuccession(_ id: ContactHolderID, jobTitle: String, by actor: Actor) async throws {
        try actor.require(.holdDirectoryEntry)
        let now = clock.now
        try await engine.write { database in
            let (holder, point, leavingOn) = try Self.succession(id, of: actor, in: database)
            let title = try TypedText.optional(jobTitle, field: "jobTitle", called: "the job title", most: 120)
            let starts = max(leavingOn.adding(days: 1), CalendarDate(now))
            try Self.leaveDeputyPlace(of: actor, in: point, at: now, in: database)
            try Self.insert(
                ContactHolder(
                    id: ContactHolderID(at: now), contactPointID: point.id, rank: holder.rank,
                    accountID: actor.accountID, name: actor.name, jobTitle: title ?? holder.jobTitle, startsOn: starts
                ), in: database
            )
            try database.execute(
                "UPDATE contact_holder SET successor_accepted_at = \(now) WHERE id = \(holder.id)"
            )
            let detail = ["holder": id.description, "from": starts.description]
            let fact = AuditFact("contactPoint.successionAccepted", "contact_point", point.id, detail: detail)
            try AuditTrail.record(fact, by: actor, at: now, in: database)
            let entry = OutboxEntry(
                "contactPoint.successionAccepted", subject: point.id, to: point.organisationID,
                account: holder.accountID
            )
            try database.post(entry, at: now)
        }
    }

    /// The successor declines: the place is without one again, and the one who leaves is told.
    public func declineSuccession(_ id: ContactHolderID, by actor: Actor) async throws {
        try actor.require(.holdDirectoryEntry)
        let now = clock.now
        try await engine.write { database in
            let (holder, point, _) = try Self.succession(id, of: actor, in: database)
            try database.execute("UPDATE contact_holder SET successor_account_id = NULL WHERE id = \(holder.id)")
            let fact = AuditFact(
                "contactPoint.successionDeclined", "contact_point", point.id, detail: ["holder": id.description]
            )
            try AuditTrail.record(fact, by: actor, at: now, in: database)
            let entry = OutboxEntry(
                "contactPoint.successionDeclined", subject: point.id, to: point.organisationID,
                account: holder.accountID
            )
            try database.post(entry, at: now)
        }
    }

    /// A place that is the actor's own, or one they keep.
    private static func ownPlace(
        _ id: ContactHolderID, by actor: Actor, in database: any Reading
    ) throws -> (ContactHolder, ContactPoint) {
        let (holder, point) = try place(id, by: actor, in: database)
        if let account = holder.accountID, account == actor.accountID { return (holder, point) }
        guard actor.may(.keepDirectory) else { throw NotFound("contact holder") }
        _ = try ownService(point.serviceID, of: actor, in: database)
        return (holder, point)
    }

    private static func succession(
        _ id: ContactHolderID, of actor: Actor, in database: any Reading
    ) throws -> (ContactHolder, ContactPoint, leavingOn: CalendarDate) {
        let (holder, point) = try place(id, by: actor, in: database)
        guard let leavingOn = holder.leavingOn, holder.successorAccountID == (try actor.account()) else {
            throw NotFound("succession")
        }
        guard holder.successorAcceptedAt == nil else { throw alreadyTaken(holder, in: point) }
        return (holder, point, leavingOn)
    }

    /// A deputy who becomes the holder gives up the deputy's place.
    private static func leaveDeputyPlace(
        of actor: Actor, in point: ContactPoint, at now: Date, in database: any Writing
    ) throws {
        for deputy in point.holders where deputy.accountID != nil && deputy.accountID == actor.accountID {
            try database.execute("UPDATE contact_holder SET ended_at = \(now) WHERE id = \(deputy.id)")
        }
    }

    private static func alreadyTaken(_ holder: ContactHolder, in point: ContactPoint) -> Conflict {
        let next = point.holders.first { $0.accountID == holder.successorAccountID && $0.accountID != nil }
        return Conflict("\(next?.name ?? "Somebody") has already accepted to take over from \(holder.name).")
    }
}
