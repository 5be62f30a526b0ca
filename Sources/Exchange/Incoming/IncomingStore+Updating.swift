import Accounts
import Database
import Foundation
import Vocabulary

extension IncomingStore {
    /// Takes out of the team's way what the same system handed in before about the same thing and still waits.
    /// - Returns: why what takes its place waits for a person; none where nobody has dealt with any of it.
    static func makeWay(
        for focusHash: String, of system: RecordSystem, at now: Date, in database: any Writing
    ) throws -> [HeldReason] {
        let earlier = try database.rows(
            """
            SELECT m.id, m.service_id, m.taken_by, m.settled_at, m.settled_by, e.id AS told_id FROM incoming_message m
            LEFT JOIN exchange e ON e.id = m.exchange_id
            WHERE m.record_system_id = \(system.id) AND m.\(sql: isAbout(focusHash)) AND m.cancels IS NULL
            """
        )
        var reasons: [HeldReason] = []
        for message in earlier {
            if try message("told_id") as ExchangeID? != nil {
                reasons.append(.changesTold)
                continue
            }
            if try isInHand(message, of: system) { reasons.append(.inHand) }
            if try message("settled_at") as Date? == nil {
                try dropUnsent(message, telling: "incoming.replaced", of: system, at: now, in: database)
            }
        }
        return HeldReason.allCases.filter(reasons.contains)
    }

    /// Whether somebody began a notice from it, which may yet be sent, or set it aside.
    private static func isInHand(_ message: Row, of system: RecordSystem) throws -> Bool {
        let (taker, settler): (String?, String?) = (try message("taken_by"), try message("settled_by"))
        return taker != nil || settler.map { $0 != system.id.rawValue } ?? false
    }

    /// Finds what is about the same thing. A kind behind the hash (`… Encounter`) was not kept in earlier versions.
    static func isAbout(_ focusHash: String) -> SQL {
        "focus_hash IN (\(list: Set([focusHash, String(focusHash.prefix { $0 != " " })]).sorted()))"
    }

    /// The last thing that a system said about something.
    struct Newest {
        let id: IncomingMessageID
        let contentHash: String
        let isCancellation: Bool
    }

    /// Of a message and a cancellation of the same moment the cancellation is the later.
    static func newest(
        about focusHash: String, of system: RecordSystem, in database: any Reading
    ) throws -> Newest? {
        try database.row(
            """
            SELECT id, content_hash, cancels FROM incoming_message
            WHERE record_system_id = \(system.id) AND \(sql: isAbout(focusHash))
            ORDER BY received_at DESC, CASE WHEN cancels IS NULL THEN 1 ELSE 0 END, id DESC LIMIT 1
            """
        ).map { row in
            let cancels: IncomingMessageID? = try row("cancels")
            return Newest(id: try row("id"), contentHash: try row("content_hash"), isCancellation: cancels != nil)
        }
    }

    /// Whether something was taken back, before it came or after.
    static func isTakenBack(_ focusHash: String, of system: RecordSystem, in database: any Reading) throws -> Bool {
        try database.row(
            """
            SELECT id FROM incoming_message
            WHERE record_system_id = \(system.id) AND \(sql: isAbout(focusHash)) AND cancels IS NOT NULL LIMIT 1
            """) != nil
    }

    /// Why some news comes late: a change of it came before, so that it is older than what was told, or waits; or it had been
    /// taken back. Once the news has come, another about the same thing is new.
    static func lateness(
        about focusHash: String, of system: RecordSystem, in database: any Reading
    ) throws -> [HeldReason] {
        let earlier = try database.rows(
            """
            SELECT is_update, cancels FROM incoming_message
            WHERE record_system_id = \(system.id) AND \(sql: isAbout(focusHash))
            """
        ).map { row -> HeldReason? in
            if try row("cancels") as IncomingMessageID? != nil { return .takenBack }
            return try row("is_update") ? .overtaken : nil
        }
        return earlier.contains(nil) ? [] : [.overtaken, .takenBack].filter(earlier.contains)
    }

    /// The same of what was kept, `m`, by what had come before it.
    static let wasOvertaken: SQL = """
        m.is_update = 0 AND EXISTS (SELECT 1 FROM incoming_message e WHERE \(sql: cameBefore))
            AND NOT EXISTS (SELECT 1 FROM incoming_message e WHERE \(sql: cameBefore) AND e.is_update = 0)
        """

    /// The same of what had been taken back.
    static let wasTakenBack: SQL = """
        EXISTS (SELECT 1 FROM incoming_message c WHERE c.record_system_id = m.record_system_id
            AND c.focus_hash = m.focus_hash AND c.cancels IS NOT NULL AND c.received_at < m.received_at)
            AND (m.is_update = 1
                OR NOT EXISTS (SELECT 1 FROM incoming_message e WHERE \(sql: cameBefore) AND e.is_update = 0))
        """

    private static let cameBefore: SQL = """
        e.record_system_id = m.record_system_id AND e.focus_hash = m.focus_hash AND e.cancels IS NULL
            AND e.received_at < m.received_at
        """

    /// Settles a message from which nothing was sent. Whoever has begun a notice from it is told, and decides whether to go
    /// on.
    static func dropUnsent(
        _ message: Row, telling topic: String, of system: RecordSystem, at now: Date, in database: any Writing
    ) throws {
        let (id, taker): (IncomingMessageID, AccountID?) = (try message("id"), try message("taken_by"))
        try settle(id, by: system.id, at: now, in: database)
        guard let taker else { return }
        let team: ServiceID = try message("service_id")
        let word = OutboxEntry(
            topic, subject: id, to: system.organisationID, account: taker, payload: ["team": team.rawValue])
        try database.post(word, at: now)
    }
}
