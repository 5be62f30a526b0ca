import Database
import Foundation
import Outbox
import Synchronization

/// What an installation has on its hands, counted: no identity, no organisation.
struct InstallationFigures: Sendable {
    /// Exchanges on which somebody owes the next step.
    let open: Int
    let overdue: Int
    let outboxWaiting: Int
    /// Seconds since the outbox's oldest entry could have left.
    let outboxOldest: Double
    /// E-mails that wait, and those that were given up.
    let emailsWaiting: Int
    let emailsGivenUp: Int
    /// Events that came too late to tell anybody.
    let untold: Int
    let draftsAwaitingLead: Int
    /// Entries of the record that no seal covers yet.
    let auditUnsealed: Int
    /// Values that an older key sealed, as far as they were counted since the newest was added.
    let sealedByOlderKey: Int
    /// Keys that are in use and not in the ring.
    let keysLacking: Int
    let databaseBytes: Int
    /// What came by MESH and waits for the operator.
    let meshKept: Int
    /// 1 while our mailbox on MESH can be asked, 0 while not; `nil` where there is none.
    let meshUp: Int?

    /// Every count has an index to be read from, or is of a table that is small.
    init(at now: Date, keys: KeyRing, in database: any Reading) throws {
        open = try database.count("SELECT count(*) AS count FROM exchange_clock")
        overdue = try database.count("SELECT count(*) AS count FROM exchange_clock WHERE due_at <= \(now)")
        outboxWaiting = try database.count("SELECT count(*) AS count FROM outbox_entry WHERE delivered_at IS NULL")
        let oldest: Date? = try database.row(
            "SELECT available_at FROM outbox_entry WHERE delivered_at IS NULL ORDER BY available_at LIMIT 1"
        )?("available_at")
        outboxOldest = oldest.map { max(0, now.timeIntervalSince($0)) } ?? 0
        emailsWaiting = try database.count(
            "SELECT count(*) AS count FROM delivery WHERE delivered_at IS NULL AND given_up_at IS NULL")
        emailsGivenUp = try database.count("SELECT count(*) AS count FROM delivery WHERE given_up_at IS NOT NULL")
        untold = try DeliveryQueue.untold(in: database)
        draftsAwaitingLead = try database.count(
            "SELECT count(*) AS count FROM draft WHERE awaits_task_id IS NOT NULL")
        auditUnsealed = try database.count(
            """
            SELECT count(*) AS count FROM audit_entry
            WHERE seq > (SELECT COALESCE(MAX(to_seq), 0) FROM audit_seal)
            """
        )
        sealedByOlderKey = try database.count(
            "SELECT CAST(COALESCE(SUM(remaining), 0) AS BIGINT) AS count FROM resealing")
        keysLacking = try keys.lacking(in: database).count
        databaseBytes = try database.count("SELECT \(on: .databaseSize) AS count")
        meshKept = try database.count(
            "SELECT count(*) AS count FROM mesh_message WHERE settled_at IS NULL AND code IS NOT NULL")
        meshUp = try database.row(
            "SELECT CASE WHEN fault IS NULL THEN 1 ELSE 0 END AS up FROM mesh_mailbox ORDER BY next_at DESC LIMIT 1"
        )?("up")
    }

    func write(to exposition: inout Exposition) {
        exposition.gauge("footbridge_exchanges_open", "Exchanges on which somebody owes the next step.", open)
        exposition.gauge("footbridge_exchanges_overdue", "Open exchanges whose next step is overdue.", overdue)
        exposition.gauge("footbridge_outbox_waiting", "Messages that wait to leave.", outboxWaiting)
        exposition.gauge(
            "footbridge_outbox_oldest_seconds", "How long the oldest message could have left.", outboxOldest)
        exposition.gauge("footbridge_emails_waiting", "E-mails that wait to leave.", emailsWaiting)
        exposition.gauge("footbridge_emails_given_up", "E-mails that were given up.", emailsGivenUp)
        exposition.gauge(
            "footbridge_outbox_untold", "Events of the last ninety days that came too late to tell anybody.", untold)
        exposition.gauge(
            "footbridge_drafts_awaiting_lead", "Notices that wait for an information governance lead.",
            draftsAwaitingLead)
        exposition.gauge("footbridge_audit_unsealed", "Entries of the record without a seal.", auditUnsealed)
        exposition.gauge(
            "footbridge_values_sealed_by_older_key", "Values that have yet to be sealed with the newest key.",
            sealedByOlderKey)
        exposition.gauge(
            "footbridge_keys_lacking", "Sealing keys that are in use and not in the key ring.", keysLacking)
        exposition.gauge("footbridge_mesh_kept", "Messages of MESH that wait for the operator.", meshKept)
        exposition.gauge("footbridge_mesh_up", "1 while our mailbox on MESH can be asked.", meshUp)
        exposition.gauge("footbridge_database_bytes", "Room that the database takes.", databaseBytes)
    }
}

/// Counts again after some seconds only, however often somebody asks.
final class FigureKeeper: Sendable {
    private let question: PromptQuestion<InstallationFigures>
    private let keys: KeyRing
    private let last = Mutex<(at: Date, figures: InstallationFigures)?>(nil)

    /// Seconds for which figures are good enough.
    private static let fresh: TimeInterval = 5

    init(engine: any Engine, keys: KeyRing, patience: Duration) {
        (question, self.keys) = (PromptQuestion(engine, patience: patience), keys)
    }

    /// - Returns: `nil` where the database does not answer soon, which is a figure too.
    func figures(at now: Date) async -> InstallationFigures? {
        let kept = last.withLock { $0 }
        if let kept, (0..<Self.fresh).contains(now.timeIntervalSince(kept.at)) { return kept.figures }
        let counted = try? await question.answer { [keys] in try InstallationFigures(at: now, keys: keys, in: $0) }
        guard let counted else { return nil }
        last.withLock { $0 = (now, counted) }
        return counted
    }
}
