import Database
import Foundation
import Vocabulary

/// One letter that is owed to one recipient.
public struct Delivery: Sendable, Equatable {
    public let id: DeliveryID
    /// What happened, as the outbox entry named it: `exchange.sent`.
    public let topic: String
    /// What it is about.
    public let subjectID: String
    /// By what people call the exchange; never a name.
    public let reference: String?
    /// By when the recipient owes their next step.
    public let dueAt: Date?
    public let organisationID: OrganisationID?
    public let recipient: Recipient
    /// Whether it may leave at night.
    public let isUrgent: Bool
    /// The outcome or reason, for a system.
    public let code: String?
    public let createdAt: Date
    /// How often it has been tried.
    public let attempts: Int
    /// Until when whoever took it has it for themselves; no two have it until the same moment.
    private(set) var leasedUntil: Date

    /// Where it goes. The address is looked up when it leaves.
    public enum Recipient: Sendable, Hashable {
        case person(AccountID)
        case mailbox(ContactPointID)
        /// Somebody who has no account yet.
        case invited(InvitationID)
        /// A system of the organisation.
        case system(EndpointID)
        /// The mailbox of the organisation's own system on MESH.
        case mesh(OrganisationID)
    }

    /// A letter that begins to wait now.
    /// - Parameter id: of one that is put in once, however often it is made: `DeliveryID.word`.
    public init(
        _ id: DeliveryID? = nil, at now: Date, topic: String, subject: String, reference: String? = nil,
        dueAt: Date? = nil, organisation: OrganisationID?, to recipient: Recipient, urgent: Bool, code: String? = nil
    ) {
        (self.id, self.topic, subjectID) = (id ?? DeliveryID(at: now), topic, subject)
        (self.reference, self.dueAt, organisationID) = (reference, dueAt, organisation)
        (self.recipient, isUrgent, self.code, createdAt, attempts) = (recipient, urgent, code, now, 0)
        leasedUntil = Date(timeIntervalSince1970: 0)
    }

    init(_ row: Row) throws {
        (id, topic, subjectID) = (try row("id"), try row("topic"), try row("subject_id"))
        (reference, dueAt, organisationID) = (try row("reference"), try row("due_at"), try row("organisation_id"))
        let (account, point): (AccountID?, ContactPointID?) = (try row("account_id"), try row("contact_point_id"))
        let (invitation, endpoint): (InvitationID?, EndpointID?) = (try row("invitation_id"), try row("endpoint_id"))
        let way: Int = try row("endpoint")
        let system = endpoint.map(Recipient.system) ?? (way == 2 ? organisationID.map(Recipient.mesh) : nil)
        let other = invitation.map(Recipient.invited) ?? account.map(Recipient.person) ?? point.map(Recipient.mailbox)
        guard let recipient = system ?? other else {
            throw DatabaseFault.unreadableColumn("account_id", wanted: "a recipient")
        }
        let urgent: Int = try row("urgent")
        (self.recipient, isUrgent, code) = (recipient, urgent == 1, try row("code"))
        (createdAt, attempts, leasedUntil) = (try row("created_at"), try row("attempts"), try row("leased_until"))
    }

    /// Whether it is still with whoever took it: not where that took longer than the lease, and another has it by now.
    var isStillHeld: SQL { "id = \(id) AND leased_until = \(leasedUntil)" }

    func leased(until end: Date) -> Delivery {
        var leased = self
        leased.leasedUntil = end
        return leased
    }
}

extension Delivery.Recipient {
    /// The columns that hold it.
    public var accountID: AccountID? { if case .person(let id) = self { id } else { nil } }
    var invitationID: InvitationID? { if case .invited(let id) = self { id } else { nil } }
    public var endpointID: EndpointID? { if case .system(let id) = self { id } else { nil } }
    var meshOrganisationID: OrganisationID? { if case .mesh(let id) = self { id } else { nil } }
    public var contactPointID: ContactPointID? { if case .mailbox(let id) = self { id } else { nil } }

    /// Everything that is owed to the same one. A system's letters are told apart otherwise.
    var sameRecipient: SQL {
        switch self {
        case .person(let account): "account_id = \(account)"
        case .mailbox(let point): "contact_point_id = \(point)"
        case .invited(let invitation): "invitation_id = \(invitation)"
        case .system(let endpoint): "endpoint_id = \(endpoint)"
        case .mesh(let organisation): "endpoint = 2 AND organisation_id = \(organisation)"
        }
    }

    /// The way that it goes: by e-mail, to a system, or by MESH.
    var way: Int {
        switch self {
        case .person, .mailbox, .invited: 0
        case .system: 1
        case .mesh: 2
        }
    }
}
