import Accounts
import Database
import Directory
import Foundation
import Vocabulary

extension ExchangeStore {
    /// What would be left behind if this role ended now.
    /// - Throws: `NotFound` for a role that is not held in the actor's organisation.
    public func departure(_ membership: MembershipID, as actor: Actor) async throws -> Departure {
        try actor.require(.inviteStaff)
        let keys = keys
        return try await engine.read { database in
            let ending = try AccountStore.membership(membership, heldWith: actor, in: database)
            let others = try AccountStore.rolesLeft(without: ending, in: database)
            let left = try Self.left(by: ending.accountID, staying: others, with: actor, keys: keys, in: database)
            return Departure(
                membershipID: membership, accountID: ending.accountID,
                name: try AccountStore.name(of: ending.accountID, keys: keys, in: database), role: ending.title,
                taken: try left.map { file in
                    let colleagues = try Colleagues.answering(file, keys: keys, in: database)
                    return Departure.Taken(
                        id: file.facts.id, reference: file.facts.reference,
                        colleagues: colleagues.filter { $0.id != ending.accountID })
                },
                staysOtherwise: !others.isEmpty
            )
        }
    }

    /// Ends a role in the actor's organisation; the person is signed out everywhere. What they had taken, and can answer in
    /// no other role, goes to `colleague` where that is one of the team it is with, and back to the team otherwise. Whoever
    /// holds no role any more leaves their places in contact points too, so that nobody is told in vain. One transaction.
    /// - Throws: `NotFound` for a role that is not held in the actor's organisation.
    public func endRole(_ membership: MembershipID, givingTo colleague: AccountID?, by actor: Actor) async throws {
        try actor.require(.inviteStaff)
        let (keys, now) = (keys, clock.now)
        let moved = try await engine.write { database in
            let ending = try AccountStore.end(membership, by: actor, at: now, in: database)
            let others = try AccountStore.rolesLeft(without: ending, in: database)
            let left = try Self.left(by: ending.accountID, staying: others, with: actor, keys: keys, in: database)
            let given = try left.map { file in
                var act = Act(file: file, actor: actor, key: nil, now: now, keys: keys, database: database)
                try act.give(to: colleague, notTo: ending.accountID)
                return act.file
            }
            if others.isEmpty {
                try DirectoryStore.leaveEveryPlace(ending.accountID, by: actor, at: now, in: database)
            }
            return given
        }
        for file in moved {
            announcements.announce(file.facts.id, file.events.last?.kind, to: file.facts.organisations)
        }
    }

    /// What they have taken and reach in none of their `roles` that stay, by what is due next.
    private static func left(
        by account: AccountID, staying roles: [Membership], with actor: Actor, keys: KeyRing, in database: any Reading
    ) throws -> [ExchangeFile] {
        try database.rows(
            """
            SELECT exchange_id FROM exchange_clock WHERE taken_by = \(account)
                AND recipient_organisation_id = \(actor.organisation()) ORDER BY due_at, exchange_id
            """
        ).map { try ExchangeFile.take($0("exchange_id"), keys: keys, in: database) }
            .filter { file in !roles.contains { $0.answers(file) } }
    }
}

extension Membership {
    fileprivate func answers(_ file: ExchangeFile) -> Bool {
        role.permissions.contains(.answerExchange) && (serviceID == nil || serviceID == file.state.serviceID)
    }
}

extension Act {
    /// To `colleague` where they may answer it, otherwise back to the team.
    fileprivate mutating func give(to colleague: AccountID?, notTo leaving: AccountID) throws {
        let able = try Colleagues.answering(file, keys: keys, in: database).map(\.id).filter { $0 != leaving }
        let canBeTaken = file.state.status == .acknowledged && file.state.consentWithdrawnAt == nil
        guard canBeTaken, let colleague, able.contains(colleague) else {
            return try add(.givenBack)
        }
        try assign(to: colleague)
    }
}
