import Audit
import Database
import Foundation
import Students
import Vocabulary

/// That somebody is already looking out for a person: what a clinician who found them is told, and nothing more.
public struct OpenExchange: Sendable, Equatable {
    public let kind: ExchangeKind
    public let sender: String
    public let recipient: String
    public let sentAt: Date
}

extension DraftStore {
    /// Exchanges about a person that have not ended, the latest first; for a clinician who found the person by an exact
    /// key. Looking is audited, and the student can see it.
    public func openExchanges(about person: PersonID, as actor: Actor) async throws -> [OpenExchange] {
        try actor.require(.sendExchange)
        let now = clock.now
        return try await engine.write { database in
            let fact = AuditFact("exchange.open_listed", "person", person, person: person)
            try AuditTrail.record(fact, by: actor, at: now, in: database)
            return try database.rows(
                """
                SELECT e.kind, e.created_at, sender.name AS sender, recipient.name AS recipient FROM exchange e
                    JOIN exchange_clock ON exchange_clock.exchange_id = e.id
                    JOIN organisation sender ON sender.id = e.sender_organisation_id
                    JOIN organisation recipient ON recipient.id = e.recipient_organisation_id
                WHERE e.person_id = \(person) ORDER BY e.created_at DESC, e.id DESC
                """
            ).map { row in
                OpenExchange(
                    kind: try row("kind"), sender: try row("sender"), recipient: try row("recipient"),
                    sentAt: try row("created_at"))
            }
        }
    }
}
