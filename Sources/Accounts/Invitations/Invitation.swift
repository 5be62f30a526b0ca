import Database
import Foundation
import Vocabulary

/// An invitation as its organisation's manager sees it.
public struct Invitation: Sendable {
    public let id: InvitationID
    public let organisationID: OrganisationID
    public let organisationName: String
    public let serviceID: ServiceID?
    /// Of the team; `nil` where it is for all of the organisation.
    public let serviceName: String?
    public let role: Role
    public let email: String
    public let createdAt: Date
    public let expiresAt: Date
    public let acceptedAt: Date?
    /// When it was last asked that its link goes by e-mail; `nil`: somebody hands it over.
    public let mailedAt: Date?

    func isMet(by membership: Membership) -> Bool {
        membership.role == role && membership.organisationID == organisationID && membership.serviceID == serviceID
    }

    static func read(_ row: Row, _ keys: KeyRing) throws -> Invitation {
        Invitation(
            id: try row("id"), organisationID: try row("organisation_id"),
            organisationName: try row("organisation_name"),
            serviceID: try row("service_id"), serviceName: try row("service_name"), role: try row("role"),
            email: try keys.open(row("email_sealed"), "account.email"), createdAt: try row("created_at"),
            expiresAt: try row("expires_at"), acceptedAt: try row("accepted_at"), mailedAt: try row("mailed_at")
        )
    }
}
