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
        try database.row("SELECT explanation FROM sharing_decision WHERE id = \(file.facts.decisionID)")
            .map { try $0("explanation") }
    }
}
