import Audit
import Database
import Foundation
import Vocabulary

/// The mailboxes on MESH from which record systems write. Managers name them; the operator confirms that each belongs to
/// the organisation, since what comes from it is believed to be that organisation's.
extension RecordSystemStore {
    /// Names the mailbox of a system, or with an empty text none. Another one has to be confirmed anew.
    /// - Throws: `InvalidInput` on `mailbox`; `NotFound` for a system that is another organisation's, or was shut out.
    public func setMailbox(_ typed: String?, of id: RecordSystemID, by actor: Actor) async throws {
        try actor.require(.keepRecordSystems)
        let (organisation, now) = (try actor.organisation(), clock.now)
        let mailbox = try Self.mailbox(typed)
        try await engine.write { database in
            let own: SQL = "id = \(id) AND organisation_id = \(organisation) AND revoked_at IS NULL"
            guard let row = try database.row("SELECT mesh_mailbox FROM record_system WHERE \(sql: own)") else {
                throw NotFound("record system")
            }
            let named: String? = try row("mesh_mailbox")
            if named == mailbox { return }
            try database.execute(
                "UPDATE record_system SET mesh_mailbox = \(mailbox), mesh_confirmed_at = NULL WHERE \(sql: own)")
            if let mailbox { try Self.tryNow(mailbox, of: id, at: now, in: database) }
            let fact = AuditFact(
                "record_system.mailbox_named", "record_system", id, detail: ["mailbox": mailbox ?? ""])
            try AuditTrail.record(fact, by: actor, at: now, in: database)
        }
    }

    /// - Returns: `nil` for no mailbox.
    private static func mailbox(_ typed: String?) throws(InvalidInput) -> String? {
        let text = TypedText.clean(typed ?? "").uppercased()
        if text.isEmpty { return nil }
        guard text.count <= 40, text.utf8.allSatisfy({ (48...57).contains($0) || (65...90).contains($0) }) else {
            throw InvalidInput("mailbox", "Enter the id of the mailbox: letters and digits, such as X26HC005.")
        }
        return text
    }

    /// A mailbox that a manager named.
    public struct MailboxClaim: Sendable {
        public let system: RecordSystemID
        public let systemName: String
        public let organisation: String
        public let mailbox: String
        public let isConfirmed: Bool
    }

    /// Those to be confirmed first.
    public func mailboxes(by actor: Actor) async throws -> [MailboxClaim] {
        try actor.require(.administerInstallation)
        return try await engine.read { database in
            try database.rows(
                """
                SELECT s.*, o.name AS organisation_name FROM record_system s
                JOIN organisation o ON o.id = s.organisation_id WHERE s.mesh_mailbox IS NOT NULL
                ORDER BY CASE WHEN s.mesh_confirmed_at IS NULL THEN 0 ELSE 1 END, o.name, s.id LIMIT 200
                """
            ).map { row in
                let confirmedAt: Date? = try row("mesh_confirmed_at")
                return MailboxClaim(
                    system: try row("id"), systemName: try row("name"), organisation: try row("organisation_name"),
                    mailbox: try row("mesh_mailbox"), isConfirmed: confirmedAt != nil)
            }
        }
    }

    /// Says that a mailbox belongs to the organisation whose manager named it.
    /// - Parameter mailbox: what the operator saw; another may have been named meanwhile.
    /// - Throws: `Conflict` where it is confirmed for another system already.
    public func confirm(_ mailbox: String, of id: RecordSystemID, by actor: Actor) async throws {
        try actor.require(.administerInstallation)
        let now = clock.now
        do {
            try await engine.write { database in
                let count = try database.changes(
                    """
                    UPDATE record_system SET mesh_confirmed_at = \(now)
                    WHERE id = \(id) AND mesh_mailbox = \(mailbox) AND revoked_at IS NULL
                    """
                )
                guard count == 1 else { throw NotFound("record system") }
                try Self.tryNow(mailbox, of: id, at: now, in: database)
                let fact = AuditFact(
                    "record_system.mailbox_confirmed", "record_system", id, detail: ["mailbox": mailbox])
                try AuditTrail.record(fact, by: actor, at: now, in: database)
            }
        } catch DatabaseFault.notUnique(_) {
            throw Conflict("This mailbox is confirmed for another record system. Ask both organisations whose it is.")
        }
    }

    /// What waits to go to a system by MESH is due at once, as if it had never been tried: word of exchanges that it began, and
    /// answers, to this mailbox or an earlier one, behind which such word may wait. What somebody is just sending is left to
    /// them. The three days still count from the event.
    private static func tryNow(
        _ mailbox: String, of id: RecordSystemID, at now: Date, in database: any Writing
    ) throws {
        try database.execute(
            """
            UPDATE delivery SET available_at = \(now), attempts = 0, fault = NULL WHERE endpoint = 2
                AND delivered_at IS NULL AND given_up_at IS NULL AND leased_until <= \(now)
                AND organisation_id = (SELECT organisation_id FROM record_system WHERE id = \(id))
                AND (mesh_mailbox = \(mailbox) OR subject_id IN (SELECT id FROM incoming_message
                    WHERE record_system_id = \(id) UNION ALL SELECT exchange_id FROM incoming_message
                    WHERE record_system_id = \(id) AND exchange_id IS NOT NULL))
            """
        )
    }

    /// The system whose confirmed mailbox it is.
    /// - Returns: `nil` where nobody's is, or nobody's yet.
    public func system(mailbox: String) async throws -> RecordSystem? {
        try await engine.read { database in
            try database.row(
                """
                SELECT \(sql: RecordSystem.columns) FROM record_system s
                WHERE s.mesh_mailbox = \(mailbox) AND s.mesh_confirmed_at IS NOT NULL AND s.revoked_at IS NULL
                """
            ).map(RecordSystem.init)
        }
    }
}
