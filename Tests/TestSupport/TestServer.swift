import Database
import Foundation

/// The PostgreSQL that `bin/test` has started for the tests (`FOOTBRIDGE_TEST_POSTGRESQL`, an address of libpq without a
/// database). Each test gets a database of its own, copied from one that was migrated once.
public actor TestServer {
    public static let named = ProcessInfo.processInfo.environment["FOOTBRIDGE_TEST_POSTGRESQL"].map(TestServer.init)

    private let address: String
    private var template: Task<String, any Error>?

    init(_ address: String) { self.address = address }

    /// A new database, copied from the migrated one.
    func database(at now: Date) async throws -> (name: String, engine: any Engine) {
        let name = "test_" + UUID().uuidString.replacing("-", with: "").lowercased()
        try await command("CREATE DATABASE \(name) TEMPLATE \(try await migrated(at: now))")
        return (name, try engine(name))
    }

    /// A second engine on the database of `engine`, as another process would have it.
    public func another(on engine: any Engine) async throws -> any Engine {
        let name: String? = try await engine.read { try $0.row("SELECT current_database()::text AS name")?("name") }
        return try self.engine(name ?? "")
    }

    /// A database without tables.
    public func emptyDatabase(_ options: String = "") async throws -> (name: String, address: PostgreSQLAddress) {
        let name = "test_" + UUID().uuidString.replacing("-", with: "").lowercased()
        try await command("CREATE DATABASE \(name) \(options)")
        return (name, try PostgreSQLAddress("\(address) dbname=\(name)"))
    }

    private func migrated(at now: Date) async throws -> String {
        if template == nil {
            template = Task {
                let (name, address) = try await emptyDatabase()
                let engine = try PostgreSQLEngine(address, readers: 1, writers: 1)
                try await engine.migrate(at: now)
                await engine.close()
                return name
            }
        }
        return try await template!.value
    }

    private func engine(_ name: String) throws -> any Engine {
        try PostgreSQLEngine(PostgreSQLAddress("\(address) dbname=\(name)"), readers: 2, writers: 2)
    }

    /// Gives its thread back while psql works: there are two for all tests.
    nonisolated func command(_ sql: String) async throws {
        let psql = Process()
        psql.executableURL = URL(filePath: "/usr/bin/env")
        psql.arguments = ["psql", "--quiet", "--no-psqlrc", "\(address) dbname=postgres", "--command", sql]
        let status = try await withCheckedThrowingContinuation { told in
            psql.terminationHandler = { told.resume(returning: $0.terminationStatus) }
            do { try psql.run() } catch { told.resume(throwing: error) }
        }
        guard status == 0 else { throw DatabaseFault.other("psql refused: \(sql)") }
    }
}
