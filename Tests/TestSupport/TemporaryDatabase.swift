import Database
import Foundation
import Vocabulary

/// A migrated database of its own, removed when `body` is done: SQLite, or where `bin/test` says so a PostgreSQL, so that every
/// store is proved on both.
public func withDatabase<T>(
    at now: Date = TestTime.fridayNight, _ body: (any Engine) async throws -> T
) async throws -> T {
    try await turns.take {
        if let server = TestServer.named { return try await withDatabase(on: server, at: now, body) }
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await closing(try await MigratedFile.shared.copy(to: folder, at: now), body)
    }
}

/// As many as keep two cores busy; a server counts its connections.
private let turns = Turns(atOnce: 16)

/// A migrated database that stays open until the process ends, for tests that only read what took long to build. It goes with
/// the temporary folder, or with the server.
public func lastingDatabase(at now: Date) async throws -> any Engine {
    if let server = TestServer.named { return try await server.database(at: now).engine }
    return try await MigratedFile.shared.copy(to: try temporaryFolder(), at: now)
}

/// The engine that the tests of this run stand on.
public var testDialect: Dialect { TestServer.named == nil ? .sqlite : .postgreSQL }

private func withDatabase<T>(
    on server: TestServer, at now: Date, _ body: (any Engine) async throws -> T
) async throws -> T {
    let (name, engine) = try await server.database(at: now)
    let outcome: Result<T, any Error>
    do { outcome = .success(try await closing(engine, body)) } catch { outcome = .failure(error) }
    try? await server.command("DROP DATABASE \(name) WITH (FORCE)")
    return try outcome.get()
}

private func closing<T>(_ engine: any Engine, _ body: (any Engine) async throws -> T) async throws -> T {
    let result: T
    do { result = try await body(engine) } catch {
        await engine.close()
        throw error
    }
    await engine.close()
    return result
}

public func temporaryFolder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "footbridge-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
}

/// Moments that tests share.
public enum TestTime {
    /// Friday 20 November 2026, 23:40 in London: term time, everybody has gone home.
    public static let fridayNight = CalendarDate(year: 2026, month: 11, day: 20)!.at(minute: 23 * 60 + 40)
    /// Monday 23 November 2026, 09:15.
    public static let mondayMorning = CalendarDate(year: 2026, month: 11, day: 23)!.at(minute: 9 * 60 + 15)
}
