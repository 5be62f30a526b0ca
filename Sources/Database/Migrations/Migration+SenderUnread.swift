extension Migration {
    /// When the recipient last wrote, as long as whoever sent the notice has not seen it. What was written before counts as seen.
    static let senderUnread = Migration(
        "0029 sender unread",
        [
            "ALTER TABLE exchange ADD COLUMN sender_unread_at BIGINT",
            """
            CREATE INDEX exchange_sender_unread ON exchange (sender_account_id, sender_unread_at)
                WHERE sender_unread_at IS NOT NULL
            """,
        ])
}
