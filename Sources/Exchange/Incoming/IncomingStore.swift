import Accounts
import Audit
import Database
import Foundation
import Vocabulary

/// Messages of record systems: kept, sealed, until a person of the team has decided. Nothing leaves from here by itself.
public struct IncomingStore: Sendable {
    let engine: any Engine
    let keys: KeyRing
    let clock: any Clock

    public init(engine: any Engine, keys: KeyRing, clock: any Clock) {
        (self.engine, self.keys, self.clock) = (engine, keys, clock)
    }

    /// What became of a message.
    public enum Receipt: Sendable, Equatable {
        /// It waits for the team.
        case held(IncomingMessageID)
        /// This very request arrived before: nothing was done.
        case repeated(IncomingMessageID)
        /// The same content arrived before under another request: nothing was done.
        case recognised(IncomingMessageID)
    }

    /// Keeps a message for the team of `system`, and tells that team.
    /// - Parameters:
    ///   - request: the sender's own id of the request.
    ///   - contentHash: the same for the same content, whatever the request.
    public func receive(
        _ notice: IncomingNotice, request: String, contentHash: String, from system: RecordSystem
    ) async throws -> Receipt {
        let actor = system.actor
        try actor.require(.deliverMessages)
        let (id, now) = (IncomingMessageID(at: clock.now), clock.now)
        let sealed = try keys.seal(
            String(decoding: JSONEncoder().encode(notice), as: UTF8.self), "incoming_message.content")
        return try await engine.write { database in
            if let earlier = try Self.earlier(request, contentHash, of: system, in: database) { return earlier }
            try database.execute(
                """
                INSERT INTO incoming_message (id, record_system_id, organisation_id, service_id, request_id,
                    content_hash, content_sealed, received_at)
                VALUES (\(id), \(system.id), \(system.organisationID), \(system.serviceID), \(request),
                    \(contentHash), \(sealed), \(now))
                """
            )
            try AuditTrail.record(
                AuditFact("message.received", "incoming_message", id), by: actor, at: now, in: database)
            try database.post(OutboxEntry("incoming.held", subject: id, to: system.organisationID), at: now)
            return .held(id)
        }
    }

    private static func earlier(
        _ request: String, _ contentHash: String, of system: RecordSystem, in database: any Reading
    ) throws -> Receipt? {
        let same = try database.row(
            "SELECT id FROM incoming_message WHERE record_system_id = \(system.id) AND request_id = \(request)")
        if let same { return .repeated(try same("id")) }
        let alike = try database.row(
            "SELECT id FROM incoming_message WHERE record_system_id = \(system.id) AND content_hash = \(contentHash)")
        return try alike.map { .recognised(try $0("id")) }
    }

    /// What waits for the caller's team, the oldest first.
    public func waiting(as actor: Actor) async throws -> [IncomingMessage] {
        try actor.require(.sendExchange)
        let (organisation, keys) = (try actor.organisation(), keys)
        guard let service = actor.serviceID else { return [] }
        return try await engine.read { database in
            try database.rows(
                """
                SELECT m.*, s.name AS system_name FROM incoming_message m
                JOIN record_system s ON s.id = m.record_system_id
                WHERE \(sql: Self.open(service, organisation))
                ORDER BY m.received_at, m.id LIMIT 100
                """
            ).map { row in
                let takenBy: AccountID? = try row("taken_by")
                return IncomingMessage(
                    id: try row("id"), notice: try Self.notice(row, keys), systemName: try row("system_name"),
                    receivedAt: try row("received_at"),
                    takenBy: try takenBy.map { try AccountStore.name(of: $0, keys: keys, in: database) },
                    takenAt: try row("taken_at"))
            }
        }
    }

    /// How much waits for the caller's team.
    public func count(as actor: Actor) async throws -> Int {
        try actor.require(.sendExchange)
        let organisation = try actor.organisation()
        guard let service = actor.serviceID else { return 0 }
        return try await engine.read { database in
            try database.count(
                "SELECT count(*) AS count FROM incoming_message m WHERE \(sql: Self.open(service, organisation))")
        }
    }

    /// What a team of an organisation has yet to settle.
    private static func open(_ service: ServiceID, _ organisation: OrganisationID) -> SQL {
        """
        m.service_id = \(service) AND m.organisation_id = \(organisation) AND m.settled_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM exchange e WHERE e.id = m.exchange_id)
        """
    }

    static func notice(_ row: Row, _ keys: KeyRing) throws -> IncomingNotice {
        let text = try keys.open(try row("content_sealed"), "incoming_message.content")
        return try JSONDecoder().decode(IncomingNotice.self, from: Data(text.utf8))
    }

    /// Says that a message is no reason to tell anybody; its content goes.
    public func setAside(_ id: IncomingMessageID, by actor: Actor) async throws {
        try actor.require(.sendExchange)
        let (account, now) = (try actor.account(), clock.now)
        try await engine.write { database in
            _ = try Self.open(id, of: actor, in: database)
            try database.execute(
                """
                UPDATE incoming_message SET settled_at = \(now), settled_by = \(account), content_sealed = NULL
                WHERE id = \(id)
                """
            )
            try AuditTrail.record(
                AuditFact("message.set_aside", "incoming_message", id), by: actor, at: now, in: database)
        }
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
