import Accounts
import Audit
import Database
import Foundation
import Vocabulary

/// One message between both sides, as a system reads it.
public struct SystemMessage: Sendable, Identifiable {
    public let id: MessageID
    public let exchangeID: ExchangeID
    public let personID: PersonID
    public let at: Date
    public let organisationID: OrganisationID
    public let name: String
    public let body: String
}

/// Which messages, or acts, of exchanges are asked for; what is `nil` does not matter.
public struct ThreadQuery<Subject>: Sendable {
    public var ids: [Identifier<Subject>]?
    public var exchanges: [ExchangeID]?
    public var people: [PersonID]?
    public var organisations: [OrganisationID]?
    public var at: [MomentRange] = []

    public init() {}

    /// As a condition on `line`, a table that belongs to `exchange e`, for `actor`.
    fileprivate func condition(on line: SQL, for actor: Actor) throws -> SQL {
        .all(
            [
                try ExchangeScope.both(actor), try ExchangeFilter.told(to: actor),
                ids.map { "\(sql: line).id IN (\(list: $0))" },
                exchanges.map { "\(sql: line).exchange_id IN (\(list: $0))" },
                people.map { "e.person_id IN (\(list: $0))" },
                organisations.map { "\(sql: line).organisation_id IN (\(list: $0))" },
            ].compactMap(\.self) + at.map { $0.condition(on: "\(sql: line).at") })
    }
}

extension ThreadQuery<Subjects.Message> {
    /// Whether there is such a message for `actor`.
    func finds(as actor: Actor, in database: any Reading) throws -> Bool {
        let condition = try condition(on: "m", for: actor)
        return try database.row(
            """
            SELECT m.id FROM message m JOIN exchange e ON e.id = m.exchange_id WHERE \(sql: condition) LIMIT 1
            """
        ) != nil
    }
}

extension ExchangeStore {
    /// Messages of exchanges that are told to the system, by time; that they were fetched is recorded.
    public func messages(
        _ query: ThreadQuery<Subjects.Message>, _ page: PageRequest, as actor: Actor
    ) async throws -> PageOf<SystemMessage> {
        try actor.require(.collectExchanges)
        let (keys, now) = (keys, clock.now)
        return try await engine.writeOptimistically { database in
            let list = PagedList(
                "m.*, e.person_id", from: "message m JOIN exchange e ON e.id = m.exchange_id",
                where: try query.condition(on: "m", for: actor), by: "m.at", id: "m.id")
            let found = try database.page(list, page)
            let names = try Self.writers(found.items, keys: keys, in: database)
            let messages = try found.map { row in
                SystemMessage(
                    id: try row("id"), exchangeID: try row("exchange_id"), personID: try row("person_id"),
                    at: try row("at"), organisationID: try row("organisation_id"),
                    name: names[try row("account_id")] ?? "Someone who has left",
                    body: try keys.open(row("body_sealed"), "message.body"))
            }
            let people = Dictionary(messages.items.map { ($0.exchangeID, $0.personID) }) { one, _ in one }
            let facts = people.map { AuditFact("exchange.collected", "exchange", $0.key, person: $0.value) }
            try AuditTrail.record(facts, by: actor, at: now, in: database)
            return messages
        }
    }

    /// What happened to exchanges that are told to the system, by time.
    public func history(
        _ query: ThreadQuery<Subjects.ExchangeEvent>, _ page: PageRequest, as actor: Actor
    ) async throws -> PageOf<SystemEvent> {
        try actor.require(.collectExchanges)
        let keys = keys
        return try await engine.read { database in
            let list = PagedList(
                "v.*", from: "exchange_event v JOIN exchange e ON e.id = v.exchange_id",
                where: try query.condition(on: "v", for: actor), by: "v.at", id: "v.id")
            let found = try database.page(list, page)
            let names = try Self.writers(found.items, keys: keys, in: database)
            return try found.map { row in
                let account: AccountID? = try row("account_id")
                return SystemEvent(
                    id: try row("id"), exchangeID: try row("exchange_id"), kind: try row("kind"), at: try row("at"),
                    organisationID: try row("organisation_id"),
                    name: account.map { names[$0] ?? "Someone who has left" })
            }
        }
    }

    private static func writers(
        _ rows: [Row], keys: KeyRing, in database: any Reading
    ) throws -> [AccountID: String] {
        let accounts = try rows.compactMap { try $0("account_id") as AccountID? }
        return try AccountStore.names(of: Set(accounts), keys: keys, in: database)
    }
}

/// One thing that happened to an exchange: what, when, and by whom. What people wrote is not in it.
public struct SystemEvent: Sendable, Identifiable {
    public let id: ExchangeEventID
    public let exchangeID: ExchangeID
    public let kind: ExchangeEvent.Kind
    public let at: Date
    public let organisationID: OrganisationID?
    /// `nil` where Footbridge acted by itself.
    public let name: String?
}
