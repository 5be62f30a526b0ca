import Accounts
import Foundation
import Outbox
import Vocabulary

/// Invitations that nobody has accepted yet, each with a new link and with taking it back.
struct WaitingInvitations: Sendable {
    let all: [Waiting]
    let hasWaiting: Bool
    let hasMailServer: Bool
    /// Where what is done with one of them is sent.
    let path: String

    init(_ all: [Waiting], under path: String, hasMailServer: Bool) {
        (self.all, hasWaiting, self.path, self.hasMailServer) = (all, !all.isEmpty, path, hasMailServer)
    }

    struct Waiting: Sendable {
        let id: String
        /// Sent again from here, the same form counts once.
        let key = UUID().uuidString
        let email: String
        /// The role, and where it is held: `Practitioner, Wellbeing`.
        let place: String
        let until: String
        /// What became of the e-mail; `nil` where somebody hands the link over.
        let letter: String?
        let isReturned: Bool

        /// As a colleague of the organisation reads it.
        init(_ invitation: Invitation, _ letter: DeliveryStore.InvitationLetter?, at now: Date) {
            let team = invitation.serviceName ?? StaffPage.allOfIt
            let words = invitation.mailedAt.map { _ in Self.words(letter, now) }
            let isReturned = if case .returned? = letter { true } else { false }
            self.init(invitation, in: team, words, isReturned: isReturned, at: now)
        }

        /// As the operator reads it, to whom the organisation is the place.
        init(ofOrganisation invitation: Invitation, at now: Date) {
            let words = invitation.mailedAt.map { "An e-mail was asked for \(UKTime.short($0, now: now))." }
            self.init(invitation, in: invitation.organisationName, words, isReturned: false, at: now)
        }

        private init(_ invitation: Invitation, in place: String, _ letter: String?, isReturned: Bool, at now: Date) {
            (id, email) = (invitation.id.rawValue, invitation.email)
            self.place = "\(invitation.role.title), \(place)"
            until = UKTime.short(invitation.expiresAt, now: now)
            (self.letter, self.isReturned) = (letter, isReturned)
        }

        private static func words(_ letter: DeliveryStore.InvitationLetter?, _ now: Date) -> String {
            switch letter {
            case .left(let date): "The e-mail left \(UKTime.short(date, now: now))."
            case .delayed(let fault): "The e-mail has not left yet and is tried again. \(fault)"
            case .returned(let fault): "The e-mail did not arrive. \(fault) Check the address."
            case nil: "The e-mail is about to leave."
            }
        }
    }
}
