import Crypto
import Database
import Foundation
import Vocabulary

/// The append-only record of who did what. Each entry's hash covers its content and the hash before it, so that a changed,
/// removed or inserted entry breaks the chain at a place that can be named.
public enum AuditTrail {
    /// Adds an entry, in the transaction of the change that it tells of.
    public static func record(_ fact: AuditFact, by actor: Actor, at now: Date, in database: any Writing) throws {
        let last = try database.row("SELECT seq, hash FROM audit_entry ORDER BY seq DESC LIMIT 1")
        let previous: (seq: Int, hash: String) = try last.map { (try $0("seq"), try $0("hash")) } ?? (0, "")
        let draft = AuditEntry(
            seq: previous.seq + 1, at: now, accountID: actor.accountID, role: actor.role,
            organisationID: actor.organisationID, action: fact.action, subjectKind: fact.subjectKind,
            subjectID: fact.subjectID, personID: fact.personID, detail: try sortedJSON(fact.detail),
            previousHash: previous.hash, hash: ""
        )
        try database.execute(
            """
            INSERT INTO audit_entry (seq, at, account_id, role, organisation_id, action, subject_kind, subject_id,
                person_id, detail, previous_hash, hash)
            VALUES (\(draft.seq), \(now), \(draft.accountID), \(draft.role), \(draft.organisationID), \(draft.action),
                \(draft.subjectKind), \(draft.subjectID), \(draft.personID), \(draft.detail), \(draft.previousHash),
                \(digest(of: draft)))
            """
        )
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
            detail: try row("detail"), previousHash: try row("previous_hash"), hash: try row("hash")
        )
    }

    /// SHA-256 over every field but the hash itself, each preceded by its length so that no two entries read alike.
    static func digest(of entry: AuditEntry) -> String {
        let fields = [
            String(entry.seq), String(Int64((entry.at.timeIntervalSince1970 * 1000).rounded())),
            entry.accountID?.rawValue ?? "", entry.role?.rawValue ?? "", entry.organisationID?.rawValue ?? "",
            entry.action, entry.subjectKind, entry.subjectID ?? "", entry.personID?.rawValue ?? "", entry.detail,
            entry.previousHash,
        ]
        var hash = SHA256()
        for field in fields { hash.update(data: Data("\(field.utf8.count):\(field)".utf8)) }
        return hash.finalize().map { String(format: "%02x", $0) }.joined()
    }

    private static func sortedJSON(_ detail: [String: String]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(detail), as: UTF8.self)
    }
}
