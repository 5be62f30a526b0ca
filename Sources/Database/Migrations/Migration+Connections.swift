extension Migration {
    static let connections = Migration(
        "0023 connections",
        [
            // Where a system publishes its keys, which are then kept in `key_set` as they were read last; why they could not be
            // read, or why it was last given no token, in words for its manager.
            "ALTER TABLE record_system ADD COLUMN keys_address TEXT",
            "ALTER TABLE record_system ADD COLUMN keys_asked_at BIGINT",
            "ALTER TABLE record_system ADD COLUMN keys_read_at BIGINT",
            "ALTER TABLE record_system ADD COLUMN keys_fault TEXT",
            "ALTER TABLE record_system ADD COLUMN refused_at BIGINT",
            "ALTER TABLE record_system ADD COLUMN refused_because TEXT",
            // Requests that processes have taken for a caller in one minute, where there may be several of them.
            """
            CREATE TABLE request_count (
                minute BIGINT NOT NULL,
                caller TEXT NOT NULL,
                taken BIGINT NOT NULL,
                PRIMARY KEY (minute, caller)
            )
            """,
            // What the secret of an invitation's link is made from, with a key that is not kept here.
            "ALTER TABLE invitation ADD COLUMN seed TEXT",
            // When it was last asked that the link goes by e-mail.
            "ALTER TABLE invitation ADD COLUMN mailed_at BIGINT",
            "ALTER TABLE delivery ADD COLUMN invitation_id TEXT",
            // A keyed index of the address that a letter went to, for when it comes back.
            "ALTER TABLE delivery ADD COLUMN sent_to TEXT",
            "CREATE INDEX delivery_invitation ON delivery (invitation_id) WHERE invitation_id IS NOT NULL",
        ]
    )
}
