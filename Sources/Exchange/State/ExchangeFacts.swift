import Database
import Directory
import Foundation
import Vocabulary

/// What never changes about an exchange.
public struct ExchangeFacts: Sendable, Equatable {
    public let id: ExchangeID
    public let reference: String
    public let kind: ExchangeKind
    public let urgency: Urgency
    public let personID: PersonID
    public let senderOrganisationID: OrganisationID
    public let senderServiceID: ServiceID
    public let senderAccountID: AccountID
    public let recipientOrganisationID: OrganisationID
    /// The team it was first sent to; `nil` where the recipient had none in Footbridge.
    public let recipientServiceID: ServiceID?
    public let campusID: CampusID?
    public let route: ContactRoute.Way
    public let decisionID: SharingDecisionID
    public let happenedAt: Date
    public let sentAt: Date
    /// When a side let it go, because its time to keep it had passed. It is then gone for that organisation.
    public let senderReleasedAt: Date?
    public let recipientReleasedAt: Date?

    init(_ row: Row) throws {
        (id, reference) = (try row("id"), try row("reference"))
        (kind, urgency, personID) = (try row("kind"), try row("urgency"), try row("person_id"))
        senderOrganisationID = try row("sender_organisation_id")
        senderServiceID = try row("sender_service_id")
        senderAccountID = try row("sender_account_id")
        recipientOrganisationID = try row("recipient_organisation_id")
        recipientServiceID = try row("recipient_service_id")
        campusID = try row("campus_id")
        let way: String = try row("route")
        route = ContactRoute.Way(rawValue: way) ?? .phone
        decisionID = try row("sharing_decision_id")
        (happenedAt, sentAt) = (try row("happened_at"), try row("created_at"))
        (senderReleasedAt, recipientReleasedAt) = (try row("sender_released_at"), try row("recipient_released_at"))
    }

    /// Whether no side has let it go. Where one has, the other reads on, and adds nothing that nobody would read.
    public var isKeptByAll: Bool { senderReleasedAt == nil && recipientReleasedAt == nil }
}

/// The side of an exchange on which somebody stands.
public enum ExchangeSide: String, Sendable, Codable {
    case sender, recipient
}
