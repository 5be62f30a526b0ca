import Database
import Foundation
import Students
import Vocabulary

extension ExchangeStore {
    /// Every exchange about a student that `actor` may know of, latest first; for the student's record. Listing is not
    /// opening: nothing is marked as read.
    public func exchanges(about person: PersonID, as actor: Actor) async throws -> [ExchangeRecord] {
        try actor.require(.readExchange)
        let (keys, now) = (keys, clock.now)
        return try await engine.read { database in
            let sql: SQL = "SELECT e.id FROM exchange e WHERE e.person_id = \(person)"
            let rows = try database.rows(
                sql + "AND \(sql: try ExchangeScope.both(actor)) ORDER BY e.created_at DESC LIMIT 100"
            )
            return try rows.map { row in
                let file = try ExchangeFile.take(row("id"), as: actor, keys: keys, in: database)
                return try RecordReading(file: file, actor: actor, now: now, keys: keys, database: database).record()
            }
        }
    }
}
