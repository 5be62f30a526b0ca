import Database
import Students
import Vocabulary

extension RecordReading {
    /// What was told.
    func disclosure() throws -> ExchangeRecord.Disclosure? {
        try DisclosureReading(keys: keys, database: database).disclosures([file])[file.facts.id]
    }

    func contents() throws -> [ExchangeRecord.Content] {
        try DisclosureReading(keys: keys, database: database).contents([file.facts.id])[file.facts.id] ?? []
    }

    func requests() throws -> [ExchangeRecord.Request] {
        try DisclosureReading(keys: keys, database: database).requests([file])[file.facts.id] ?? []
    }

    func explanation() throws -> String? {
        let row = try database.row(
            """
            SELECT d.explanation, CASE WHEN c.reaffirmed_at IS NULL THEN d.until_at END AS until_at
            FROM sharing_decision d LEFT JOIN consent c ON c.id = d.consent_id WHERE d.id = \(file.facts.decisionID)
            """
        )
        return try row.map { SharingDecision.explanation(try $0("explanation"), until: try $0("until_at"), at: now) }
    }
}
