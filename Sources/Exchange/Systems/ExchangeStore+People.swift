import Audit
import Database
import Foundation
import Students
import Vocabulary

extension ExchangeStore {
    /// How many exchanges back systems find people by name or day of birth: these are sealed, so each has to be opened to be
    /// compared.
    public static let reachForPeople = 2_000

    /// Those of the people told to the system whom `query` means: nobody is found by what the system would not be shown.
    /// By NHS number everybody is found; by anything else, those of the latest exchanges. Each question is audited, by what
    /// kind of thing it asks and how many are found, before it is answered: what shows nobody leaves a trace too.
    public func people(
        meantBy query: PersonQuery, within reach: Int = reachForPeople, as actor: Actor
    ) async throws -> Set<PersonID> {
        try actor.require(.collectExchanges)
        let meant = try await engine.read { [keys] database in
            let known =
                try query.numbers.map { try Self.people(under: $0, as: actor, keys, in: database) }
                ?? Self.latestPeople(within: reach, as: actor, in: database)
            return Set(try StudentsStore.people(known, keys: keys, in: database).values.filter(query.fits).map(\.id))
        }
        let detail = ["by": query.kinds.joined(separator: ","), "found": String(meant.count)]
        try await engine.write { [now = clock.now] database in
            let fact = AuditFact("person.looked_up", "person", detail: detail)
            try AuditTrail.record(fact, by: actor, at: now, in: database)
        }
        return meant
    }

    /// Leaves word with students whom a system was told the number of, and was not shown: each can see that they were counted.
    /// Who is told to the system no more, or never was, was not counted either. However often it counts them in a day of the
    /// United Kingdom they read one line, which buries no other.
    public func noteCounted(_ people: [PersonID], as actor: Actor) async throws {
        try actor.require(.collectExchanges)
        let (now, account) = (clock.now, try actor.account())
        let today = CalendarDate(now).start
        try await engine.write { database in
            let counted = try database.rows(
                """
                SELECT DISTINCT e.person_id FROM exchange e
                WHERE e.person_id IN (\(list: people)) AND \(sql: try Self.told(to: actor))
                    AND NOT EXISTS (SELECT 1 FROM audit_entry a WHERE a.person_id = e.person_id
                        AND a.action = 'person.counted' AND a.account_id = \(account) AND a.at >= \(today))
                """
            ).map { row -> PersonID in try row("person_id") }
            let facts = counted.map { AuditFact("person.counted", "person", $0, person: $0) }
            try AuditTrail.record(facts, by: actor, at: now, in: database)
        }
    }

    /// Whether there are exchanges that `people` does not reach.
    public func hasMore(than reach: Int = reachForPeople, as actor: Actor) async throws -> Bool {
        try actor.require(.collectExchanges)
        return try await engine.read { database in
            let told = try Self.told(to: actor)
            return try database.row("SELECT e.id FROM exchange e WHERE \(sql: told) LIMIT 1 OFFSET \(reach)") != nil
        }
    }

    private static func told(to actor: Actor) throws -> SQL {
        .all([try ExchangeScope.both(actor), try ExchangeFilter.told(to: actor)])
    }

    private static func latestPeople(
        within reach: Int, as actor: Actor, in database: any Reading
    ) throws -> Set<PersonID> {
        let rows = try database.rows(
            """
            SELECT e.person_id FROM exchange e WHERE \(sql: try told(to: actor))
            ORDER BY e.created_at DESC, e.id DESC LIMIT \(reach)
            """
        )
        return Set(try rows.map { try $0("person_id") })
    }

    /// The number is shown to the sender alone, who knew it; so it finds nobody for anybody else.
    private static func people(
        under numbers: [NHSNumber], as actor: Actor, _ keys: KeyRing, in database: any Reading
    ) throws -> Set<PersonID> {
        let known = try StudentsStore.people(under: numbers, keys: keys, in: database)
        let rows = try database.rows(
            """
            SELECT p.id FROM person p WHERE p.id IN (\(list: Array(known))) AND (
                SELECT e.sender_organisation_id FROM exchange e
                WHERE e.person_id = p.id AND \(sql: try told(to: actor))
                ORDER BY e.created_at DESC, e.id DESC LIMIT 1) = \(try actor.organisation())
            """
        )
        return Set(try rows.map { try $0("id") })
    }
}

extension PersonQuery {
    /// What kinds of thing are asked.
    fileprivate var kinds: [String] {
        [
            numbers == nil ? nil : "nhsNumber", names.isEmpty ? nil : "name", born.isEmpty ? nil : "birthDate",
        ].compactMap(\.self)
    }
}
