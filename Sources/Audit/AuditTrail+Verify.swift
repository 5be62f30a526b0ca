import Database

extension AuditTrail {
    /// What checking the chain found.
    public enum Finding: Equatable, Sendable {
        case intact(entries: Int)
        /// The first entry at which the chain does not hold, and why.
        case broken(seq: Int, reason: String)
    }

    /// Walks the whole chain from its first entry, a page at a time.
    public static func verify(_ engine: any Engine, page: Int = 2_000) async throws -> Finding {
        var checked = 0
        var hash = ""
        while true {
            let after = checked
            let entries = try await engine.read { database in
                try database.rows("SELECT * FROM audit_entry WHERE seq > \(after) ORDER BY seq LIMIT \(page)").map(
                    entry)
            }
            for entry in entries {
                if let reason = fault(in: entry, expecting: checked + 1, after: hash) {
                    return .broken(seq: min(entry.seq, checked + 1), reason: reason)
                }
                (checked, hash) = (entry.seq, entry.hash)
            }
            if entries.count < page { return .intact(entries: checked) }
        }
    }

    private static func fault(in entry: AuditEntry, expecting seq: Int, after hash: String) -> String? {
        if entry.seq != seq { return "entry \(seq) is missing" }
        if entry.previousHash != hash { return "it does not follow the entry before it" }
        if digest(of: entry) != entry.hash { return "its content was changed after it was written" }
        return nil
    }
}
