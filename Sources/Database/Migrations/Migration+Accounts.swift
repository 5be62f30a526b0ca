extension Migration {
    static let accounts = Migration(
        "0003 accounts",
        [
            // Names and addresses are sealed (students sign in too); `email_index` is a keyed blind index.
            """
            CREATE TABLE account (
                id TEXT PRIMARY KEY,
                email_index TEXT NOT NULL UNIQUE,
                email_sealed BLOB NOT NULL,
                name_sealed BLOB NOT NULL,
                password_hash TEXT NOT NULL,
                person_id TEXT,
                totp_sealed BLOB,
                totp_confirmed_at BIGINT,
                totp_last_step BIGINT,
                created_at BIGINT NOT NULL,
                disabled_at BIGINT
            )
            """,
            "CREATE TABLE recovery_code (account_id TEXT NOT NULL, code_hash TEXT NOT NULL, used_at BIGINT, PRIMARY KEY (account_id, code_hash))",
            // A role is held in one organisation, and there in one team or in all of it (team_id NULL).
            """
            CREATE TABLE membership (
                id TEXT PRIMARY KEY,
                account_id TEXT NOT NULL,
                organisation_id TEXT,
                service_id TEXT,
                role TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                ended_at BIGINT
            )
            """,
            "CREATE INDEX membership_account ON membership (account_id)",
            "CREATE INDEX membership_organisation ON membership (organisation_id, role)",
            """
            CREATE TABLE session (
                token_hash TEXT PRIMARY KEY,
                account_id TEXT NOT NULL,
                membership_id TEXT,
                form_token TEXT NOT NULL,
                second_factor_at BIGINT,
                created_at BIGINT NOT NULL,
                seen_at BIGINT NOT NULL
            )
            """,
            "CREATE INDEX session_account ON session (account_id)",
            """
            CREATE TABLE invitation (
                id TEXT PRIMARY KEY,
                token_hash TEXT NOT NULL UNIQUE,
                organisation_id TEXT NOT NULL,
                service_id TEXT,
                role TEXT NOT NULL,
                email_index TEXT NOT NULL,
                email_sealed BLOB NOT NULL,
                invited_by TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                expires_at BIGINT NOT NULL,
                accepted_at BIGINT,
                withdrawn_at BIGINT
            )
            """,
            "CREATE INDEX invitation_organisation ON invitation (organisation_id, created_at)",
            // Counts failures per account-and-address as well as per account, so one stranger cannot shut a person out.
            """
            CREATE TABLE sign_in_failure (
                bucket TEXT PRIMARY KEY,
                failures BIGINT NOT NULL,
                last_at BIGINT NOT NULL
            )
            """,
        ]
    )
}
