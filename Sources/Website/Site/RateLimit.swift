import Foundation
import Synchronization

/// Counts requests of each network address by the minute. Kept in memory: it protects this process, not a quota.
final class RateLimit: Sendable {
    private struct Window {
        var minute = 0
        var counts: [String: Int] = [:]
    }

    private let most: Int
    private let window = Mutex(Window())

    init(most: Int) { self.most = most }

    /// - Returns: whether one more request is within the limit.
    func admits(_ address: String, at now: Date) -> Bool {
        window.withLock { window in
            let minute = Int(now.timeIntervalSince1970 / 60)
            if window.minute != minute { window = Window(minute: minute) }
            window.counts[address, default: 0] += 1
            return window.counts[address, default: 0] <= most
        }
    }
}
