import Database
import Foundation
import Vocabulary

/// While it stands, nothing about a student is removed, by anybody. Placed by one organisation, for a claim, an inquest, an
/// inquiry or a request that the student has made.
public struct LegalHold: Sendable, Equatable, Identifiable {
    public let id: LegalHoldID
    /// The exchange by which the student was meant.
    public let exchangeID: ExchangeID
    public let reference: String
    public let reason: String
    public let reviewOn: CalendarDate
    public let placedByName: String
    public let placedAt: Date
    public let lifted: Lifting?

    public struct Lifting: Sendable, Equatable {
        public let byName: String
        public let at: Date
        public let reason: String
    }

    /// Whether somebody should have looked at it again before `day`.
    public func isOverdue(on day: CalendarDate) -> Bool { lifted == nil && reviewOn < day }

    /// A hold is looked at again at least once a year.
    static let mostDays = 366

    /// - Throws: `InvalidInput` on `reviewOn`.
    static func check(_ reviewOn: CalendarDate, today: CalendarDate) throws(InvalidInput) {
        if reviewOn <= today { throw InvalidInput("reviewOn", "The day of the review must be in the future.") }
        if reviewOn > today.adding(days: mostDays) {
            throw InvalidInput("reviewOn", "Look at it again within a year at the latest.")
        }
    }
}
