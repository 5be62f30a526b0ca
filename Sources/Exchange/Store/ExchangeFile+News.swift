import Database
import Foundation
import Vocabulary

/// What the recipient wrote, or the student decided, is new twice: to whoever sent the notice, and to their team, where
/// whoever is on duty sees it.
extension ExchangeFile {
    /// That nobody on the sender's side has seen what happened. For the team it waits since the first that nobody saw.
    func markUnseen(at now: Date, in database: any Writing) throws {
        guard state.bringsNews else { return }
        try database.execute(
            """
            UPDATE exchange SET sender_unread_at = \(now),
                sender_team_unread_at = COALESCE(sender_team_unread_at, \(now)),
                sender_team_read_by = NULL, sender_team_read_at = NULL
            WHERE id = \(facts.id)
            """)
    }

    /// It is no longer new to whom `actor`, who sees the messages or answers them, stands for: to whoever sent the notice, of
    /// one that no person sent to anybody of that team; and to the team.
    /// - Returns: whether it had waited for the team until now.
    @discardableResult
    func markSeen(by actor: Actor, at now: Date, in database: any Writing) throws -> Bool {
        guard side(of: actor) == .sender else { return false }
        if facts.senderUnreadAt != nil && isSender(actor) {
            try database.execute("UPDATE exchange SET sender_unread_at = NULL WHERE id = \(facts.id)")
        }
        guard facts.senderTeamUnreadAt != nil, try isReadForSendingTeam(by: actor, in: database) else { return false }
        try database.execute(
            """
            UPDATE exchange SET sender_team_unread_at = NULL, sender_team_read_by = \(try actor.account()),
                sender_team_read_at = \(now)
            WHERE id = \(facts.id)
            """)
        return true
    }

    /// Nothing waits for the sending team any more, because it can no longer be read as it was written.
    func endTeamUnread(in database: any Writing) throws {
        try database.execute("UPDATE exchange SET sender_team_unread_at = NULL WHERE id = \(facts.id)")
    }

    private func isSender(_ actor: Actor) -> Bool {
        facts.senderPerson.map { $0 == actor.accountID } ?? (actor.serviceID == facts.senderServiceID)
    }
}
