import Accounts
import Database
import Foundation
import Vocabulary

/// One exchange in a student's record: who told whom, why, and who has read it.
public struct ExchangeAboutPerson: Sendable {
    public let facts: ExchangeFacts
    public let state: ExchangeState
    public let side: ExchangeSide
    public let sender: ExchangeRecord.Party
    public let recipient: ExchangeRecord.Party
    public let readers: [ExchangeRecord.Reader]
    /// Who else of the recipient's organisation looked at it, and as what.
    public let lookers: [ExchangeRecord.Reader]
    /// Why it was shared; `nil` where the reader sees nothing of what was told.
    public let explanation: String?
}

extension ExchangeStore {
    /// Every exchange about a student that `actor` may know of, latest first; for the student's record. Listing is not
    /// opening: nothing is marked as read.
    public func exchanges(about person: PersonID, as actor: Actor) async throws -> [ExchangeAboutPerson] {
        try actor.require(.readExchange)
        let (keys, now) = (keys, clock.now)
        return try await engine.read { database in
            let sql: SQL = "SELECT e.id FROM exchange e WHERE e.person_id = \(person)"
            let rows = try database.rows(
                sql + "AND \(sql: try ExchangeScope.both(actor)) ORDER BY e.created_at DESC LIMIT 100"
            )
            return try rows.map { row in
                let file = try ExchangeFile.take(row("id"), as: actor, keys: keys, in: database)
                let reading = RecordReading(file: file, actor: actor, now: now, keys: keys, database: database)
                return try reading.aboutPerson()
            }
        }
    }
}

extension RecordReading {
    fileprivate func aboutPerson() throws -> ExchangeAboutPerson {
        let (facts, state) = (file.facts, file.state)
        let known = Set(state.readers.keys).union(state.lookers.keys)
        let names = try AccountStore.names(of: known, keys: keys, in: database)
        return ExchangeAboutPerson(
            facts: facts, state: state, side: side,
            sender: try party(facts.senderOrganisationID, facts.senderServiceID),
            recipient: try party(facts.recipientOrganisationID, state.serviceID), readers: readers(names),
            lookers: lookers(names), explanation: closedBecause == nil ? try explanation() : nil
        )
    }
}
