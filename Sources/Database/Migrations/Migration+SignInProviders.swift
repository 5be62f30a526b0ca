extension Migration {
    static let signInProviders = Migration(
        "0014 sign-in providers",
        [
            // Where people may sign in instead of here (OpenID Connect): a university's own, CIS2, NHS login. With an
            // `organisation_id` it vouches for the people of that organisation and nobody else.
            """
            CREATE TABLE sign_in_provider (
                id TEXT PRIMARY KEY,
                kind TEXT NOT NULL,
                name TEXT NOT NULL,
                issuer TEXT NOT NULL,
                client_id TEXT NOT NULL,
                organisation_id TEXT,
                registered_by TEXT NOT NULL,
                registered_at BIGINT NOT NULL,
                offered_at BIGINT,
                closed_at BIGINT
            )
            """,
            // Our keys for it. `used_from`: the newest one that is set signs; one without is published and waits its turn.
            """
            CREATE TABLE provider_key (
                id TEXT PRIMARY KEY,
                provider_id TEXT NOT NULL,
                private_sealed BLOB NOT NULL,
                made_at BIGINT NOT NULL,
                used_from BIGINT
            )
            """,
            "CREATE INDEX provider_key_provider ON provider_key (provider_id)",
            // A sign-in on its way, for ten minutes, taken once. The other half of its secrets is in the browser alone.
            """
            CREATE TABLE sign_in_attempt (
                state_hash TEXT PRIMARY KEY,
                browser_hash TEXT NOT NULL,
                provider_id TEXT NOT NULL,
                invitation_hash TEXT,
                next_path TEXT,
                kept_sealed BLOB,
                expires_at BIGINT NOT NULL
            )
            """,
            "CREATE INDEX sign_in_attempt_expiry ON sign_in_attempt (expires_at)",
            // Who somebody is at a provider: a keyed index of issuer and subject, so that the table names nobody.
            """
            CREATE TABLE identity (
                id TEXT PRIMARY KEY,
                provider_id TEXT NOT NULL,
                subject_index TEXT NOT NULL,
                account_id TEXT NOT NULL,
                bound_at BIGINT NOT NULL,
                used_at BIGINT,
                UNIQUE (provider_id, subject_index)
            )
            """,
            "CREATE INDEX identity_account ON identity (account_id)",
            // The roles that signing in there opens: those to which the person was invited, or which they held, by that way.
            """
            CREATE TABLE identity_membership (
                identity_id TEXT NOT NULL,
                membership_id TEXT NOT NULL,
                PRIMARY KEY (identity_id, membership_id)
            )
            """,
            // A session that began at a provider knows the roles bound there only; with an organisation, those in it.
            "ALTER TABLE session ADD COLUMN identity_id TEXT",
            "ALTER TABLE session ADD COLUMN organisation_id TEXT",
        ]
    )
}
