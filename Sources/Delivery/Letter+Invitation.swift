import Accounts
import Foundation
import Vocabulary

extension Letter {
    /// The letter that brings somebody their invitation: who invites them, to what, and one link.
    init(_ invitation: InvitationStore.Sending, id: String, publicAddress: URL, at now: Date) {
        self.id = id
        date = now
        subject = "Footbridge: \(invitation.inviter) invites you to \(invitation.organisation)"
        let link = InvitationStore.link(invitation.token, on: publicAddress)
        body = [
            "\(invitation.inviter) invites you to join \(invitation.organisation) in Footbridge, as \(invitation.role.titleWithArticle).",
            "To join, open this link:\n\(link)",
            "It works once, until \(UKTime.short(invitation.expiresAt, now: now)). Keep it to yourself: whoever opens it joins in your place.",
            "If you expected no invitation, ignore this letter, and nothing happens.",
        ].joined(separator: "\n\n")
    }
}
