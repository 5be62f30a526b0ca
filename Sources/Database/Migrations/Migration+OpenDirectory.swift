extension Migration {
    /// A service chooses to be found by everybody, and says for which ages it is (whole years, both included).
    static let openDirectory = Migration(
        "0015 directory in the open",
        [
            "ALTER TABLE service ADD COLUMN public_since BIGINT",
            "ALTER TABLE service ADD COLUMN minimum_age BIGINT",
            "ALTER TABLE service ADD COLUMN maximum_age BIGINT",
            "CREATE INDEX service_public ON service (name, id) WHERE public_since IS NOT NULL",
        ]
    )
}
