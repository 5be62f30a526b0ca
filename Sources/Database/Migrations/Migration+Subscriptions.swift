extension Migration {
    /// An organisation's systems listen at several addresses: the one that a manager registers on the page, whose id is the
    /// organisation's own, and those that its record systems subscribe.
    static let subscriptions = Migration(
        "0022 subscriptions",
        [
            "ALTER TABLE endpoint RENAME TO endpoint_before",
            // `channel`: message or rest-hook. `record_system_id` and its team: of what a record system subscribed. `owner…`
            // and `requester…`: only exchanges to, or of, that organisation. `gone_at`: it said that it is gone (410).
            """
            CREATE TABLE endpoint (
                id TEXT PRIMARY KEY,
                organisation_id TEXT NOT NULL,
                record_system_id TEXT,
                service_id TEXT,
                channel TEXT NOT NULL,
                owner_organisation_id TEXT,
                requester_organisation_id TEXT,
                reason TEXT,
                address TEXT NOT NULL,
                token_sealed BLOB NOT NULL,
                registered_by TEXT NOT NULL,
                registered_at BIGINT NOT NULL,
                arrived_at BIGINT,
                gone_at BIGINT
            )
            """,
            """
            INSERT INTO endpoint (id, organisation_id, channel, address, token_sealed, registered_by, registered_at,
                arrived_at)
            SELECT b.organisation_id, b.organisation_id, 'message', b.address, b.token_sealed, b.registered_by,
                b.registered_at, (SELECT MAX(d.delivered_at) FROM delivery d
                    WHERE d.endpoint = 1 AND d.organisation_id = b.organisation_id)
            FROM endpoint_before b
            """,
            "DROP TABLE endpoint_before",
            "CREATE INDEX endpoint_organisation ON endpoint (organisation_id)",
            "CREATE INDEX endpoint_system ON endpoint (record_system_id)",
            // Where `endpoint` is 1: which one it goes to.
            "ALTER TABLE delivery ADD COLUMN endpoint_id TEXT",
            "UPDATE delivery SET endpoint_id = organisation_id WHERE endpoint = 1",
            "DROP INDEX delivery_endpoint",
            """
            CREATE INDEX delivery_endpoint ON delivery (endpoint_id, subject_id, id)
                WHERE endpoint = 1 AND delivered_at IS NULL AND given_up_at IS NULL
            """,
            "CREATE INDEX delivery_endpoint_given_up ON delivery (endpoint_id) WHERE endpoint = 1 AND given_up_at IS NOT NULL",
            // The record system that handed the answer on, in the name of `recorded_by`.
            "ALTER TABLE consent ADD COLUMN record_system_id TEXT",
        ]
    )
}
