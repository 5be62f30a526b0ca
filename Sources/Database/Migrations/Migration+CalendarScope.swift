extension Migration {
    /// An address made in a session that began at a provider knows the roles of that session only. When an identity was
    /// last used is told by the audit record, so it is no longer kept a second time beside the identity.
    static let calendarScope = Migration(
        "0020 calendar scope",
        [
            "ALTER TABLE calendar_address ADD COLUMN identity_id TEXT",
            "ALTER TABLE calendar_address ADD COLUMN organisation_id TEXT",
            "ALTER TABLE identity DROP COLUMN used_at",
        ])
}
