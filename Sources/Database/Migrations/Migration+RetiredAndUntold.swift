extension Migration {
    static let retiredAndUntold = Migration(
        "0031 retired keys, untold events",
        [
            // Keys that nothing may be sealed with any more, by their names.
            "CREATE TABLE retired_key (name TEXT PRIMARY KEY, at BIGINT NOT NULL)",
            // What came to its turn when nobody is told of it any more, 72 hours and later. Counted every few seconds.
            """
            CREATE INDEX outbox_entry_untold ON outbox_entry (delivered_at)
                WHERE delivered_at >= created_at + 259200000
            """,
        ])
}
