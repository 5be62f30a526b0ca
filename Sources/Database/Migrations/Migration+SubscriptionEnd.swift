extension Migration {
    /// When a subscription ends by itself, as its system asked. It has ended once `gone_at` is that very moment.
    static let subscriptionEnd = Migration(
        "0027 subscription end",
        [
            "ALTER TABLE endpoint ADD COLUMN ends_at BIGINT",
            "CREATE INDEX endpoint_ends ON endpoint (ends_at) WHERE ends_at IS NOT NULL",
        ])
}
