import Database
import Foundation
import Vocabulary

extension ExchangeStore {
    /// What the actor's team has received: live work by what is due next, closed work latest first.
    /// - Parameter cursor: `next` of the page before.
    public func inbox(
        _ list: InboxList, after cursor: String? = nil, most: Int = 25, as actor: Actor
    ) async throws -> ExchangeList {
        try actor.require(.readExchange)
        let now = clock.now
        let after = cursor.flatMap(ListCursor.init)
        let sql: SQL =
            switch list {
            case .mine: try Self.received(by: actor, "c.taken_by = \(try actor.account())", after, most)
            case .team: try Self.received(by: actor, "1 = 1", after, most)
            case .overdue: try Self.received(by: actor, "c.due_at < \(now)", after, most)
            case .messages: Self.ended(try Self.unread(by: actor), by: "e.unread_message_at", after, most)
            case .closed: Self.ended(try ExchangeScope.received(by: actor), after, most)
            }
        return try await page(sql, most, as: actor)
    }

    /// What the actor's team has sent: what nobody of it has read by how long that waits, open work by what is due next, ended
    /// work latest first.
    public func sent(
        _ list: SentList, after cursor: String? = nil, most: Int = 25, as actor: Actor
    ) async throws -> ExchangeList {
        try actor.require(.readExchange)
        let now = clock.now
        let after = cursor.flatMap(ListCursor.init)
        let mine = try ExchangeScope.sent(by: actor)
        let organisation = try actor.organisation()
        let clocks: SQL = "c.sender_organisation_id = \(organisation) AND \(sql: mine)"
        let sql: SQL =
            switch list {
            case .unread: Self.waiting(try Self.unreadByTeam(of: actor), after, most)
            case .open: Self.sentAndOpen(clocks, after, most)
            case .overdue: Self.sentAndOpen("\(sql: clocks) AND c.due_at < \(now)", after, most)
            case .ended: Self.ended(mine, after, most)
            }
        return try await page(sql, most, as: actor)
    }

    /// How much of what the actor's team sent waits for somebody of it to read what came back.
    public func unreadAnswers(as actor: Actor) async throws -> Int {
        try actor.require(.readExchange)
        let unread = try Self.unreadByTeam(of: actor)
        return try await engine.read { try $0.count("SELECT COUNT(*) AS count FROM exchange e WHERE \(sql: unread)") }
    }

    /// How much waits, for the navigation and the title of the tab.
    public func counts(as actor: Actor) async throws -> InboxCounts {
        try actor.require(.readExchange)
        let (now, account) = (clock.now, try actor.account())
        let (mine, unread) = (try Self.team(of: actor), try Self.unread(by: actor))
        return try await engine.read { database in
            // One pass for the four of live work: every page of a practitioner asks for them.
            let row = try database.row(
                """
                SELECT COUNT(*) AS team,
                    COALESCE(SUM(CASE WHEN c.taken_by = \(account) THEN 1 ELSE 0 END), 0) AS mine,
                    COALESCE(SUM(CASE WHEN c.due_at < \(now) THEN 1 ELSE 0 END), 0) AS overdue,
                    COALESCE(SUM(CASE WHEN c.owed = \(ExchangeClock.acknowledged) OR c.due_at < \(now)
                        THEN 1 ELSE 0 END), 0) AS pressing,
                    (SELECT COUNT(*) FROM exchange e WHERE \(sql: unread) AND \(sql: Self.hasEnded)) AS messages
                FROM exchange_clock c WHERE \(sql: mine)
                """
            )
            func count(_ name: String) throws -> Int { try row?(name) ?? 0 }
            return InboxCounts(
                mine: try count("mine"), team: try count("team"), overdue: try count("overdue"),
                pressing: try count("pressing"), messages: try count("messages")
            )
        }
    }

    /// The page is taken from the clocks alone, so that of hundreds that are open only those on it are looked up: PostgreSQL
    /// otherwise looks up each before it sorts them.
    private static func received(
        by actor: Actor, _ condition: SQL, _ after: ListCursor?, _ most: Int
    ) throws -> SQL {
        """
        SELECT e.*, p.due_at AS listed_at FROM (
            SELECT c.exchange_id, c.due_at FROM exchange_clock c WHERE \(sql: try team(of: actor)) AND \(sql: condition)
                \(sql: ListOrder.earliestFirst.behind(after, "c.due_at", "c.exchange_id"))
            ORDER BY c.due_at, c.exchange_id LIMIT \(most + 1)
        ) p JOIN exchange e ON e.id = p.exchange_id
        ORDER BY p.due_at, p.exchange_id
        """
    }

    /// The team it is with now, which after handing on is not the one it was sent to.
    private static func team(of actor: Actor) throws -> SQL {
        let organisation = try actor.organisation()
        guard let service = actor.serviceID else {
            return "c.recipient_organisation_id = \(organisation) AND c.recipient_service_id IS NOT NULL"
        }
        return "c.recipient_organisation_id = \(organisation) AND c.recipient_service_id = \(service)"
    }

    private static func sentAndOpen(_ condition: SQL, _ after: ListCursor?, _ most: Int) -> SQL {
        """
        SELECT e.*, c.due_at AS listed_at FROM exchange_clock c JOIN exchange e ON e.id = c.exchange_id
        WHERE \(sql: condition) \(sql: ListOrder.earliestFirst.behind(after, "c.due_at", "c.exchange_id"))
        ORDER BY c.due_at, c.exchange_id LIMIT \(most + 1)
        """
    }

    /// What ended with the actor's team, and the sender has written in since.
    private static func unread(by actor: Actor) throws -> SQL {
        let ofTeam: SQL = actor.serviceID.map { "AND e.unread_service_id = \($0)" } ?? ""
        return "\(sql: try ExchangeScope.received(by: actor)) AND e.unread_message_at IS NOT NULL \(sql: ofTeam)"
    }

    /// What the actor's team sent, and nobody of it has read what came back.
    private static func unreadByTeam(of actor: Actor) throws -> SQL {
        let ofTeam: SQL = actor.serviceID.map { "AND e.sender_service_id = \($0)" } ?? ""
        return "\(sql: try ExchangeScope.sent(by: actor)) AND e.sender_team_unread_at IS NOT NULL \(sql: ofTeam)"
    }

    private static func waiting(_ condition: SQL, _ after: ListCursor?, _ most: Int) -> SQL {
        """
        SELECT e.*, e.sender_team_unread_at AS listed_at FROM exchange e WHERE \(sql: condition)
            \(sql: ListOrder.earliestFirst.behind(after, "e.sender_team_unread_at"))
        ORDER BY e.sender_team_unread_at, e.id LIMIT \(most + 1)
        """
    }

    private static func ended(
        _ scope: SQL, by time: SQL = "e.created_at", _ after: ListCursor?, _ most: Int
    ) -> SQL {
        """
        SELECT e.*, \(sql: time) AS listed_at FROM exchange e
        WHERE \(sql: scope) \(sql: ListOrder.latestFirst.behind(after, time)) AND \(sql: hasEnded)
        ORDER BY \(sql: time) DESC, e.id DESC LIMIT \(most + 1)
        """
    }

    static let hasEnded: SQL = "NOT EXISTS (SELECT 1 FROM exchange_clock c WHERE c.exchange_id = e.id)"

    private func page(_ sql: SQL, _ most: Int, as actor: Actor) async throws -> ExchangeList {
        let keys = keys
        return try await engine.read { database in
            let found = try database.rows(sql)
            let shown = Array(found.prefix(most))
            let rows = try RowReading(actor: actor, keys: keys, database: database).rows(shown)
            guard found.count > most, let last = shown.last else { return ExchangeList(rows: rows, next: nil) }
            let cursor = ListCursor(at: try last("listed_at"), id: try last("id"))
            return ExchangeList(rows: rows, next: cursor.text)
        }
    }
}
