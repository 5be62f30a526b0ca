/// The two engines that speak the SQL of the house.
public enum Dialect: String, Sendable, CaseIterable {
    case sqlite = "SQLite"
    case postgreSQL = "PostgreSQL"
}

/// What the two engines truly say in different words. Everything else is one text: `"… \(on: .skippingLocked)"`.
public enum SQLDifference: String, Sendable, CaseIterable {
    /// The next number of the audit record. PostgreSQL hands numbers out without making writers wait for each other, so a
    /// number can be missing; SQLite has one writer, who counts.
    case nextAuditNumber
    /// Rows that another process is working on are left to it. SQLite has one process, so there are none.
    case skippingLocked

    /// Stands for the words in a statement's text until an engine runs it; no statement holds such a character otherwise.
    var marker: String { "\u{1}\(rawValue)\u{1}" }

    func words(in dialect: Dialect) -> String {
        switch (self, dialect) {
        case (.nextAuditNumber, .sqlite): "(SELECT COALESCE(MAX(seq), 0) + 1 FROM audit_entry)"
        case (.nextAuditNumber, .postgreSQL): "nextval('audit_entry_seq')"
        case (.skippingLocked, .sqlite): ""
        case (.skippingLocked, .postgreSQL): "FOR UPDATE SKIP LOCKED"
        }
    }
}

extension SQL {
    /// The statement in the words of `dialect`, still with `?` for each value.
    func text(for dialect: Dialect) -> String {
        guard text.utf8.contains(1) else { return text }
        return SQLDifference.allCases.reduce(text) { $0.replacing($1.marker, with: $1.words(in: dialect)) }
    }
}
