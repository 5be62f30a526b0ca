extension Migration {
    /// Since when what the recipient wrote has waited, as long as nobody of the sending team has seen it; and who of them saw it,
    /// when. What was written before counts as seen.
    static let senderTeamUnread = Migration(
        "0030 sender team unread",
        [
            "ALTER TABLE exchange ADD COLUMN sender_team_unread_at BIGINT",
            "ALTER TABLE exchange ADD COLUMN sender_team_read_by TEXT",
            "ALTER TABLE exchange ADD COLUMN sender_team_read_at BIGINT",
            """
            CREATE INDEX exchange_sender_team_unread ON exchange (sender_organisation_id, sender_team_unread_at)
                WHERE sender_team_unread_at IS NOT NULL
            """,
        ])
}
