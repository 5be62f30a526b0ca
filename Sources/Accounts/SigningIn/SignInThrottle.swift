import Database
import Foundation
import Vocabulary

/// Slows down guessing without handing anybody a way to lock a colleague out.
///
/// Five failures from one network address make that address wait up to 15 minutes for that account. Failures from
/// everywhere together make everybody wait, but never longer than a minute: long enough to make guessing hopeless,
/// too short to keep a nurse from her work.
struct SignInThrottle: Sendable {
    private let here: String
    private let everywhere: String

    init(account: String, address: String) {
        (here, everywhere) = ("here:\(account):\(address)", "everywhere:\(account)")
    }

    /// Seconds still to wait, or `nil`.
    func wait(at now: Date, in database: any Reading) throws -> TimeInterval? {
        let local = try wait(here, free: 5, most: 15 * 60, at: now, in: database)
        let global = try wait(everywhere, free: 20, most: 60, at: now, in: database)
        return [local, global].compactMap(\.self).max()
    }

    func count(at now: Date, in database: any Writing) throws {
        let over = Self.isOver("sign_in_failure.last_at", at: now)
        for bucket in [here, everywhere] {
            try database.execute(
                """
                INSERT INTO sign_in_failure (bucket, failures, last_at) VALUES (\(bucket), 1, \(now))
                ON CONFLICT (bucket) DO UPDATE SET last_at = excluded.last_at,
                    failures = CASE WHEN \(sql: over) THEN 1 ELSE sign_in_failure.failures + 1 END
                """
            )
        }
    }

    func forget(in database: any Writing) throws {
        try database.execute("DELETE FROM sign_in_failure WHERE bucket IN (\(list: [here, everywhere]))")
    }

    private func wait(
        _ bucket: String, free: Int, most: TimeInterval, at now: Date, in database: any Reading
    ) throws -> TimeInterval? {
        guard let row = try database.row("SELECT failures, last_at FROM sign_in_failure WHERE bucket = \(bucket)")
        else {
            return nil
        }
        let (failures, last): (Int, Date) = (try row("failures"), try row("last_at"))
        return Self.wait(failures: failures, last: last, free: free, most: most, at: now)
    }

    /// Whether the last failure, of the moment in `column`, makes nobody wait any more. One that lies ahead was counted while a
    /// clock ran ahead, which lets no code of an app fit: nobody waits for that moment to come.
    static func isOver(_ column: SQL, at now: Date) -> SQL {
        "(\(sql: column) <= \(now - memory) OR \(sql: column) > \(now + ClockDifference.bearable))"
    }

    /// For how long a failure counts, in seconds.
    private static let memory: TimeInterval = 3600

    /// Doubles from one second after the free tries, up to `most`; an hour without failures forgets them.
    static func wait(
        failures: Int, last: Date, free: Int, most: TimeInterval, at now: Date
    ) -> TimeInterval? {
        let since = now.timeIntervalSince(last)
        guard failures >= free, since < memory, since >= -ClockDifference.bearable else { return nil }
        let pause = min(most, pow(2, Double(min(failures - free, 20))))
        let left = pause - max(0, since)
        return left > 0 ? left : nil
    }
}
