extension Migration {
    static let retention = Migration(
        "0009 retention",
        [
            // Each side keeps an exchange for its own time. Once a side has let it go, it is gone for that organisation
            // everywhere; the rows stay for the other side until its time has passed too.
            "ALTER TABLE exchange ADD COLUMN sender_released_at BIGINT",
            "ALTER TABLE exchange ADD COLUMN recipient_released_at BIGINT",
            // What a report walks through, oldest first. What was let go leaves the index.
            """
            CREATE INDEX exchange_sender_kept ON exchange (sender_organisation_id, created_at, id)
                WHERE sender_released_at IS NULL
            """,
            """
            CREATE INDEX exchange_recipient_kept ON exchange (recipient_organisation_id, created_at, id)
                WHERE recipient_released_at IS NULL
            """,
            // Who still refers to a person is asked before a person is removed.
            "CREATE INDEX decision_task_person ON decision_task (person_id)",
            "CREATE INDEX account_person ON account (person_id)",
            // How many years a university keeps exchanges; without a row, the default. What the NHS keeps is not chosen.
            """
            CREATE TABLE retention_policy (
                organisation_id TEXT PRIMARY KEY,
                years BIGINT NOT NULL,
                set_by TEXT NOT NULL,
                set_at BIGINT NOT NULL
            )
            """,
            // While one stands, nothing about the student is removed for anybody.
            """
            CREATE TABLE legal_hold (
                id TEXT PRIMARY KEY,
                person_id TEXT NOT NULL,
                organisation_id TEXT NOT NULL,
                exchange_id TEXT NOT NULL,
                reason_sealed BLOB NOT NULL,
                review_on TEXT NOT NULL,
                placed_by TEXT NOT NULL,
                placed_at BIGINT NOT NULL,
                lifted_by TEXT,
                lifted_at BIGINT,
                lifted_reason_sealed BLOB
            )
            """,
            "CREATE INDEX legal_hold_person ON legal_hold (person_id) WHERE lifted_at IS NULL",
            "CREATE INDEX legal_hold_organisation ON legal_hold (organisation_id, review_on) WHERE lifted_at IS NULL",
            // What had reached its time at one moment. `digest` covers the ids of its items, so that what is removed is
            // what was read.
            """
            CREATE TABLE retention_report (
                id TEXT PRIMARY KEY,
                organisation_id TEXT NOT NULL,
                made_by TEXT NOT NULL,
                made_at BIGINT NOT NULL,
                years BIGINT NOT NULL,
                held BIGINT NOT NULL,
                waiting BIGINT NOT NULL,
                has_more BIGINT NOT NULL,
                digest TEXT NOT NULL,
                confirmed_by TEXT,
                confirmed_at BIGINT,
                reasons_sealed BLOB,
                finished_at BIGINT
            )
            """,
            "CREATE INDEX retention_report_organisation ON retention_report (organisation_id, made_at)",
            "CREATE INDEX retention_report_unfinished ON retention_report (confirmed_at) WHERE finished_at IS NULL",
            // `outcome` is null until the removal has come to it.
            """
            CREATE TABLE retention_report_item (
                report_id TEXT NOT NULL,
                position BIGINT NOT NULL,
                exchange_id TEXT NOT NULL,
                kind TEXT NOT NULL,
                last_contact_at BIGINT NOT NULL,
                outcome TEXT,
                PRIMARY KEY (report_id, position)
            )
            """,
        ]
    )
}
