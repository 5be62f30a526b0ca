extension Migration {
    static let mesh = Migration(
        "0021 mesh",
        [
            // The mailbox that a record system's messages come from. It counts once the operator has confirmed that it is
            // the organisation's: whoever claims another's would be told of its patients.
            "ALTER TABLE record_system ADD COLUMN mesh_mailbox TEXT",
            "ALTER TABLE record_system ADD COLUMN mesh_confirmed_at BIGINT",
            """
            CREATE UNIQUE INDEX record_system_mesh ON record_system (mesh_mailbox) WHERE mesh_confirmed_at IS NOT NULL
            """,
            // How it stands with our own mailbox: when MESH last answered, why it last did not, when it is asked next.
            """
            CREATE TABLE mesh_mailbox (
                mailbox TEXT PRIMARY KEY,
                reached_at BIGINT,
                greeted_at BIGINT,
                fault TEXT,
                next_at BIGINT NOT NULL,
                leased_until BIGINT NOT NULL
            )
            """,
            // What came. Kept before MESH is told to let go of it; `mesh_id` is MESH's own name for it, by which one that
            // comes again is recognised. Without `code` and `settled_at` it has yet to be taken in; `code` says why it waits
            // for the operator.
            """
            CREATE TABLE mesh_message (
                id TEXT PRIMARY KEY,
                mesh_id TEXT NOT NULL UNIQUE,
                mailbox TEXT NOT NULL,
                workflow TEXT NOT NULL,
                received_at BIGINT NOT NULL,
                content_sealed BLOB,
                code TEXT,
                leased_until BIGINT NOT NULL DEFAULT 0,
                settled_at BIGINT
            )
            """,
            "CREATE INDEX mesh_message_open ON mesh_message (received_at, id) WHERE settled_at IS NULL",
            "CREATE INDEX mesh_message_settled ON mesh_message (settled_at) WHERE settled_at IS NOT NULL",
            // `endpoint` 2: to a mailbox on MESH. `mesh_id` is what MESH calls it once it has taken it.
            "ALTER TABLE delivery ADD COLUMN mesh_mailbox TEXT",
            "ALTER TABLE delivery ADD COLUMN mesh_workflow TEXT",
            "ALTER TABLE delivery ADD COLUMN content_sealed BLOB",
            "ALTER TABLE delivery ADD COLUMN mesh_id TEXT",
            "ALTER TABLE delivery ADD COLUMN tracked_at BIGINT NOT NULL DEFAULT 0",
            "ALTER TABLE delivery ADD COLUMN collected_at BIGINT",
            """
            CREATE INDEX delivery_mesh ON delivery (organisation_id, subject_id, id)
                WHERE endpoint = 2 AND delivered_at IS NULL AND given_up_at IS NULL
            """,
            """
            CREATE INDEX delivery_mesh_uncollected ON delivery (tracked_at, id)
                WHERE endpoint = 2 AND delivered_at IS NOT NULL AND collected_at IS NULL
            """,
        ])
}
