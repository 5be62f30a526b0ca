import Database
import Foundation
import Vocabulary

/// The append-only record of who did what. Each entry carries a hash of its own content; a sealer folds settled entries
/// into signed seals, after which a changed, removed or inserted one shows, at a place that can be named.
public enum AuditTrail {
    /// Adds an entry, in the transaction of the change that it tells of. It reads nothing, so writers need not wait for
    /// each other.
    public static func record(_ fact: AuditFact, by actor: Actor, at now: Date, in database: any Writing) throws {
        try record([fact], by: actor, at: now, in: database)
    }

    /// As `record(_:by:at:in:)`, for several facts of one moment in one statement.
    public static func record(_ facts: [AuditFact], by actor: Actor, at now: Date, in database: any Writing) throws {
        if facts.isEmpty { return }
        let rows = facts.enumerated().map { row($1, number: $0, by: actor, at: now) }
        try database.execute(
            """
            INSERT INTO audit_entry (seq, at, account_id, role, organisation_id, action, subject_kind, subject_id,
                person_id, detail, salt, previous_hash, hash)
            VALUES \(rows: rows)
            """
        )
    }

    /// - Parameter number: how many come before it in the statement.
    private static func row(_ fact: AuditFact, number: Int, by actor: Actor, at now: Date) -> SQL {
        let through = actor.through.map { ["recordSystem": $0.rawValue] } ?? [:]
        let (salt, detail) = (salt(), FlatJSON.text(fact.detail.merging(through) { $1 }))
        let row = RowOfValues([
            .null, now.sqlValue, value(actor.accountID), value(actor.role), value(actor.organisationID),
            fact.action.sqlValue, fact.subjectKind.sqlValue, value(fact.subjectID), value(fact.personID),
            detail.sqlValue, salt.sqlValue,
        ])
        var bytes = HashedBytes()
        let place: SQL = number == 0 ? "" : SQL(stringLiteral: "+ \(number) *") + "\(on: .auditNumberStep)"
        return """
            (\(on: .nextAuditNumber) \(sql: place), \(now), \(actor.accountID), \(actor.role), \(actor.organisationID),
                \(fact.action), \(fact.subjectKind), \(fact.subjectID), \(fact.personID), \(detail), \(salt), '',
                \(EntryHash.own(row, &bytes).hex))
            """
    }

    /// The entries about one student, newest first, without the acts in `hidden`.
    public static func entries(
        about person: PersonID, without hidden: [String] = [], most: Int = 200, in database: any Reading
    ) throws -> [AuditEntry] {
        try database.rows(
            """
            SELECT * FROM audit_entry WHERE person_id = \(person) AND action NOT IN (\(list: hidden + [""]))
            ORDER BY seq DESC LIMIT \(most)
            """
        ).map(entry)
    }

    /// The entries about one subject, newest first.
    public static func entries(on subjectID: String, most: Int = 200, in database: any Reading) throws -> [AuditEntry] {
        try database.rows("SELECT * FROM audit_entry WHERE subject_id = \(subjectID) ORDER BY seq DESC LIMIT \(most)")
            .map(entry)
    }

    static func entry(_ row: Row) throws -> AuditEntry {
        AuditEntry(
            seq: try row("seq"), at: try row("at"), accountID: try row("account_id"), role: try row("role"),
            organisationID: try row("organisation_id"), action: try row("action"),
            subjectKind: try row("subject_kind"), subjectID: try row("subject_id"), personID: try row("person_id"),
            detail: try row("detail"), salt: try row("salt"), previousHash: try row("previous_hash"),
            hash: try row("hash")
        )
    }

    private static func value(_ value: (some SQLBindable)?) -> SQLValue { value?.sqlValue ?? .null }

    private static func salt() -> Data {
        var random = SystemRandomNumberGenerator()
        return withUnsafeBytes(of: (random.next(), random.next()) as (UInt64, UInt64)) { Data($0) }
    }
}
