extension Migration {
    static let standingInstructions = Migration(
        "0017 standing instructions",
        [
            // What a team decided in advance about what its record system hands in; without a row, a person decides each
            // time (docs/adr/0019-sent-by-the-students-own-choice.md).
            """
            CREATE TABLE standing_instruction (
                record_system_id TEXT PRIMARY KEY,
                urgency TEXT NOT NULL,
                request TEXT NOT NULL,
                given_by TEXT NOT NULL,
                given_at BIGINT NOT NULL
            )
            """,
            // Whether the student wants no question first: until this was asked, everybody was promised one.
            "ALTER TABLE consent ADD COLUMN without_asking BIGINT NOT NULL DEFAULT 0",
            // Why a message waits for a person: codes with spaces between them; null for those kept before.
            "ALTER TABLE incoming_message ADD COLUMN held_because TEXT",
            // The system that sent it with nobody looking; `sender_account_id` then holds the same id.
            "ALTER TABLE exchange ADD COLUMN record_system_id TEXT",
        ]
    )
}
