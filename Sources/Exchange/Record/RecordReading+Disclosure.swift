extension RecordReading {
    private var disclosures: DisclosureReading { DisclosureReading(now: now, keys: keys, database: database) }

    /// What was told.
    func disclosure() throws -> ExchangeRecord.Disclosure? { try disclosures.disclosures([file])[file.facts.id] }

    func contents() throws -> [ExchangeRecord.Content] {
        try disclosures.contents([file.facts.id])[file.facts.id] ?? []
    }

    func requests() throws -> [ExchangeRecord.Request] { try disclosures.requests([file])[file.facts.id] ?? [] }

    func explanation() throws -> String? { try disclosures.explanations([file.facts])[file.facts.decisionID] }
}
