extension Migration {
    static let exchange = Migration(
        "0006 exchange",
        [
            // A clinician's half-filled form: kept at every step, gone after 24 hours unless it
            // waits for an information governance lead. `version` catches a second tab.
            """
            CREATE TABLE draft (
                id TEXT PRIMARY KEY,
                account_id TEXT NOT NULL,
                organisation_id TEXT NOT NULL,
                service_id TEXT NOT NULL,
                answers_sealed BLOB NOT NULL,
                version BIGINT NOT NULL,
                created_at BIGINT NOT NULL,
                updated_at BIGINT NOT NULL,
                expires_at BIGINT NOT NULL,
                awaits_task_id TEXT
            )
            """,
            "CREATE INDEX draft_account ON draft (account_id, organisation_id)",
            // What never changes about an exchange; everything that happens to it is an event.
            """
            CREATE TABLE exchange (
                id TEXT PRIMARY KEY,
                reference TEXT NOT NULL UNIQUE,
                kind TEXT NOT NULL,
                urgency TEXT NOT NULL,
                person_id TEXT NOT NULL,
                sender_organisation_id TEXT NOT NULL,
                sender_service_id TEXT NOT NULL,
                sender_account_id TEXT NOT NULL,
                recipient_organisation_id TEXT,
                recipient_service_id TEXT,
                contact_point_id TEXT,
                campus_id TEXT,
                route TEXT NOT NULL,
                sharing_decision_id TEXT NOT NULL,
                next_steps_sealed BLOB,
                named_contact_sealed BLOB,
                happened_at BIGINT NOT NULL,
                created_at BIGINT NOT NULL,
                idempotency_key TEXT NOT NULL UNIQUE
            )
            """,
            "CREATE INDEX exchange_person ON exchange (person_id, created_at)",
            "CREATE INDEX exchange_sender ON exchange (sender_organisation_id, created_at)",
            "CREATE INDEX exchange_recipient ON exchange (recipient_organisation_id, created_at)",
            // Every team that has, or had, to do with it: the sender's, the first recipient, each it was handed on to.
            "CREATE TABLE exchange_team (exchange_id TEXT NOT NULL, service_id TEXT NOT NULL, PRIMARY KEY (exchange_id, service_id))",
            // One row for each category the sharing decision let through, and nothing for the others.
            "CREATE TABLE exchange_content (exchange_id TEXT NOT NULL, category TEXT NOT NULL, text_sealed BLOB NOT NULL, PRIMARY KEY (exchange_id, category))",
            "CREATE TABLE exchange_request (id TEXT PRIMARY KEY, exchange_id TEXT NOT NULL, position BIGINT NOT NULL, kind TEXT NOT NULL, detail_sealed BLOB)",
            "CREATE INDEX exchange_request_exchange ON exchange_request (exchange_id, position)",
            "CREATE TABLE exchange_checklist (exchange_id TEXT NOT NULL, step TEXT NOT NULL, position BIGINT NOT NULL, answer TEXT NOT NULL, reason_sealed BLOB, PRIMARY KEY (exchange_id, step))",
            // The history. `detail` holds codes and ids, `words_sealed` what people wrote.
            """
            CREATE TABLE exchange_event (
                id TEXT PRIMARY KEY,
                exchange_id TEXT NOT NULL,
                seq BIGINT NOT NULL,
                kind TEXT NOT NULL,
                at BIGINT NOT NULL,
                account_id TEXT,
                organisation_id TEXT,
                detail TEXT NOT NULL,
                words_sealed BLOB,
                UNIQUE (exchange_id, seq)
            )
            """,
            // Kept in the same transaction as the events it follows from: the work that is still owed, by when it is due.
            // A row exists only while a clock of the exchange runs (docs/adr/0005-state-from-events.md).
            """
            CREATE TABLE exchange_clock (
                exchange_id TEXT PRIMARY KEY,
                sender_organisation_id TEXT NOT NULL,
                recipient_organisation_id TEXT,
                recipient_service_id TEXT,
                taken_by TEXT,
                owed TEXT NOT NULL,
                due_at BIGINT NOT NULL,
                next_step_at BIGINT
            )
            """,
            "CREATE INDEX exchange_clock_recipient ON exchange_clock (recipient_organisation_id, recipient_service_id, due_at)",
            "CREATE INDEX exchange_clock_organisation ON exchange_clock (recipient_organisation_id, due_at)",
            "CREATE INDEX exchange_clock_taken ON exchange_clock (taken_by, due_at)",
            "CREATE INDEX exchange_clock_sender ON exchange_clock (sender_organisation_id, due_at)",
            "CREATE INDEX exchange_clock_step ON exchange_clock (next_step_at)",
            """
            CREATE TABLE message (
                id TEXT PRIMARY KEY,
                exchange_id TEXT NOT NULL,
                at BIGINT NOT NULL,
                account_id TEXT NOT NULL,
                organisation_id TEXT NOT NULL,
                body_sealed BLOB NOT NULL,
                idempotency_key TEXT NOT NULL UNIQUE
            )
            """,
            "CREATE INDEX message_exchange ON message (exchange_id, at)",
            // Contacts that ended without a notice ("no", "not a student"): kept and counted, with no person in the row.
            """
            CREATE TABLE unshared_contact (
                id TEXT PRIMARY KEY,
                organisation_id TEXT NOT NULL,
                service_id TEXT NOT NULL,
                account_id TEXT NOT NULL,
                reason TEXT NOT NULL,
                student_answer TEXT NOT NULL,
                at BIGINT NOT NULL
            )
            """,
            "CREATE INDEX unshared_contact_organisation ON unshared_contact (organisation_id, at)",
        ]
    )
}
