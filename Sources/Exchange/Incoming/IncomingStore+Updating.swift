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
            WHERE m.record_system_id = \(system.id) AND m.focus_hash = \(focusHash) AND m.cancels IS NULL
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

    /// What an update is kept under whose content came before, where the newest about the same thing says something else. A
    /// system that tries again later makes a new envelope with a new time, so nothing tells whether it is news.
    /// - Returns: `nil` where the newest says just that.
    static func returning(
        to mark: ContentMark, about focusHash: String, of system: RecordSystem, in database: any Reading
    ) throws -> String? {
        let newest = try database.row(
            """
            SELECT id, content_hash FROM incoming_message
            WHERE record_system_id = \(system.id) AND focus_hash = \(focusHash) AND cancels IS NULL
            ORDER BY received_at DESC, id DESC LIMIT 1
            """
        )
        guard let newest else { return nil }
        let (id, said): (IncomingMessageID, String) = (try newest("id"), try newest("content_hash"))
        return mark.says(said) ? nil : mark.kept(after: id)
    }

    /// Whether a change of some news came before that news itself: then it is older than what was told, or waits, or was taken
    /// back. Once the news has come, another about the same thing is new.
    static func isOvertaken(
        about focusHash: String, of system: RecordSystem, in database: any Reading
    ) throws -> Bool {
        let earlier = try database.rows(
            """
            SELECT is_update FROM incoming_message
            WHERE record_system_id = \(system.id) AND focus_hash = \(focusHash) AND cancels IS NULL
            """
        )
        return try !earlier.isEmpty && earlier.allSatisfy { try $0("is_update") }
    }

    /// The same of what was kept, `m`, by what had come before it.
    static let wasOvertaken: SQL = """
        m.is_update = 0 AND EXISTS (SELECT 1 FROM incoming_message e WHERE \(sql: cameBefore))
            AND NOT EXISTS (SELECT 1 FROM incoming_message e WHERE \(sql: cameBefore) AND e.is_update = 0)
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
