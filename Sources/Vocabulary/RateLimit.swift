import Foundation

/// Counts the requests of each caller by the minute: a network address, a record system. It protects the installation, and is no
/// quota.
///
/// A process that may have others beside it takes its permits out of a count that all share, a tenth of them at a time. The
/// first tenth it gives without asking, so that whoever asks for little costs nothing; a caller can therefore get up to a
/// tenth more for each further process (docs/adr/0024-one-count-for-all-processes.md).
public actor RateLimit {
    /// What a process asks of the shared count.
    public struct Order: Sendable, Equatable {
        public let minute: Int
        /// What it gave already without asking.
        public let given: Int
        public let wanted: Int
        public let most: Int
    }

    /// - Returns: how many permits there were to take, up to those that are wanted; 0 once there are none.
    public typealias Taking = @Sendable (_ caller: String, _ order: Order) async -> Int

    private struct Allowance {
        var left: Int
        /// What this process has had in all.
        var had: Int
        var isSpent = false
        var question: Task<Void, Never>?
    }

    private let most: Int
    private let share: Int
    private let take: Taking?
    private var minute = 0
    private var allowances: [String: Allowance] = [:]

    /// - Parameter take: the count that is shared with other processes; `nil` where there are none.
    public init(most: Int, sharing take: Taking? = nil) {
        (self.most, self.take) = (most, take)
        share = take == nil ? most : max(1, most / 10)
    }

    /// - Returns: whether one more request is within the limit.
    public func admits(_ caller: String, at now: Date) async -> Bool {
        begin(Int(now.timeIntervalSince1970 / 60))
        while !spend(caller) {
            guard let take, allowances[caller]?.isSpent == false else { return false }
            await question(about: caller, to: take).value
        }
        return true
    }

    /// Requests do not come quite in the order of their moments: one of the minute before counts for the one that has begun. A
    /// clock that was set back further begins anew.
    private func begin(_ minute: Int) {
        guard minute > self.minute || minute < self.minute - 1 else { return }
        (self.minute, allowances) = (minute, [:])
    }

    private func spend(_ caller: String) -> Bool {
        var allowance = allowances[caller] ?? Allowance(left: share, had: share)
        defer { allowances[caller] = allowance }
        guard allowance.left > 0 else { return false }
        allowance.left -= 1
        return true
    }

    /// One at a time for each caller: whoever comes meanwhile waits for its answer.
    private func question(about caller: String, to take: @escaping Taking) -> Task<Void, Never> {
        if let asked = allowances[caller]?.question { return asked }
        let had = allowances[caller]?.had ?? 0
        let order = Order(minute: minute, given: had == share ? share : 0, wanted: min(share, most - had), most: most)
        let question = Task { answered(caller, order, await take(caller, order)) }
        allowances[caller]?.question = question
        return question
    }

    private func answered(_ caller: String, _ order: Order, _ got: Int) {
        guard minute == order.minute, var allowance = allowances[caller] else { return }
        let got = min(got, order.wanted)
        (allowance.left, allowance.had) = (allowance.left + got, allowance.had + got)
        (allowance.isSpent, allowance.question) = (got == 0 || allowance.had >= most, nil)
        allowances[caller] = allowance
    }
}
