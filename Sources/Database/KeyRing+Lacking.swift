extension KeyRing {
    /// The names of the keys that are known in the database and not in the ring. One that seals nothing any more is struck off
    /// there within a round; any other is lost, and with it whatever it sealed.
    public func lacking(in database: any Reading) throws -> [String] {
        let held = names
        return try database.rows("SELECT name FROM sealing_key WHERE gone_at IS NULL ORDER BY name")
            .map { try $0("name") as String }.filter { !held.contains($0) }
    }
}
