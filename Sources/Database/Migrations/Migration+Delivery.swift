extension Migration {
    static let delivery = Migration(
        "0011 delivery",
        [
            // One letter that is owed to one recipient: a person, or a team's mailbox. What it is about is an id; the address
            // is looked up when it leaves, so a changed one is used and none is kept here. `leased_until`: a worker has it.
            """
            CREATE TABLE delivery (
                id TEXT PRIMARY KEY,
                topic TEXT NOT NULL,
                subject_id TEXT NOT NULL,
                reference TEXT,
                due_at BIGINT,
                organisation_id TEXT,
                account_id TEXT,
                contact_point_id TEXT,
                urgent BIGINT NOT NULL,
                created_at BIGINT NOT NULL,
                available_at BIGINT NOT NULL,
                attempts BIGINT NOT NULL DEFAULT 0,
                leased_until BIGINT NOT NULL DEFAULT 0,
                fault TEXT,
                delivered_at BIGINT,
                given_up_at BIGINT
            )
            """,
            """
            CREATE INDEX delivery_waiting ON delivery (available_at)
                WHERE delivered_at IS NULL AND given_up_at IS NULL
            """,
            "CREATE INDEX delivery_given_up ON delivery (given_up_at) WHERE given_up_at IS NOT NULL",
            "CREATE INDEX delivery_subject ON delivery (subject_id)",
            // When a person wants e-mails: minutes after midnight in the United Kingdom; without a row, what is usual.
            """
            CREATE TABLE mail_wishes (
                account_id TEXT PRIMARY KEY,
                quiet_from BIGINT NOT NULL,
                quiet_until BIGINT NOT NULL,
                daily_at BIGINT
            )
            """,
        ]
    )
}
