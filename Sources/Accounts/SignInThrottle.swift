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
        let anHourAgo = now.addingTimeInterval(-3600)
        for bucket in [here, everywhere] {
            try database.execute(
                """
                INSERT INTO sign_in_failure (bucket, failures, last_at) VALUES (\(bucket), 1, \(now))
                ON CONFLICT (bucket) DO UPDATE SET last_at = excluded.last_at,
                    failures = CASE WHEN sign_in_failure.last_at < \(anHourAgo) THEN 1 ELSE sign_in_failure.failures + 1 END
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

    /// Doubles from one second after the free tries, up to `most`; an hour without failures forgets them.
    static func wait(
        failures: Int, last: Date, free: Int, most: TimeInterval, at now: Date
    ) -> TimeInterval? {
        guard failures >= free, now.timeIntervalSince(last) < 3600 else { return nil }
        let pause = min(most, pow(2, Double(min(failures - free, 20))))
        let left = pause - now.timeIntervalSince(last)
        return left > 0 ? left : nil
    }
}
