/// The two engines that speak the SQL of the house.
public enum Dialect: String, Sendable, CaseIterable {
    case sqlite = "SQLite"
    case postgreSQL = "PostgreSQL"
}

/// What the two engines truly say in different words. Everything else is one text: `"… \(on: .databaseSize)"`.
public enum SQLDifference: String, Sendable, CaseIterable {
    /// The next number of the audit record. PostgreSQL hands numbers out without making writers wait for each other, so a
    /// number can be missing; SQLite has one writer, who counts.
    case nextAuditNumber
    /// By how much each further entry of one statement goes on from `nextAuditNumber`: SQLite gives all of them the same one,
    /// PostgreSQL each its own.
    case auditNumberStep
    /// The highest number of the audit record that was handed out, whether or not its entry was or will be kept.
    case lastAuditNumber
    /// How much room the database takes, in bytes.
    case databaseSize
    /// The tables that there are, each as a row with its `name`; for after FROM.
    case tables
    /// After a SELECT inside a write: holds the rows, and passes over those that another writer holds. SQLite has one writer.
    case holdingFreeRows

    /// Stands for the words in a statement's text until an engine runs it; no statement holds such a character otherwise.
    var marker: String { "\u{1}\(rawValue)\u{1}" }

    func words(in dialect: Dialect) -> String {
        switch (self, dialect) {
        case (.nextAuditNumber, .sqlite): "(SELECT COALESCE(MAX(seq), 0) + 1 FROM audit_entry)"
        // A transaction gets its own number before it takes one of the record's; otherwise a horizon that was read in
        // between would know nothing of it, and its entry could be committed below what is sealed.
        case (.nextAuditNumber, .postgreSQL):
            "(SELECT nextval('audit_entry_seq') WHERE pg_current_xact_id() IS NOT NULL)"
        case (.auditNumberStep, .sqlite): "1"
        case (.auditNumberStep, .postgreSQL): "0"
        case (.lastAuditNumber, .sqlite): "(SELECT COALESCE(MAX(seq), 0) FROM audit_entry)"
        case (.lastAuditNumber, .postgreSQL):
            "(SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END FROM audit_entry_seq)"
        case (.databaseSize, .sqlite): "(SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size())"
        case (.databaseSize, .postgreSQL): "pg_database_size(current_database())"
        case (.tables, .sqlite): "(SELECT name FROM sqlite_master WHERE type = 'table')"
        case (.tables, .postgreSQL):
            "(SELECT tablename::text AS name FROM pg_tables WHERE schemaname = current_schema())"
        case (.holdingFreeRows, .sqlite): ""
        case (.holdingFreeRows, .postgreSQL): "FOR UPDATE SKIP LOCKED"
        }
    }
}

extension SQL {
    /// The statement in the words of `dialect`, still with `?` for each value.
    func text(for dialect: Dialect) -> String {
        guard differs else { return text }
        // Between two marks stands a name, as every second piece; searching for each name would cost more than the statement.
        var marked = text
        return marked.withUTF8 { bytes in
            let pieces = bytes.split(separator: 1, omittingEmptySubsequences: false).enumerated()
            return pieces.reduce(into: "") { words, piece in
                let plain = String(decoding: piece.element, as: UTF8.self)
                let isName = !piece.offset.isMultiple(of: 2)
                words += isName ? SQLDifference(rawValue: plain)?.words(in: dialect) ?? "" : plain
            }
        }
    }
}
