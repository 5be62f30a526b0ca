extension Migration {
    /// What a team decided that a message is about which does not say what happened; null where a person says.
    static let unsaidKind = Migration(
        "0028 unsaid kind", ["ALTER TABLE standing_instruction ADD COLUMN unsaid_kind TEXT"])
}
