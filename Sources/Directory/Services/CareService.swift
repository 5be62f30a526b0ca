import Database
import Foundation
import Vocabulary

/// What a service does; the choice decides what others expect of it, not what it may do.
public enum ServiceKind: String, Sendable, Codable, CaseIterable {
    case wellbeing, mentalHealthAdvice, counselling, disability, safeguarding
    case emergencyLiaison, crisisTeam, ward, communityTeam, childAndAdolescent, talkingTherapies, generalPractice
    case other

    public var title: String {
        switch self {
        case .wellbeing: "Student wellbeing"
        case .mentalHealthAdvice: "Mental health advice"
        case .counselling: "Counselling"
        case .disability: "Disability support"
        case .safeguarding: "Safeguarding"
        case .emergencyLiaison: "A&E liaison"
        case .crisisTeam: "Crisis team"
        case .ward: "Ward"
        case .communityTeam: "Community mental health team"
        case .childAndAdolescent: "Child and adolescent mental health"
        case .talkingTherapies: "Talking therapies"
        case .generalPractice: "GP practice"
        case .other: "Other"
        }
    }
}

extension ServiceKind: SQLConvertible {}

/// A service that people are sent to, which is also the team its staff belong to.
public struct CareService: Sendable, Hashable, Identifiable {
    public let id: ServiceID
    public let organisationID: OrganisationID
    public let kind: ServiceKind
    public let name: String
    /// What it offers, and to whom.
    public let offer: String
    /// What it does not do.
    public let limits: String
    /// How long people wait.
    public let waiting: String
    public let howToRefer: String
    public let telephone: String?
    public let outOfHoursTelephone: String?
    /// Who answers when the service is closed.
    public let outOfHoursNote: String
    /// The campus it serves; `nil` serves all of them.
    public let campusID: CampusID?
    /// For whom it is, where it says so.
    public let ages: AgeRange
    /// Since when everybody may find it; `nil`: only the staff of organisations that have joined.
    public let publicSince: Date?
    public let updatedAt: Date
    public let closedAt: Date?

    public init(
        id: ServiceID, organisationID: OrganisationID, kind: ServiceKind, name: String, offer: String = "",
        limits: String = "", waiting: String = "", howToRefer: String = "", telephone: String? = nil,
        outOfHoursTelephone: String? = nil, outOfHoursNote: String = "", campusID: CampusID? = nil,
        ages: AgeRange = .any, publicSince: Date? = nil, updatedAt: Date, closedAt: Date? = nil
    ) {
        (self.id, self.organisationID, self.kind, self.name) = (id, organisationID, kind, name)
        (self.offer, self.limits, self.waiting, self.howToRefer) = (offer, limits, waiting, howToRefer)
        (self.telephone, self.outOfHoursTelephone) = (telephone, outOfHoursTelephone)
        (self.outOfHoursNote, self.campusID) = (outOfHoursNote, campusID)
        (self.ages, self.publicSince) = (ages, publicSince)
        (self.updatedAt, self.closedAt) = (updatedAt, closedAt)
    }

    init(_ row: Row) throws {
        self.init(
            id: try row("id"), organisationID: try row("organisation_id"), kind: try row("kind"),
            name: try row("name"), offer: try row("offer"), limits: try row("limits"), waiting: try row("waiting"),
            howToRefer: try row("how_to_refer"), telephone: try row("telephone"),
            outOfHoursTelephone: try row("out_of_hours_telephone"), outOfHoursNote: try row("out_of_hours_note"),
            campusID: try row("campus_id"),
            ages: AgeRange(youngest: try row("minimum_age"), oldest: try row("maximum_age")),
            publicSince: try row("public_since"), updatedAt: try row("updated_at"), closedAt: try row("closed_at")
        )
    }
}
