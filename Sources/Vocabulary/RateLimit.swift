import Foundation
import Synchronization

/// Counts the requests of each caller by the minute: a network address, a record system. Kept in memory: it protects this
/// process, and is no quota.
public final class RateLimit: Sendable {
    private struct Window {
        var minute = 0
        var counts: [String: Int] = [:]
    }

    private let most: Int
    private let window = Mutex(Window())

    public init(most: Int) { self.most = most }

    /// - Returns: whether one more request is within the limit.
    public func admits(_ caller: String, at now: Date) -> Bool {
        window.withLock { window in
            let minute = Int(now.timeIntervalSince1970 / 60)
            if window.minute != minute { window = Window(minute: minute) }
            window.counts[caller, default: 0] += 1
            return window.counts[caller, default: 0] <= most
        }
    }
}
