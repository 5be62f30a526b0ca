import Foundation
import Vocabulary

/// Who is reached when something is sent now, and why it is not the holder: the freshness gate at the moment of sending.
///
/// A contact that is stale, bounced, never verified or gone is not used silently: the first deputy in post is told instead,
/// and where there is none the sender must phone. An exchange stands in the team's inbox whichever way is taken.
public struct ContactRoute: Sendable, Hashable {
    public enum Way: String, Sendable, Codable {
        case holder, deputy
        /// Nobody can be relied upon to see it: the sender has to phone as well.
        case phone
    }

    public let way: Way
    public let contactPointID: ContactPointID?
    /// The person who is told: the holder, or the deputy who stands in.
    public let holder: ContactHolder?
    public let telephone: String?
    public let outOfHoursTelephone: String?
    public let verifiedAt: Date?
    public let isOpenNow: Bool
    /// When it opens next; now, when it is open; `nil` when that is not known.
    public let opensNextAt: Date?
    /// What the sender should know before relying on it, in plain sentences.
    public let warnings: [String]

    public init(
        way: Way, contactPointID: ContactPointID? = nil, holder: ContactHolder? = nil, telephone: String? = nil,
        outOfHoursTelephone: String? = nil, verifiedAt: Date? = nil, isOpenNow: Bool, opensNextAt: Date? = nil,
        warnings: [String] = []
    ) {
        (self.way, self.contactPointID, self.holder) = (way, contactPointID, holder)
        (self.telephone, self.outOfHoursTelephone, self.verifiedAt) = (telephone, outOfHoursTelephone, verifiedAt)
        (self.isOpenNow, self.opensNextAt, self.warnings) = (isOpenNow, opensNextAt, warnings)
    }
}

/// Who receives an exchange for a provider: its team and the way to it.
public struct RecipientTeam: Sendable, Hashable {
    public let organisation: Organisation
    /// `nil` where the organisation has not joined, or has no team that receives this: then by phone and letter.
    public let service: CareService?
    public let calendar: ServiceCalendar
    public let route: ContactRoute

    public init(organisation: Organisation, service: CareService?, calendar: ServiceCalendar, route: ContactRoute) {
        (self.organisation, self.service, self.calendar, self.route) = (organisation, service, calendar, route)
    }
}
