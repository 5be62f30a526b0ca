import Accounts
import Database
import Foundation
import Vocabulary

extension DeliveryStore {
    /// What became of the e-mail that brings an invitation.
    public enum InvitationLetter: Sendable, Equatable {
        case left(Date)
        /// It waits, after a try that failed.
        case delayed(String)
        case returned(String)
    }

    /// The newest letter of each invitation of the caller's organisation. One that has none yet is about to leave.
    public func letters(
        of invitations: [InvitationID], as actor: Actor
    ) async throws -> [InvitationID: InvitationLetter] {
        try actor.require(.inviteStaff)
        let organisation = try actor.organisation()
        return try await engine.read { database in
            let letters = try database.rows(
                """
                SELECT invitation_id, delivered_at, given_up_at, fault FROM delivery
                WHERE organisation_id = \(organisation) AND invitation_id IN (\(list: invitations)) ORDER BY id
                """
            ).compactMap { row in try InvitationLetter(row).map { (try row("invitation_id") as InvitationID, $0) } }
            return Dictionary(letters) { $1 }
        }
    }
}

extension DeliveryStore.InvitationLetter {
    fileprivate init?(_ row: Row) throws {
        let (left, givenUp): (Date?, Date?) = (try row("delivered_at"), try row("given_up_at"))
        let fault: String? = try row("fault")
        if givenUp != nil {
            self = .returned(fault ?? "")
        } else if let left {
            self = .left(left)
        } else if let fault {
            self = .delayed(fault)
        } else {
            return nil
        }
    }
}
