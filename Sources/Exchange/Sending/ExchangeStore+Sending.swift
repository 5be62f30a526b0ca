import Accounts
import Audit
import Database
import Directory
import Foundation
import Students
import Vocabulary

extension ExchangeStore {
    /// Sends a notice, within the transaction that recorded the sharing decision: the exchange, what the decision lets
    /// through, its first events, its clock, audit entry and outbox entries, or nothing of it.
    ///
    /// The same idempotency key gives the same exchange, where it could be sent now as well. After the commit, call
    /// `ExchangeAnnouncements.announce`, so that an open inbox shows it at once.
    /// - Parameter team: from `DirectoryStore.recipientTeam(…, in: database)`, read in the same transaction.
    /// - Throws: `InvalidInput` on the form's fields, `Forbidden` where the actor sends in no team, `Conflict` where the
    ///   decision does not permit it.
    @discardableResult
    public static func send(
        _ notice: NewNotice, decision: SharingPermit, to team: RecipientTeam, by actor: Actor, at now: Date,
        keys: KeyRing, in database: any Writing
    ) throws -> ExchangeID {
        try sending(notice, decision: decision, to: team, by: actor, at: now, keys: keys, in: database).facts.id
    }

    /// As `send`, for who goes on with it in the same transaction.
    static func sending(
        _ notice: NewNotice, decision: SharingPermit, to team: RecipientTeam, by actor: Actor, at now: Date,
        keys: KeyRing, in database: any Writing
    ) throws -> ExchangeFile {
        if actor.recordSystemID == nil { try actor.require(.sendExchange) } else { try actor.require(.sendAsAgreed) }
        let sending = try Sending(notice, decision, team, by: actor, at: now)
        try decision.require(for: sending, in: database)
        guard let facts = try sending.insert(keys: keys, in: database) else {
            return try ExchangeFile.take(
                alreadySent(notice, by: actor, in: database), as: actor, keys: keys, in: database)
        }
        var file = ExchangeFile(facts)
        for event in sending.events { try file.add(event, keys: keys, in: database) }
        try sending.tell(file.facts, in: database)
        return file
    }

    private static func alreadySent(
        _ notice: NewNotice, by actor: Actor, in database: any Reading
    ) throws -> ExchangeID {
        let row = try database.row(
            """
            SELECT id FROM exchange WHERE idempotency_key = \(notice.idempotencyKey)
                AND sender_organisation_id = \(try actor.organisation())
            """
        )
        guard let row else { throw NotFound("exchange") }
        return try row("id")
    }
}
