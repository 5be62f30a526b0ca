import Database
import Foundation
import Vocabulary

/// What goes when its time has passed. Whether it has is `Exchange`'s to say, in the same transaction.
extension StudentsStore {
    /// Removes what was decided and answered for one exchange that is removed for good. An answer that other decisions
    /// rest on stays with them.
    public static func forget(_ exchange: ExchangeID, about person: PersonID, in database: any Writing) throws {
        let answers: SQL = """
            SELECT id FROM consent WHERE person_id = \(person) AND exchange_id = \(exchange)
                AND NOT EXISTS (SELECT 1 FROM sharing_decision d
                    WHERE d.person_id = \(person) AND d.consent_id = consent.id AND d.exchange_id <> \(exchange))
            """
        let tasks: SQL = "SELECT id FROM decision_task WHERE exchange_id = \(exchange)"
        for ids in [answers, tasks] { try database.removePost(about: ids) }
        try database.execute("DELETE FROM consent WHERE id IN (\(sql: answers))")
        try database.execute("DELETE FROM decision_task WHERE exchange_id = \(exchange)")
        try database.execute("DELETE FROM sharing_decision WHERE exchange_id = \(exchange)")
    }

    /// Removes a person, with what they answered, where nothing refers to them any more: no exchange, no account of their
    /// own, nothing that waits, and nothing written down since `moment`.
    /// - Returns: whether the person is gone.
    public static func forget(
        _ person: PersonID, untouchedSince moment: Date, in database: any Writing
    ) throws -> Bool {
        let reference = try database.row(
            """
            SELECT 1 AS found FROM exchange WHERE person_id = \(person)
            UNION ALL SELECT 1 FROM account WHERE person_id = \(person)
            UNION ALL SELECT 1 FROM decision_task
                WHERE person_id = \(person) AND (answered_at IS NULL OR raised_at > \(moment))
            UNION ALL SELECT 1 FROM sharing_decision WHERE person_id = \(person) AND decided_at > \(moment)
            UNION ALL SELECT 1 FROM consent WHERE person_id = \(person) AND recorded_at > \(moment)
            UNION ALL SELECT 1 FROM student_status WHERE person_id = \(person) AND recorded_at > \(moment)
            LIMIT 1
            """
        )
        if reference != nil { return false }
        for table in ["decision_task", "sharing_decision", "consent", "student_status"] {
            try database.execute(SQL(stringLiteral: "DELETE FROM \(table) WHERE person_id =") + "\(person)")
        }
        return try database.changes("DELETE FROM person WHERE id = \(person)") == 1
    }
}
