extension Migration {
    static let endpoints = Migration(
        "0019 endpoints",
        [
            // Where an organisation's own system hears that something happened, and the token by which it knows us.
            """
            CREATE TABLE endpoint (
                organisation_id TEXT PRIMARY KEY,
                address TEXT NOT NULL,
                token_sealed BLOB NOT NULL,
                registered_by TEXT NOT NULL,
                registered_at BIGINT NOT NULL
            )
            """,
            // 1: it goes to the endpoint of `organisation_id`. `code` is the outcome or reason, where there is one.
            "ALTER TABLE delivery ADD COLUMN endpoint BIGINT NOT NULL DEFAULT 0",
            "ALTER TABLE delivery ADD COLUMN code TEXT",
            // By what the sending system called the message (its Bundle.id), for what is answered later.
            "ALTER TABLE incoming_message ADD COLUMN message_id TEXT",
            """
            CREATE INDEX delivery_endpoint ON delivery (organisation_id, subject_id, id)
                WHERE endpoint = 1 AND delivered_at IS NULL AND given_up_at IS NULL
            """,
            "CREATE INDEX incoming_message_exchange ON incoming_message (exchange_id)",
        ]
    )
}
