import Database
import Foundation
import Vocabulary

/// The mailbox on MESH of the record system whose message an exchange came of: where it can be told what becomes of it.
public struct WritersMailbox: Sendable, Equatable {
    public let systemID: RecordSystemID
    /// What MESH calls it.
    public let mailbox: String
    /// Whether the operator has confirmed that it is the organisation's. Nothing may go there before.
    public let isConfirmed: Bool

    /// - Returns: `nil` where the exchange came of no message of the organisation's, or its system was shut out or names
    ///   no mailbox.
    public static func of(
        exchange: String, by organisation: OrganisationID, in database: any Reading
    ) throws -> WritersMailbox? {
        try database.row(
            """
            SELECT s.id, s.mesh_mailbox, s.mesh_confirmed_at
            FROM incoming_message m JOIN record_system s ON s.id = m.record_system_id
            WHERE m.exchange_id = \(exchange) AND m.organisation_id = \(organisation) AND m.cancels IS NULL
                AND s.organisation_id = \(organisation) AND s.mesh_mailbox IS NOT NULL AND s.revoked_at IS NULL
            ORDER BY m.received_at, m.id LIMIT 1
            """
        ).map { row in
            let confirmedAt: Date? = try row("mesh_confirmed_at")
            return WritersMailbox(
                systemID: try row("id"), mailbox: try row("mesh_mailbox"), isConfirmed: confirmedAt != nil)
        }
    }

    /// Whether there is any at all, confirmed or not.
    public static func exists(in database: any Reading) throws -> Bool {
        try database.row("SELECT id FROM record_system WHERE mesh_mailbox IS NOT NULL LIMIT 1") != nil
    }
}
