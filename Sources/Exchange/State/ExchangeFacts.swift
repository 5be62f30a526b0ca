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
    /// Who sent it; where no person did, the same as `recordSystemID`.
    public let senderAccountID: AccountID
    /// The record system that sent it by itself, as the student had decided.
    public let recordSystemID: RecordSystemID?
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
    /// When the sender last wrote after it had ended, until somebody of the team that had it last opens it.
    public let unreadMessageAt: Date?
    /// When the recipient last wrote, until whoever sent it has seen that; of one that no person sent, somebody of the team.
    public let senderUnreadAt: Date?
    /// Since when what the recipient wrote has waited for the sending team, until anybody of it has seen that.
    public let senderTeamUnreadAt: Date?
    /// Who of the sending team saw it last; `nil` while something waits, or where nothing ever did.
    public let senderTeamRead: TeamReading?

    /// The person who sent it.
    public var senderPerson: AccountID? { recordSystemID == nil ? senderAccountID : nil }

    /// What the sending side is told: who sent it, as long as they work in that team; else, or where no person did, the whole team.
    func toSender(_ topic: String, _ payload: [String: String?] = [:]) -> OutboxEntry {
        OutboxEntry(
            topic, subject: id, to: senderOrganisationID, account: senderPerson,
            payload: payload.merging(["reference": reference, "team": senderServiceID.rawValue]) { a, _ in a })
    }

    /// Whether `side` still has to answer the other's last message. Once it has ended, nobody waits for an answer to what was
    /// read.
    func awaitsReply(from side: ExchangeSide, _ state: ExchangeState) -> Bool {
        if side == .sender && state.consentWithdrawnAt != nil { return false }
        return state.status.isLive || (side == .sender ? senderTeamUnreadAt : unreadMessageAt) != nil
    }

    /// Whether no side has let it go. Where one has, the other reads on, and adds nothing that nobody would read.
    public var isKeptByAll: Bool { senderReleasedAt == nil && recipientReleasedAt == nil }
}

extension ExchangeFacts {
    init(_ row: Row) throws {
        (id, reference) = (try row("id"), try row("reference"))
        (kind, urgency, personID) = (try row("kind"), try row("urgency"), try row("person_id"))
        senderOrganisationID = try row("sender_organisation_id")
        senderServiceID = try row("sender_service_id")
        (senderAccountID, recordSystemID) = (try row("sender_account_id"), try row("record_system_id"))
        recipientOrganisationID = try row("recipient_organisation_id")
        recipientServiceID = try row("recipient_service_id")
        campusID = try row("campus_id")
        let way: String = try row("route")
        route = ContactRoute.Way(rawValue: way) ?? .phone
        decisionID = try row("sharing_decision_id")
        (happenedAt, sentAt) = (try row("happened_at"), try row("created_at"))
        (senderReleasedAt, recipientReleasedAt) = (try row("sender_released_at"), try row("recipient_released_at"))
        (unreadMessageAt, senderUnreadAt) = (try row("unread_message_at"), try row("sender_unread_at"))
        senderTeamUnreadAt = try row("sender_team_unread_at")
        let (reader, readAt): (AccountID?, Date?) = (try row("sender_team_read_by"), try row("sender_team_read_at"))
        senderTeamRead = reader.flatMap { reader in readAt.map { TeamReading(reader: reader, at: $0) } }
    }
}

/// That somebody of a team has seen what the other side wrote.
public struct TeamReading: Sendable, Equatable {
    public let reader: AccountID
    public let at: Date
}

/// The side of an exchange on which somebody stands.
public enum ExchangeSide: String, Sendable, Codable {
    case sender, recipient
}
