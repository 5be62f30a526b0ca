import Accounts
import Audit
import Database
import Foundation
import Vocabulary

/// Messages of record systems: sent where the student and the team decided so in advance, or else kept, sealed, until a
/// person of the team has decided.
public struct IncomingStore: Sendable {
    let engine: any Engine
    let keys: KeyRing
    let clock: any Clock
    let announcements: ExchangeAnnouncements

    public init(engine: any Engine, keys: KeyRing, clock: any Clock) {
        (self.engine, self.keys, self.clock) = (engine, keys, clock)
        announcements = ExchangeAnnouncements(engine)
    }

    /// What became of a message.
    public enum Receipt: Sendable, Equatable {
        /// It waits for the team.
        case held(IncomingMessageID, [HeldReason])
        /// It went to the university, by the student's own choice.
        case sent(SentMessage)
        /// It took an earlier one back.
        case cancelled(Cancellation.Outcome)
        /// This very request arrived before: nothing was done.
        case repeated(IncomingMessageID)
        /// The same content arrived before under another request, and nothing else about it since: nothing was done.
        case recognised(IncomingMessageID)
    }

    /// Whether a new message left.
    enum Fate {
        case sent(SentMessage)
        case held([HeldReason])
    }

    /// Sends a message where everybody concerned decided so in advance; keeps it for the team of `system` otherwise, and
    /// tells that team.
    /// - Parameters:
    ///   - request: the sender's own id of the request.
    ///   - contentHash: the same for the same content, whatever the request.
    ///   - formerHashes: what that was for this content before it was reckoned as it is now.
    ///   - focusHash: by which a later message may take it back.
    ///   - messageID: by which the sender knows the message, for what is answered later.
    ///   - isUpdate: whether it takes the place of what the system handed in before about the same focus.
    /// - Throws: `Conflict` where `request` came before with another content.
    public func receive(
        _ notice: IncomingNotice, request: String, contentHash: String, formerHashes: [String] = [],
        focusHash: String? = nil, messageID: String? = nil, isUpdate: Bool = false, from system: RecordSystem
    ) async throws -> Receipt {
        try system.actor.require(.deliverMessages)
        let now = clock.now
        let mark = ContentMark(hash: contentHash, former: formerHashes)
        let arrival = Arrival(
            notice: notice, request: request, mark: mark, kept: mark.hash, focusHash: focusHash, messageID: messageID,
            isUpdate: isUpdate, system: system, id: IncomingMessageID(at: now), now: now)
        let looksFirst = try await cameBeforeUpgrade(mark, from: system)
        let receipt: Receipt
        // Most messages are new, and the index says which are not. Whoever looked there first would on PostgreSQL cross everybody
        // who writes beside the same place, and all of them would have to begin again.
        do { receipt = try await keep(arrival, looksFirst: looksFirst) } catch DatabaseFault.notUnique(_) {
            receipt = try await keep(arrival, looksFirst: true)
        }
        if case .sent(let sent) = receipt { announcements.announce(sent.exchangeID, .sent, to: sent.organisations) }
        return receipt
    }

    /// A message as it came.
    private struct Arrival {
        let notice: IncomingNotice
        let request: String
        let mark: ContentMark
        /// What stands for its content in the column.
        var kept: String
        let focusHash: String?
        let messageID: String?
        let isUpdate: Bool
        let system: RecordSystem
        let id: IncomingMessageID
        let now: Date
        /// Why a person judges it that says word for word what an earlier one said, after something else was said.
        var returns: HeldReason?

        /// The same, kept as one that returns; `nil` where nothing else was said since. A system that tries again later makes a
        /// new envelope with a new time, so nothing tells whether it is news.
        func returning(in database: any Reading) throws -> Arrival? {
            guard let focusHash, let newest = try IncomingStore.newest(about: focusHash, of: system, in: database),
                newest.isCancellation || isUpdate && !mark.says(newest.contentHash)
            else { return nil }
            var arrival = self
            arrival.kept = mark.kept(after: newest.id)
            arrival.returns = newest.isCancellation ? .takenBack : .saidBefore
            return arrival
        }
    }

    /// Whether the same content was kept under a mark that is no longer made: no index refuses that. A read by itself, which
    /// crosses nobody who writes.
    private func cameBeforeUpgrade(_ mark: ContentMark, from system: RecordSystem) async throws -> Bool {
        guard !mark.former.isEmpty else { return false }
        return try await engine.read { database in
            try database.row(
                """
                SELECT id FROM incoming_message
                WHERE record_system_id = \(system.id) AND content_hash IN (\(list: mark.former)) LIMIT 1
                """) != nil
        }
    }

    /// - Throws: `DatabaseFault.notUnique` where it has arrived before, and nobody looked.
    private func keep(_ arrival: Arrival, looksFirst: Bool) async throws -> Receipt {
        let (system, id, now) = (arrival.system, arrival.id, arrival.now)
        let sealed = try keys.seal(KeptJSON.text(arrival.notice), "incoming_message.content")
        return try await engine.write { [keys] database -> Receipt in
            var arrival = arrival
            if looksFirst,
                let earlier = try Self.earlier(arrival.request, arrival.mark, of: system, in: database)
            {
                guard case .recognised = earlier, let returning = try arrival.returning(in: database) else {
                    return earlier
                }
                arrival = returning
            }
            let isTeamOpen = try Self.isOpen(system.serviceID, of: system.organisationID, in: database)
            let fate = try Self.fate(of: arrival, isTeamOpen, keys: keys, in: database)
            let sent = fate.message
            // What was sent is not kept here; that the team had said what it is about has to be.
            let detail = arrival.notice.kind == nil ? sent.map { ["sentAs": $0.kind.rawValue] } ?? [:] : [:]
            try AuditTrail.record(
                AuditFact("message.received", "incoming_message", id, detail: detail), by: system.actor, at: now,
                in: database)
            try database.execute(
                """
                INSERT INTO incoming_message (id, record_system_id, organisation_id, service_id, request_id,
                    content_hash, content_sealed, received_at, focus_hash, message_id, held_because, exchange_id,
                    settled_at, settled_by, is_update)
                VALUES (\(id), \(system.id), \(system.organisationID), \(system.serviceID), \(arrival.request),
                    \(arrival.kept), \(sent == nil ? sealed : nil), \(now), \(arrival.focusHash),
                    \(arrival.messageID), \(fate.heldBecause), \(sent?.exchangeID), \(sent == nil ? nil : now),
                    \(sent == nil ? nil : system.id), \(arrival.isUpdate))
                """
            )
            return try Self.receipt(id, fate, of: system, isTeamOpen, at: now, in: database)
        }
    }

    /// What changes something that a person has dealt with, or that was told already, waits for a person, whatever was decided
    /// in advance; so does what may be news or an old message that comes late, beside what was said since.
    private static func fate(
        of arrival: Arrival, _ isTeamOpen: Bool, keys: KeyRing, in database: any Writing
    ) throws -> Fate {
        if let reason = arrival.returns { return .held([reason] + arrival.notice.heldAnyway) }
        if arrival.isUpdate, let focus = arrival.focusHash {
            let isTakenBack = try isTakenBack(focus, of: arrival.system, in: database)
            let reasons =
                try makeWay(for: focus, of: arrival.system, at: arrival.now, in: database)
                + (isTakenBack ? [.takenBack] : [])
            if !reasons.isEmpty { return .held(reasons + arrival.notice.heldAnyway) }
        }
        let sending = UnattendedSending(
            incoming: arrival.notice, newsAbout: arrival.isUpdate ? nil : arrival.focusHash,
            system: arrival.system, isTeamOpen: isTeamOpen, exchangeID: ExchangeID(at: arrival.now), now: arrival.now,
            keys: keys, database: database)
        return try sending.go(key: "message-\(arrival.id)")
    }

    /// Tells the team of what waits for it, or where that has closed, who can give it to another.
    private static func receipt(
        _ id: IncomingMessageID, _ fate: Fate, of system: RecordSystem, _ isTeamOpen: Bool, at now: Date,
        in database: any Writing
    ) throws -> Receipt {
        switch fate {
        case .sent(let sent): return .sent(sent)
        case .held(let reasons):
            if isTeamOpen {
                try tellTeam(system.serviceID, of: id, in: system.organisationID, at: now, database)
            } else {
                try tellOfStranded(id, in: system.organisationID, at: now, database)
            }
            return .held(id, reasons)
        }
    }

    /// - Throws: `Conflict` where the request came before with another content, which would be lost if it passed for a
    ///   repetition.
    static func earlier(
        _ request: String, _ mark: ContentMark, of system: RecordSystem, in database: any Reading
    ) throws -> Receipt? {
        let same = try database.row(
            """
            SELECT id, content_hash FROM incoming_message
            WHERE record_system_id = \(system.id) AND request_id = \(request)
            """)
        if let same {
            guard mark.says(try same("content_hash")) else {
                throw Conflict(
                    """
                    This id came before, with another content; nothing of this message was kept. Send it under an id of \
                    its own: the X-Request-Id or, where there is none, the Bundle’s.
                    """)
            }
            return .repeated(try same("id"))
        }
        let alike = try database.row(
            """
            SELECT id FROM incoming_message
            WHERE record_system_id = \(system.id) AND content_hash IN (\(list: [mark.hash] + mark.former))
            ORDER BY received_at, id LIMIT 1
            """)
        return try alike.map { .recognised(try $0("id")) }
    }
}

extension IncomingStore.Fate {
    /// What left; `nil` where nothing did.
    fileprivate var message: SentMessage? { if case .sent(let sent) = self { sent } else { nil } }

    /// The reasons as a column keeps them.
    fileprivate var heldBecause: String? {
        if case .held(let reasons) = self { reasons.map(\.rawValue).joined(separator: " ") } else { nil }
    }
}
