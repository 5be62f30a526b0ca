extension Migration {
    static let keeping = Migration(
        "0010 keeping",
        [
            // The keys that a process has met in the ring: their names only, and when each was first seen and missed.
            "CREATE TABLE sealing_key (name TEXT PRIMARY KEY, seen_at BIGINT NOT NULL, gone_at BIGINT)",
            // How far each sealed column has been sealed anew with the key named; `position` is the last row's key.
            """
            CREATE TABLE resealing (
                column_name TEXT PRIMARY KEY,
                key_name TEXT NOT NULL,
                position TEXT,
                remaining BIGINT NOT NULL,
                renewed BIGINT NOT NULL DEFAULT 0,
                unreadable BIGINT NOT NULL DEFAULT 0,
                finished_at BIGINT
            )
            """,
            // What monitoring counts every few seconds.
            "CREATE INDEX exchange_clock_due ON exchange_clock (due_at)",
            "CREATE INDEX draft_awaiting ON draft (awaits_task_id) WHERE awaits_task_id IS NOT NULL",
        ]
    )
}
