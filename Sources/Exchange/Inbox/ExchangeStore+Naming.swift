import Database
import Foundation
import Students
import Vocabulary

extension ExchangeStore {
    /// How many exchanges back a name is looked for: names are sealed, so each has to be opened to be compared.
    private static let reach = 2_000

    /// What the actor's team received or sent about somebody in whose name each word of `name` occurs, latest first; only
    /// where a list shows the actor that name. Fifty at most.
    /// - Throws: `InvalidInput` naming `words` for fewer than two letters.
    public func named(_ name: String, as actor: Actor) async throws -> [ExchangeRow] {
        try actor.require(.readExchange)
        guard name.count(where: \.isLetter) > 1 else {
            throw InvalidInput("words", "Type a reference, or at least two letters of a name.")
        }
        let (scope, keys): (SQL, KeyRing) = (try ExchangeScope.both(actor), keys)
        return try await engine.read { database in
            let people: [PersonID] = try database.rows(
                "SELECT e.person_id FROM exchange e WHERE \(sql: scope) ORDER BY e.created_at DESC LIMIT \(Self.reach)"
            ).map { try $0("person_id") }
            let meant = try StudentsStore.people(Set(people), named: name, keys: keys, in: database)
            let rows = try database.rows(
                """
                SELECT e.* FROM exchange e WHERE \(sql: scope) AND e.person_id IN (\(list: Array(meant)))
                ORDER BY e.created_at DESC, e.id DESC LIMIT 50
                """
            )
            return try RowReading(actor: actor, keys: keys, database: database).rows(rows)
                .filter { $0.studentName != nil }
        }
    }
}
