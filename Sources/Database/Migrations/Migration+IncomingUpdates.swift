extension Migration {
    /// Which messages changed something told before. Of those kept earlier only some are known: their mark says after which
    /// other they came.
    static let incomingUpdates = Migration(
        "0033 incoming updates",
        [
            "ALTER TABLE incoming_message ADD COLUMN is_update BIGINT NOT NULL DEFAULT 0",
            "UPDATE incoming_message SET is_update = 1 WHERE content_hash LIKE '% after %'",
        ])
}
