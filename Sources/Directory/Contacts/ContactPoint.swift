import Database
import Foundation
import Vocabulary

/// What a contact point receives.
public enum ExchangePurpose: String, Sendable, Codable, CaseIterable {
    case notices, referrals, transfers

    public var title: String {
        switch self {
        case .notices: "Notices about students"
        case .referrals: "Referrals"
        case .transfers: "Transfers of care"
        }
    }
}

extension ExchangePurpose: SQLConvertible {}

/// The nominated place in a service that receives one kind of exchange, with the person who holds it and their deputies.
public struct ContactPoint: Sendable, Hashable, Identifiable {
    public let id: ContactPointID
    public let serviceID: ServiceID
    public let organisationID: OrganisationID
    public let purpose: ExchangePurpose
    /// The team's mailbox; nudges go there, never content.
    public let email: String?
    public let telephone: String?
    /// The rhythm on which somebody says that all of this is still right.
    public let verifyEveryDays: Int
    public let verifiedAt: Date?
    public let verifiedBy: AccountID?
    /// When a message to `email` came back, until somebody verifies again.
    public let bouncedAt: Date?
    public let closedAt: Date?
    /// In order of rank: the holder (0), then the deputies; people who have ended are left out.
    public let holders: [ContactHolder]

    public init(
        id: ContactPointID, serviceID: ServiceID, organisationID: OrganisationID, purpose: ExchangePurpose,
        email: String? = nil, telephone: String? = nil, verifyEveryDays: Int = 90, verifiedAt: Date? = nil,
        verifiedBy: AccountID? = nil, bouncedAt: Date? = nil, closedAt: Date? = nil, holders: [ContactHolder] = []
    ) {
        (self.id, self.serviceID, self.organisationID, self.purpose) = (id, serviceID, organisationID, purpose)
        (self.email, self.telephone, self.verifyEveryDays) = (email, telephone, verifyEveryDays)
        (self.verifiedAt, self.verifiedBy, self.bouncedAt) = (verifiedAt, verifiedBy, bouncedAt)
        (self.closedAt, self.holders) = (closedAt, holders)
    }

    init(_ row: Row, holders: [ContactHolder]) throws {
        self.init(
            id: try row("id"), serviceID: try row("service_id"), organisationID: try row("organisation_id"),
            purpose: try row("purpose"), email: try row("email"), telephone: try row("telephone"),
            verifyEveryDays: try row("verify_every_days"), verifiedAt: try row("verified_at"),
            verifiedBy: try row("verified_by"), bouncedAt: try row("bounced_at"), closedAt: try row("closed_at"),
            holders: holders
        )
    }

    /// The moment from which it is stale; `nil` when it was never verified.
    public var verificationDueAt: Date? {
        verifiedAt.map { CalendarDate($0).adding(days: verifyEveryDays + 1).start }
    }

    public func freshness(at moment: Date) -> Freshness {
        if let bouncedAt { return .bounced(since: bouncedAt) }
        guard let verifiedAt, let dueAt = verificationDueAt else { return .neverVerified }
        return moment < dueAt ? .fresh(verifiedAt: verifiedAt) : .stale(verifiedAt: verifiedAt)
    }
}

/// How far a contact point can be relied upon.
public enum Freshness: Sendable, Hashable {
    case fresh(verifiedAt: Date)
    case stale(verifiedAt: Date)
    case neverVerified
    case bounced(since: Date)

    public var isFresh: Bool {
        if case .fresh = self { return true }
        return false
    }

    /// A sentence for the reader.
    public var sentence: String {
        switch self {
        case .fresh(let date): "Verified on \(CalendarDate(date).spoken)."
        case .stale(let date): "Not verified since \(CalendarDate(date).spoken)."
        case .neverVerified: "Nobody has verified this contact yet."
        case .bounced(let date): "Messages to this contact have come back since \(CalendarDate(date).spoken)."
        }
    }
}
