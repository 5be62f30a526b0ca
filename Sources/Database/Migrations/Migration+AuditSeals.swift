extension Migration {
    static let auditSeals = Migration(
        "0008 audit seals",
        [
            // An entry with a salt carries a hash of its own; one without is from a version that chained each to the last.
            "ALTER TABLE audit_entry ADD COLUMN salt BLOB",
            // One batch of settled entries: the root of their Merkle tree, chained to the seal before and signed.
            // `gaps` are numbers within the range that no entry bears; `marks` the first 4 bytes of each leaf.
            """
            CREATE TABLE audit_seal (
                number BIGINT PRIMARY KEY,
                from_seq BIGINT NOT NULL,
                to_seq BIGINT NOT NULL,
                entries BIGINT NOT NULL,
                gaps TEXT NOT NULL,
                marks BLOB NOT NULL,
                root BLOB NOT NULL,
                previous BLOB NOT NULL,
                sealed_at BIGINT NOT NULL,
                key_name TEXT NOT NULL,
                signature BLOB NOT NULL
            )
            """,
            "CREATE INDEX audit_seal_to ON audit_seal (to_seq)",
        ],
        only: [
            .postgreSQL: [
                "CREATE SEQUENCE audit_entry_seq",
                countAuditOn,
            ]
        ]
    )

    /// Puts the counter of PostgreSQL behind the entries that came with their numbers.
    static let countAuditOn =
        "SELECT setval('audit_entry_seq', (SELECT COALESCE(MAX(seq), 0) + 1 FROM audit_entry), false)"
}
