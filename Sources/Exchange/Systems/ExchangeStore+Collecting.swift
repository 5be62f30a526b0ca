import Audit
import Database
import Foundation
import Students
import Vocabulary

extension ExchangeStore {
    /// What was told in some exchanges, for a system of one of their sides; that it was fetched is recorded. Those that
    /// are not told to it (yet, or any more) are left out. However many there are, they take as many questions as one.
    public func collect(_ ids: [ExchangeID], as actor: Actor) async throws -> [CollectedExchange] {
        try actor.require(.collectExchanges)
        if ids.isEmpty { return [] }
        let (keys, now) = (keys, clock.now)
        return try await engine.writeOptimistically { database in
            let rows = try database.rows(
                """
                SELECT e.* FROM exchange e WHERE e.id IN (\(list: ids)) AND \(sql: try ExchangeScope.both(actor))
                    AND \(sql: try ExchangeFilter.told(to: actor))
                """
            )
            let found = try CollectedReading(actor: actor, now: now, keys: keys, database: database).exchanges(rows)
            let facts = found.values.map {
                AuditFact("exchange.collected", "exchange", $0.id, person: $0.facts.personID)
            }
            try AuditTrail.record(facts, by: actor, at: now, in: database)
            return ids.compactMap { found[$0] }
        }
    }

    /// People whom exchanges are about that are told to the system, each with the latest such exchange.
    /// - Parameter ids: `nil` for all of them.
    public func peopleTold(
        _ ids: [PersonID]?, _ page: PageRequest, as actor: Actor
    ) async throws -> PageOf<ExchangeID> {
        try actor.require(.collectExchanges)
        return try await engine.read { database in
            let scope: SQL = try .all([ExchangeScope.both(actor), ExchangeFilter.told(to: actor)])
            let wanted: SQL = .all([scope, ids.map { "e.person_id IN (\(list: $0))" }].compactMap(\.self))
            let list = PagedList(
                """
                (SELECT e.id FROM exchange e WHERE e.person_id = p.id AND \(sql: scope)
                    ORDER BY e.created_at DESC, e.id DESC LIMIT 1) AS exchange_id
                """, from: "(SELECT DISTINCT e.person_id AS id FROM exchange e WHERE \(sql: wanted)) p",
                where: "1 = 1", by: "p.id", id: "p.id")
            return try database.page(list, page).map { try $0("exchange_id") }
        }
    }

    /// The same acts, each done only while an exchange is at this version: nobody changes what they have not seen.
    public func expecting(_ version: Int) -> ExchangeStore {
        var store = self
        store.expectedVersion = version
        return store
    }
}

/// What somebody wanted to change has changed since they saw it.
public struct Outdated: Error, Equatable, Sendable {}

extension ExchangeFile {
    /// - Throws: `Outdated` where it is not at this version any more.
    func require(version: Int?) throws(Outdated) {
        if let version, version != events.count { throw Outdated() }
    }
}
