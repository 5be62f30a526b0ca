extension Migration {
    /// When people were told that no lead had decided in time. The index holds only what may still have to be told.
    static let lateDecisions = Migration(
        "0032 late decisions",
        [
            "ALTER TABLE decision_task ADD COLUMN late_told_at BIGINT",
            """
            CREATE INDEX decision_task_late ON decision_task (due_at)
                WHERE answered_at IS NULL AND late_told_at IS NULL
            """,
        ])
}
