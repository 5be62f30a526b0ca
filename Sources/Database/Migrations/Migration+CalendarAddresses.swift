extension Migration {
    /// The secret address at which a person's calendar fetches what is due; only its hash is kept, one for each account.
    static let calendarAddresses = Migration(
        "0016 calendar addresses",
        [
            """
            CREATE TABLE calendar_address (
                account_id TEXT PRIMARY KEY,
                secret_hash TEXT NOT NULL UNIQUE,
                made_at BIGINT NOT NULL
            )
            """
        ]
    )
}
