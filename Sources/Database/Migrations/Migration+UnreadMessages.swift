extension Migration {
    /// When the sender last wrote in an exchange that had ended, as long as nobody of the recipient's team has seen it.
    static let unreadMessages = Migration(
        "0025 unread messages",
        [
            "ALTER TABLE exchange ADD COLUMN unread_message_at BIGINT",
            """
            CREATE INDEX exchange_unread ON exchange (recipient_organisation_id, unread_message_at)
                WHERE unread_message_at IS NOT NULL
            """,
        ])
}
