import Accounts
import Database
import Vocabulary

extension ExchangeFile {
    /// Whether `actor` is of the team that has it now: as its case worker, by a role there, as a practitioner of every team, or
    /// as its contact or a deputy. Nobody else's reading is the team's.
    func isOfTeam(_ actor: Actor, in database: any Reading) throws -> Bool {
        guard side(of: actor) == .recipient, actor.may(.answerExchange), let team = state.serviceID else {
            return false
        }
        if let worker = state.assigneeID, worker == actor.accountID { return true }
        if actor.serviceID == team || (actor.serviceID == nil && actor.role == .practitioner) { return true }
        return try database.row(
            """
            SELECT h.id FROM contact_holder h JOIN contact_point p ON p.id = h.contact_point_id
            WHERE p.service_id = \(team) AND p.closed_at IS NULL AND h.account_id = \(actor.accountID)
                AND h.ended_at IS NULL LIMIT 1
            """
        ) != nil
    }

    /// Whether the team needs to look no more once `actor` has: as one of it, or, where nobody is left in it, as one who
    /// answers for the whole organisation.
    func isReadForTeam(by actor: Actor, in database: any Reading) throws -> Bool {
        if try isOfTeam(actor, in: database) { return true }
        return try isAnswered(by: actor, in: database)
            && Self.isEmpty(state.serviceID, in: facts.recipientOrganisationID, of: .practitioner, in: database)
    }

    /// Whether the team that sent it needs to look no more once `actor` has: as whoever sent it, by a role there, as a
    /// clinician of every team, or, where nobody is left in it, as one who follows what the whole organisation sent.
    func isReadForSendingTeam(by actor: Actor, in database: any Reading) throws -> Bool {
        guard side(of: actor) == .sender, actor.may(.followSentExchange) else { return false }
        if let sender = facts.senderPerson, sender == actor.accountID { return true }
        guard actor.serviceID == nil else { return actor.serviceID == facts.senderServiceID }
        return try actor.role == .clinician
            || Self.isEmpty(facts.senderServiceID, in: facts.senderOrganisationID, of: .clinician, in: database)
    }

    /// Whether nobody has a role left in `team`: neither its own, nor that of its work for every team. A manager of the whole
    /// organisation may hold such a role too, and is then somebody of the team.
    private static func isEmpty(
        _ team: ServiceID?, in organisation: OrganisationID, of work: Role, in database: any Reading
    ) throws -> Bool {
        let holders = { (role: Role, reach: AccountStore.Reach) in
            try AccountStore.holders(of: [role], in: organisation, reach: reach, in: database)
        }
        return try holders(work, .team(team)).isEmpty && holders(.serviceManager, .teamAlone(team)).isEmpty
    }

    /// Whether `actor` answers for the team that has it now: as one of it, or for the whole organisation.
    func isAnswered(by actor: Actor, in database: any Reading) throws -> Bool {
        let answersForAll = actor.serviceID == nil && actor.may(.answerExchange) && side(of: actor) == .recipient
        return try answersForAll || isOfTeam(actor, in: database)
    }
}
