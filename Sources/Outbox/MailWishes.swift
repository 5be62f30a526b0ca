import Database
import Foundation
import Vocabulary

/// When a person wants e-mails. Times are minutes after midnight in the United Kingdom.
public struct MailWishes: Sendable, Equatable {
    /// From when until when nothing comes that can wait; the same twice: no quiet hours.
    public let quietFrom: Int
    public let quietUntil: Int
    /// One e-mail a day for all that can wait; `nil`: each as it happens.
    public let dailyAt: Int?

    public init(quietFrom: Int, quietUntil: Int, dailyAt: Int?) {
        (self.quietFrom, self.quietUntil, self.dailyAt) = (quietFrom, quietUntil, dailyAt)
    }

    /// Of somebody who has said nothing: nothing between eight at night and seven in the morning.
    public static let usual = MailWishes(quietFrom: 20 * 60, quietUntil: 7 * 60, dailyAt: nil)

    /// The longest that a letter waits for its hour, in seconds: the day on which the clocks go back.
    static let longestWait: TimeInterval = 25 * 3600

    /// When a letter that is owed `now` may leave. What is urgent leaves at once.
    public func departure(urgent: Bool, at now: Date) -> Date {
        if urgent { return now }
        if let dailyAt { return Self.next(minute: dailyAt, after: now) }
        return isQuiet(at: now) ? endOfQuiet(after: now) : now
    }

    private func isQuiet(at now: Date) -> Bool {
        let minute = Self.minute(of: now)
        return quietFrom <= quietUntil
            ? (quietFrom..<quietUntil).contains(minute) : minute >= quietFrom || minute < quietUntil
    }

    /// Where an hour comes twice, since the clocks go back in it, quiet hours that end within it end twice.
    private func endOfQuiet(after now: Date) -> Date {
        let again = CalendarDate(now).at(minute: quietUntil) + 3600
        let comesTwice = Self.minute(of: again) == quietUntil
        return comesTwice && again - 3600 <= now && again > now ? again : Self.next(minute: quietUntil, after: now)
    }

    private static func minute(of moment: Date) -> Int {
        let parts = UKTime.calendar.dateComponents([.hour, .minute], from: moment)
        return (parts.hour ?? 0) * 60 + (parts.minute ?? 0)
    }

    private static func next(minute: Int, after now: Date) -> Date {
        let today = CalendarDate(now)
        let first = today.at(minute: minute)
        return first > now ? first : today.adding(days: 1).at(minute: minute)
    }
}

extension MailWishes {
    public static func of(_ account: AccountID, in database: any Reading) throws -> MailWishes {
        try of([account], in: database)[account] ?? usual
    }

    /// Those of several people, asked at once; who has said nothing is not among them.
    public static func of(
        _ accounts: [AccountID], in database: any Reading
    ) throws -> [AccountID: MailWishes] {
        guard !accounts.isEmpty else { return [:] }
        let rows = try database.rows("SELECT * FROM mail_wishes WHERE account_id IN (\(list: accounts))")
        return try Dictionary(rows.map { (try $0("account_id"), try MailWishes($0)) }, uniquingKeysWith: { $1 })
    }

    private init(_ row: Row) throws {
        (quietFrom, quietUntil) = (try row("quiet_from"), try row("quiet_until"))
        dailyAt = try row("daily_at")
    }

    func save(for account: AccountID, in database: any Writing) throws {
        try database.execute(
            """
            INSERT INTO mail_wishes (account_id, quiet_from, quiet_until, daily_at)
            VALUES (\(account), \(quietFrom), \(quietUntil), \(dailyAt))
            ON CONFLICT (account_id) DO UPDATE SET quiet_from = \(quietFrom), quiet_until = \(quietUntil),
                daily_at = \(dailyAt)
            """
        )
    }
}
