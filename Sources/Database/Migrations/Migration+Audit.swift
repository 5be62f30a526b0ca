extension Migration {
    static let audit = Migration(
        "0001 audit",
        [
            // Append only; `hash` covers the row and `previous_hash`, so a changed or missing row shows.
            """
            CREATE TABLE audit_entry (
                seq BIGINT PRIMARY KEY,
                at BIGINT NOT NULL,
                account_id TEXT,
                role TEXT,
                organisation_id TEXT,
                action TEXT NOT NULL,
                subject_kind TEXT NOT NULL,
                subject_id TEXT,
                person_id TEXT,
                detail TEXT NOT NULL,
                previous_hash TEXT NOT NULL,
                hash TEXT NOT NULL
            )
            """,
            "CREATE INDEX audit_entry_person ON audit_entry (person_id, seq)",
            "CREATE INDEX audit_entry_subject ON audit_entry (subject_id, seq)",
        ]
    )

    static let outbox = Migration(
        "0002 outbox",
        [
            // What must leave by itself, written with the change that causes it; Delivery's workers empty it.
            """
            CREATE TABLE outbox_entry (
                id TEXT PRIMARY KEY,
                topic TEXT NOT NULL,
                subject_id TEXT NOT NULL,
                recipient_organisation_id TEXT,
                recipient_account_id TEXT,
                payload TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                available_at BIGINT NOT NULL,
                attempts BIGINT NOT NULL DEFAULT 0,
                delivered_at BIGINT
            )
            """,
            "CREATE INDEX outbox_entry_waiting ON outbox_entry (available_at) WHERE delivered_at IS NULL",
            "CREATE INDEX outbox_entry_subject ON outbox_entry (subject_id)",
        ]
    )
}
