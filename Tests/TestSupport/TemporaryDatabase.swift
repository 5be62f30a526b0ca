import Database
import Foundation
import Vocabulary

/// A migrated database in a folder of its own, removed when `body` is done.
public func withDatabase<T>(
    at now: Date = TestTime.fridayNight, _ body: (any Engine) async throws -> T
) async throws -> T {
    let folder = FileManager.default.temporaryDirectory.appending(path: "footbridge-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let engine = try SQLiteEngine(file: folder.appending(path: "footbridge.sqlite"))
    try await engine.migrate(at: now)
    let result: T
    do { result = try await body(engine) } catch {
        await engine.close()
        throw error
    }
    await engine.close()
    return result
}

/// Moments that tests share.
public enum TestTime {
    /// Friday 20 November 2026, 23:40 in London: term time, everybody has gone home.
    public static let fridayNight = CalendarDate(year: 2026, month: 11, day: 20)!.at(minute: 23 * 60 + 40)
    /// Monday 23 November 2026, 09:15.
    public static let mondayMorning = CalendarDate(year: 2026, month: 11, day: 23)!.at(minute: 9 * 60 + 15)
}
