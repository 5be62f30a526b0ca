import Database
import Foundation
import Vocabulary

/// One exchange taken out to be worked on, within one transaction: its facts, its state, and where its history ends.
struct ExchangeFile {
    let facts: ExchangeFacts
    private(set) var state: ExchangeState
    private(set) var events: [ExchangeEvent]

    init(_ facts: ExchangeFacts, events: [ExchangeEvent] = []) {
        (self.facts, self.events) = (facts, events)
        state = ExchangeState(replaying: events)
    }

    /// The exchange, where `actor` stands on one of its sides, in one of its teams.
    /// - Throws: `NotFound` where it does not exist for them.
    static func take(
        _ id: ExchangeID, as actor: Actor, keys: KeyRing, in database: any Reading
    ) throws -> ExchangeFile {
        let sql: SQL = "SELECT e.* FROM exchange e WHERE e.id = \(id) AND \(sql: try ExchangeScope.both(actor))"
        guard let row = try database.row(sql) else { throw NotFound("exchange") }
        return try ExchangeFile(row, keys: keys, in: database)
    }

    /// The exchange, for Footbridge's own clocks and for acts that were authorised on the student.
    static func take(_ id: ExchangeID, keys: KeyRing, in database: any Reading) throws -> ExchangeFile {
        guard let row = try database.row("SELECT * FROM exchange WHERE id = \(id)") else { throw NotFound("exchange") }
        return try ExchangeFile(row, keys: keys, in: database)
    }

    private init(_ row: Row, keys: KeyRing, in database: any Reading) throws {
        let facts = try ExchangeFacts(row)
        let events = try ExchangeEvent.read(of: [facts.id], keys: keys, in: database)
        self.init(facts, events: events[facts.id] ?? [])
    }

    /// Adds `event`, and keeps the clock row in step with it.
    /// - Throws: `Conflict` where it may not follow.
    mutating func add(_ event: ExchangeEvent, keys: KeyRing, in database: any Writing) throws {
        state = try state.applying(event)
        events.append(event)
        try event.insert(into: facts.id, seq: events.count, keys: keys, in: database)
        try keepClock(in: database)
        if !state.takesLateMessages && facts.unreadMessageAt != nil { try endUnread(in: database) }
        if !state.bringsNews && facts.senderTeamUnreadAt != nil { try endTeamUnread(in: database) }
    }

    /// No message waits in the inbox any more: somebody has seen it, or it can no longer be read as it was written.
    func endUnread(in database: any Writing) throws {
        try database.execute(
            "UPDATE exchange SET unread_message_at = NULL, unread_service_id = NULL WHERE id = \(facts.id)")
    }

    /// - Throws: `Conflict` where the other side has let it go, so that nobody there would read what is added.
    func requireBothSides() throws(Conflict) {
        guard !facts.isKeptByAll else { return }
        throw Conflict("The other side has removed this, since its time had passed. Send a new notice instead.")
    }

    /// The side on which `actor` stands.
    func side(of actor: Actor) -> ExchangeSide {
        actor.organisationID == facts.senderOrganisationID ? .sender : .recipient
    }

    /// The row says what is owed and by when; it exists only as long as something is.
    private func keepClock(in database: any Writing) throws {
        guard let owed = state.owed, let dueAt = state.dueAt else {
            if state.status.isEnded {
                try database.execute("DELETE FROM exchange_clock WHERE exchange_id = \(facts.id)")
            }
            return
        }
        let next = Ladder.remaining(state).first?.at
        try database.execute(
            """
            INSERT INTO exchange_clock (exchange_id, sender_organisation_id, recipient_organisation_id,
                recipient_service_id, taken_by, owed, due_at, next_step_at)
            VALUES (\(facts.id), \(facts.senderOrganisationID), \(facts.recipientOrganisationID), \(state.serviceID),
                \(state.assigneeID), \(owed), \(dueAt), \(next))
            ON CONFLICT (exchange_id) DO UPDATE SET recipient_service_id = excluded.recipient_service_id,
                taken_by = excluded.taken_by, owed = excluded.owed, due_at = excluded.due_at,
                next_step_at = excluded.next_step_at
            """
        )
    }
}
