extension Migration {
    static let recordSystems = Migration(
        "0012 record systems",
        [
            // A system of an organisation that may call the FHIR service, and the public keys it signs with (a JWK Set,
            // RFC 7517). What it hands in waits for the people of one team.
            """
            CREATE TABLE record_system (
                id TEXT PRIMARY KEY,
                organisation_id TEXT NOT NULL,
                service_id TEXT NOT NULL,
                name TEXT NOT NULL,
                key_set TEXT NOT NULL,
                scopes TEXT NOT NULL,
                registered_by TEXT NOT NULL,
                registered_at BIGINT NOT NULL,
                last_used_at BIGINT,
                revoked_at BIGINT
            )
            """,
            "CREATE INDEX record_system_organisation ON record_system (organisation_id, registered_at)",
            // Assertions that were used, until they would have run out: none works twice (RFC 7523, section 3).
            "CREATE TABLE used_assertion (record_system_id TEXT NOT NULL, assertion_hash TEXT NOT NULL, expires_at BIGINT NOT NULL, PRIMARY KEY (record_system_id, assertion_hash))",
            "CREATE INDEX used_assertion_expiry ON used_assertion (expires_at)",
            "CREATE TABLE system_token (token_hash TEXT PRIMARY KEY, record_system_id TEXT NOT NULL, scopes TEXT NOT NULL, expires_at BIGINT NOT NULL)",
            "CREATE INDEX system_token_expiry ON system_token (expires_at)",
            // A message that a person has yet to decide about. Nothing of it goes to a university by itself. `exchange_id`
            // is that of the notice somebody began from it; the content goes once that is sent, or it is set aside.
            """
            CREATE TABLE incoming_message (
                id TEXT PRIMARY KEY,
                record_system_id TEXT NOT NULL,
                organisation_id TEXT NOT NULL,
                service_id TEXT NOT NULL,
                request_id TEXT NOT NULL,
                content_hash TEXT NOT NULL,
                content_sealed BLOB,
                received_at BIGINT NOT NULL,
                exchange_id TEXT,
                taken_by TEXT,
                taken_at BIGINT,
                settled_at BIGINT,
                settled_by TEXT,
                UNIQUE (record_system_id, request_id),
                UNIQUE (record_system_id, content_hash)
            )
            """,
            """
            CREATE INDEX incoming_message_waiting ON incoming_message (service_id, received_at)
                WHERE settled_at IS NULL
            """,
        ]
    )
}
