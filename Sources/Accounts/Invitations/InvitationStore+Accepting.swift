import Audit
import Database
import Foundation
import Vocabulary

extension InvitationStore {
    /// Accepts with a new account; the organisation has joined once its first member is in.
    public func accept(token: String, name: String, password: String) async throws -> AccountID {
        let invited = try await invitation(token: token)
        let new = try NewAccount(name: name, email: invited.email, password: password, rounds: passwordRounds)
        let (now, keys) = (clock.now, keys)
        return try await engine.write { database in
            let invitation = try Self.open(hash: Secret.hash(token), at: now, keys: keys, in: database)
            let account = try AccountStore.create(new, at: now, keys: keys, in: database)
            try Self.take(invitation, by: account, at: now, in: database)
            return account
        }
    }

    /// Accepts with the account that is signed in, which must be the invited one. Where it signed in at a provider, that
    /// opens the new role too.
    public func accept(token: String, as session: Session) async throws {
        let (now, keys, account) = (clock.now, keys, session.account)
        try await engine.write { database in
            let invitation = try Self.open(hash: Secret.hash(token), at: now, keys: keys, in: database)
            guard invitation.isFor(account), session.scope.covers(invitation.organisationID)
            else { throw NotFound("invitation") }
            let role = try Self.take(invitation, by: account.id, at: now, in: database)
            guard let identity = session.scope.identityID else { return }
            try IdentityStore.open(role, to: identity, in: database)
        }
    }

    @discardableResult
    static func take(
        _ invitation: Invitation, by account: AccountID, at now: Date, in database: any Writing
    ) throws -> MembershipID {
        let actor = Actor(
            accountID: account, organisationID: invitation.organisationID, role: invitation.role, name: ""
        )
        try database.execute("UPDATE invitation SET accepted_at = \(now) WHERE id = \(invitation.id)")
        try database.removePost(about: "\(invitation.id)")
        try database.execute(
            "UPDATE organisation SET joined_at = \(now) WHERE id = \(invitation.organisationID) AND joined_at IS NULL"
        )
        // Somebody who holds the role already, and now joins with another sign-in, does not get it twice.
        let held = try AccountStore.memberships(of: account, in: database).first(where: invitation.isMet(by:))
        let role =
            try held?.id
            ?? AccountStore.grant(
                invitation.role, to: account, organisation: invitation.organisationID, service: invitation.serviceID,
                by: actor, at: now, in: database)
        try AuditTrail.record(
            AuditFact("invitation.accepted", "invitation", invitation.id), by: actor, at: now, in: database
        )
        return role
    }
}
