extension Migration {
    static let cancelling = Migration(
        "0018 cancelling",
        [
            // A hash of what the sending system calls the request or encounter by; a later message that cancels it says the
            // same. `cancels` is the message that this one took back.
            "ALTER TABLE incoming_message ADD COLUMN focus_hash TEXT",
            "ALTER TABLE incoming_message ADD COLUMN cancels TEXT",
            "CREATE INDEX incoming_message_focus ON incoming_message (record_system_id, focus_hash)",
        ]
    )
}
