import Database
import Foundation
import Vocabulary

/// A person who holds a contact point, or deputises for its holder.
public struct ContactHolder: Sendable, Hashable, Identifiable {
    public let id: ContactHolderID
    public let contactPointID: ContactPointID
    /// 0 holds the contact point; 1, 2, … are deputies in order.
    public let rank: Int
    /// The account they sign in with; `nil` for a person who does not use Footbridge.
    public let accountID: AccountID?
    public let name: String
    public let jobTitle: String
    public let email: String?
    public let telephone: String?
    /// The first day on which they hold it; `nil` from the beginning.
    public let startsOn: CalendarDate?
    /// Their last day, once they have said that they are leaving.
    public let leavingOn: CalendarDate?
    public let successorAccountID: AccountID?
    public let successorAcceptedAt: Date?
    public let endedAt: Date?

    public init(
        id: ContactHolderID, contactPointID: ContactPointID, rank: Int, accountID: AccountID? = nil, name: String,
        jobTitle: String = "", email: String? = nil, telephone: String? = nil, startsOn: CalendarDate? = nil,
        leavingOn: CalendarDate? = nil, successorAccountID: AccountID? = nil, successorAcceptedAt: Date? = nil,
        endedAt: Date? = nil
    ) {
        (self.id, self.contactPointID, self.rank, self.accountID) = (id, contactPointID, rank, accountID)
        (self.name, self.jobTitle, self.email, self.telephone) = (name, jobTitle, email, telephone)
        (self.startsOn, self.leavingOn, self.successorAccountID) = (startsOn, leavingOn, successorAccountID)
        (self.successorAcceptedAt, self.endedAt) = (successorAcceptedAt, endedAt)
    }

    init(_ row: Row) throws {
        self.init(
            id: try row("id"), contactPointID: try row("contact_point_id"), rank: try row("rank"),
            accountID: try row("account_id"), name: try row("name"), jobTitle: try row("job_title"),
            email: try row("email"), telephone: try row("telephone"), startsOn: try row("starts_on"),
            leavingOn: try row("leaving_on"), successorAccountID: try row("successor_account_id"),
            successorAcceptedAt: try row("successor_accepted_at"), endedAt: try row("ended_at")
        )
    }

    /// In post on `day`: begun, not ended, and not past their last day.
    public func serves(on day: CalendarDate) -> Bool {
        endedAt == nil && (startsOn.map { $0 <= day } ?? true) && !hasLeft(on: day)
    }

    public func hasLeft(on day: CalendarDate) -> Bool { leavingOn.map { $0 < day } ?? false }

    /// Whether a nudge can get to them.
    public var isReachable: Bool { accountID != nil || email != nil || telephone != nil }
}
