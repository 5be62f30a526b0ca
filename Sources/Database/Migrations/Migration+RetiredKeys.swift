extension Migration {
    /// Keys that nothing may be sealed with any more, by their names.
    static let retiredKeys = Migration(
        "0031 retired keys", ["CREATE TABLE retired_key (name TEXT PRIMARY KEY, at BIGINT NOT NULL)"])
}
