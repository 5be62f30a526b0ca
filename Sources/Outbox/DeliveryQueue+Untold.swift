import Database

extension DeliveryQueue {
    /// How many events of the last ninety days nobody was told of, because they came to their turn when `RetryPlan.patience` had
    /// passed: a clock jumped ahead, or nothing ran for days. The number stands in the text, where the index looks for it.
    public static func untold(in database: any Reading) throws -> Int {
        try database.count(
            "SELECT count(*) AS count FROM outbox_entry WHERE delivered_at >= created_at + 259200000")
    }
}
