import Accounts
import Audit
import Database
import Foundation
import Vocabulary

/// What waits for a person.
extension IncomingStore {
    /// The oldest of what waits are shown; nobody works through more at a time.
    private static let most = 100

    /// What waits for the caller's team, the oldest first, a hundred at most.
    public func waiting(as actor: Actor) async throws -> [IncomingMessage] {
        try actor.require(.sendExchange)
        let (organisation, keys) = (try actor.organisation(), keys)
        guard let service = actor.serviceID else { return [] }
        return try await engine.read { database in
            try database.rows(
                """
                SELECT m.*, s.name AS system_name, CASE WHEN \(sql: Self.wasOvertaken) THEN 1 ELSE 0 END AS overtaken,
                    CASE WHEN \(sql: Self.wasTakenBack) THEN 1 ELSE 0 END AS taken_back
                FROM incoming_message m
                JOIN record_system s ON s.id = m.record_system_id
                WHERE \(sql: Self.open(service, organisation))
                ORDER BY m.received_at, m.id LIMIT \(Self.most)
                """
            ).map { row in
                let takenBy: AccountID? = try row("taken_by")
                let late: [HeldReason?] = [
                    try row("overtaken") ? .overtaken : nil, try row("taken_back") ? .takenBack : nil,
                ]
                return IncomingMessage(
                    id: try row("id"), notice: try Self.notice(row, keys), systemName: try row("system_name"),
                    receivedAt: try row("received_at"),
                    heldBecause: HeldReason.read(try row("held_because"), late: late.compactMap(\.self)),
                    takenBy: try takenBy.map { try AccountStore.name(of: $0, keys: keys, in: database) },
                    takenAt: try row("taken_at"))
            }
        }
    }

    /// How much waits for the caller's team, as far as `waiting(as:)` has it.
    public func count(as actor: Actor) async throws -> Int {
        try actor.require(.sendExchange)
        let organisation = try actor.organisation()
        guard let service = actor.serviceID else { return 0 }
        return try await engine.read { database in
            try database.count(
                """
                SELECT count(*) AS count FROM (SELECT m.id FROM incoming_message m
                    WHERE \(sql: Self.open(service, organisation)) LIMIT \(Self.most)) AS shown
                """
            )
        }
    }

    /// What a team of an organisation has yet to settle.
    static func open(_ service: ServiceID, _ organisation: OrganisationID) -> SQL {
        """
        m.service_id = \(service) AND m.organisation_id = \(organisation) AND \(sql: isUnsettled)
        """
    }

    /// What nobody has settled of messages `m`, and nothing was sent from.
    static let isUnsettled: SQL = """
        m.settled_at IS NULL AND NOT EXISTS (SELECT 1 FROM exchange e WHERE e.id = m.exchange_id)
        """

    static func notice(_ row: Row, _ keys: KeyRing) throws -> IncomingNotice {
        try KeptJSON.read(from: try keys.open(try row("content_sealed"), "incoming_message.content"))
    }

    /// Says that a message is no reason to tell anybody; its content goes.
    public func setAside(_ id: IncomingMessageID, by actor: Actor) async throws {
        try actor.require(.sendExchange)
        let (account, now) = (try actor.account(), clock.now)
        try await engine.write { database in
            _ = try Self.open(id, of: actor, in: database)
            try Self.settle(id, by: account, at: now, in: database)
            try AuditTrail.record(
                AuditFact("message.set_aside", "incoming_message", id), by: actor, at: now, in: database)
        }
    }

    /// Ends the waiting of a message; its content goes.
    static func settle(
        _ id: IncomingMessageID, by whom: some SQLBindable, at now: Date, in database: any Writing
    ) throws {
        try database.execute(
            """
            UPDATE incoming_message SET settled_at = \(now), settled_by = \(whom), content_sealed = NULL
            WHERE id = \(id)
            """
        )
    }

    /// A message that still waits for the actor's own team.
    /// - Throws: `NotFound` for any other.
    static func open(_ id: IncomingMessageID, of actor: Actor, in database: any Reading) throws -> Row {
        guard let service = actor.serviceID else { throw NotFound("message") }
        let own = try open(service, actor.organisation())
        guard let row = try database.row("SELECT m.* FROM incoming_message m WHERE m.id = \(id) AND \(sql: own)") else {
            throw NotFound("message")
        }
        return row
    }

    /// Lets go of the content of messages whose notice has been sent.
    public func purge() async throws {
        let now = clock.now
        let sent: SQL = """
            SELECT m.id FROM incoming_message m JOIN exchange e ON e.id = m.exchange_id WHERE m.settled_at IS NULL
            """
        guard try await engine.read({ try $0.row(sent + "LIMIT 1") }) != nil else { return }
        try await engine.write { database in
            try database.execute(
                """
                UPDATE incoming_message SET settled_at = \(now), settled_by = taken_by, content_sealed = NULL
                WHERE id IN (\(sql: sent))
                """
            )
        }
    }
}
