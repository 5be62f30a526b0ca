import Foundation

extension Engine {
    /// Applies the migrations that this database has not seen, each in a transaction of its own.
    /// - Returns: the names of those applied now.
    /// - Throws: `DatabaseFault.foreignSchema` where the database knows a migration that this program does not.
    @discardableResult
    public func migrate(_ migrations: [Migration] = Migration.all, at now: Date) async throws -> [String] {
        try await makeList()
        let waiting = try await waiting(of: migrations)
        for migration in waiting {
            do { try await apply(migration, at: now) } catch {
                // Another process may have been faster with the same one.
                guard try await isApplied(migration) else { throw error }
            }
        }
        return waiting.map(\.name)
    }

    /// Changes nothing: for what only looks at a database that processes of another version may be using.
    /// - Throws: `DatabaseFault.foreignSchema` where the schema is not exactly that of this program.
    public func requireSchema(_ migrations: [Migration] = Migration.all) async throws {
        guard try await read({ try $0.hasTable("migration") }) else {
            throw DatabaseFault.foreignSchema("There is no installation in this database.")
        }
        guard let next = try await waiting(of: migrations).first else { return }
        throw DatabaseFault.foreignSchema(
            """
            This database was written by an older version (it has no “\(next.name)” yet). “footbridge migrate” and “footbridge \
            serve” of this version upgrade it, once every process of the older one has stopped.
            """
        )
    }

    /// - Returns: those that this database has not seen.
    private func waiting(of migrations: [Migration]) async throws -> [Migration] {
        let applied = try await read { try $0.rows("SELECT name FROM migration").map { try $0("name") as String } }
        let known = migrations.map(\.name)
        if let stranger = applied.first(where: { !known.contains($0) }) {
            throw DatabaseFault.foreignSchema("This database was written by a newer version (it has “\(stranger)”).")
        }
        return migrations.filter { !applied.contains($0.name) }
    }

    private func makeList() async throws {
        do {
            try await write {
                try $0.execute("CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, at BIGINT NOT NULL)")
            }
        } catch {
            // Two processes that begin at once can both find no table; one of them has made it by now.
            try await read { _ = try $0.row("SELECT name FROM migration") }
        }
    }

    private func apply(_ migration: Migration, at now: Date) async throws {
        let statements = migration.statements + (migration.only[dialect] ?? [])
        try await write { database in
            for statement in statements { try database.execute(SQL(stringLiteral: statement)) }
            try database.execute("INSERT INTO migration (name, at) VALUES (\(migration.name), \(now))")
        }
    }

    private func isApplied(_ migration: Migration) async throws -> Bool {
        try await read { try $0.count("SELECT COUNT(*) AS count FROM migration WHERE name = \(migration.name)") } > 0
    }
}
