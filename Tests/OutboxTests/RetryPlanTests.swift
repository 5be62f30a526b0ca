import Foundation
import Testing

@testable import Outbox

@Suite("When a letter is tried again")
struct RetryPlanTests {
    private let created = Date(timeIntervalSince1970: 1_790_000_000)

    private func pause(_ attempts: Int, chance: Double = 0.5) -> TimeInterval? {
        RetryPlan.next(after: attempts, since: created, at: created, chance: chance)?.timeIntervalSince(created)
    }

    @Test("soon at first, then ever later, and never more than six hours")
    func pauses() {
        #expect((1...8).map { pause($0) } == [60, 180, 540, 1620, 4860, 14_580, 21_600, 21_600])
    }

    @Test("a fifth earlier or later by chance, so that not everybody comes back at once")
    func chance() {
        #expect(pause(1, chance: 0) == 48 && pause(1, chance: 1) == 72)
    }

    @Test("a dozen times at the least, however long ago the clock says that it was first owed")
    func fewest() {
        let late = created + 3 * RetryPlan.patience
        let next = (1...20).map { RetryPlan.next(after: $0, since: created, at: late, chance: 0.5) }
        #expect(next.prefix(11).allSatisfy { $0 != nil } && next.dropFirst(11).allSatisfy { $0 == nil })
    }

    @Test("never fewer times within the three days, even where it first waited a day for its hour")
    func inTime() {
        var (now, attempts) = (created + MailWishes.longestWait, 1)
        while let next = RetryPlan.next(after: attempts, since: created, at: now, chance: 1), attempts < 100 {
            (now, attempts) = (next, attempts + 1)
        }
        #expect(attempts == RetryPlan.fewest && now <= created + RetryPlan.patience)
    }

    @Test("for three days after it was first owed, and then no more")
    func patience() throws {
        var (now, attempts) = (created, 0)
        repeat {
            attempts += 1
            guard let next = RetryPlan.next(after: attempts, since: created, at: now, chance: 0.5) else { break }
            #expect(next > now)
            now = next
        } while attempts < 100
        #expect(now.timeIntervalSince(created) > 60 * 3600 && now.timeIntervalSince(created) <= 72 * 3600)
        #expect(attempts > 12 && attempts < 25)
    }
}
