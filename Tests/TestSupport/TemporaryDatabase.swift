import Database
import Foundation
import Vocabulary

/// A migrated database in a folder of its own, removed when `body` is done.
public func withDatabase<T>(
    at now: Date = TestTime.fridayNight, _ body: (any Engine) async throws -> T
) async throws -> T {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let engine = try await database(in: folder, at: now)
    let result: T
    do { result = try await body(engine) } catch {
        await engine.close()
        throw error
    }
    await engine.close()
    return result
}

/// A migrated database that stays open until the process ends, for tests that only read what took long to build. Its
/// folder goes with the temporary folder.
public func lastingDatabase(at now: Date) async throws -> any Engine {
    try await database(in: try temporaryFolder(), at: now)
}

private func database(in folder: URL, at now: Date) async throws -> any Engine {
    let engine = try SQLiteEngine(file: folder.appending(path: "footbridge.sqlite"))
    try await engine.migrate(at: now)
    return engine
}

private func temporaryFolder() throws -> URL {
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
