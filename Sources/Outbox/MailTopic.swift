import Accounts
import Vocabulary

/// Which events send an e-mail, what it says, and who gets it where nobody is named. What is not listed here tells nobody by
/// e-mail. The table of docs/guides/e-mail.md is this one; a test compares them.
public enum MailTopic: String, Sendable, CaseIterable {
    case sent = "exchange.sent"
    case handedOn = "exchange.handedOn"
    case assigned = "exchange.assigned"
    case reminded = "exchange.reminded"
    case deputyTold = "exchange.deputyTold"
    case managerTold = "exchange.managerTold"
    case senderTold = "exchange.senderTold"
    case acknowledged = "exchange.acknowledged"
    case answered = "exchange.answered"
    case declined = "exchange.declined"
    case holdingAccepted = "exchange.holdingAccepted"
    case studentContacted = "exchange.studentContacted"
    case message = "exchange.message"
    case callRecorded = "exchange.callRecorded"
    case closed = "exchange.closed"
    case reopened = "exchange.reopened"
    case recalled = "exchange.recalled"
    case enteredInError = "exchange.enteredInError"
    case consentWithdrawn = "exchange.consentWithdrawn"
    case decisionRaised = "decision_task.raised"
    case decisionAnswered = "decision_task.answered"
    case decisionLate = "decision_task.late"
    case decisionReminded = "decision_task.reminded"
    case decisionAnsweredForTeam = "decision_task.answeredForTeam"
    case decisionLateForTeam = "decision_task.lateForTeam"
    case messageHeld = "incoming.held"
    case messageStranded = "incoming.stranded"
    case messageCancelled = "incoming.cancelled"
    case messageReplaced = "incoming.replaced"
    case requestCancelled = "exchange.requestCancelled"
    case systemMoved = "record_system.moved"
    case bounced = "contactPoint.bounced"
    case holderLeaving = "contactPoint.holderLeaving"
    case successionAsked = "contactPoint.successionAsked"
    case successionAccepted = "contactPoint.successionAccepted"
    case successionDeclined = "contactPoint.successionDeclined"

    /// One line, without a clinical word and without a name.
    public var line: String {
        switch self {
        case .sent: "A new item waits for your team."
        case .handedOn: "An item was handed on to your team."
        case .assigned: "An item was given to you."
        case .reminded: "An item still waits for its next step."
        case .deputyTold: "An item waits, and you deputise for the person who was told first."
        case .managerTold: "An item of your team is overdue, and nobody who was told has answered."
        case .senderTold: "What you sent has not been answered in time. Please phone; the page has the number."
        case .acknowledged: "What you sent was acknowledged."
        case .answered: "Something you asked for was answered."
        case .declined: "What you sent was declined, with a reason."
        case .holdingAccepted: "The other side has accepted what you sent."
        case .studentContacted: "There is news about what you sent."
        case .message: "There is a new message."
        case .callRecorded: "A phone call was written down."
        case .closed: "An item was closed."
        case .reopened: "An item was opened again."
        case .recalled: "An item was taken back by its sender."
        case .enteredInError: "An item was sent in error. Please see what to do."
        case .consentWithdrawn: "A permission has changed. Please look before you do anything else."
        case .decisionRaised: "A colleague needs your decision before something can be sent."
        case .decisionAnswered: "Your question was answered."
        case .decisionLate: "Nobody has decided in time what you asked. Please phone; the page has the number."
        case .decisionReminded: "A colleague still needs your decision, and the time for it has passed."
        case .decisionAnsweredForTeam:
            "What a colleague asked who has left your team was answered. Please phone your lead; the page has the number."
        case .decisionLateForTeam:
            "Nobody has decided in time what a colleague asked who has left your team. Please phone; the page has the number."
        case .messageHeld: "Your record system has handed something in that waits for a decision of your team."
        case .messageStranded:
            "A message of your record system waits where nobody may be left to decide. Please see to it."
        case .messageCancelled: "Your record system has cancelled something from which you began. Please look."
        case .messageReplaced: "Your record system has changed something from which you began. Please look."
        case .requestCancelled: "Your record system has cancelled a request that was sent. Please see what to do."
        case .systemMoved: "A record system of your team works for another team from now on. The page says which."
        case .bounced: "E-mails to one of your contact points come back. Please check its address."
        case .holderLeaving: "Somebody who holds a contact point is leaving, and no successor is named."
        case .successionAsked: "You are asked to take over a contact point."
        case .successionAccepted: "Your successor has accepted."
        case .successionDeclined: "Your successor has declined. Please name another."
        }
    }

    /// Where the page is that says more.
    /// - Parameter organisation: whom it is said to.
    public func path(_ subject: String, in organisation: OrganisationID?) -> String {
        switch self {
        case .decisionRaised, .decisionReminded: "decisions"
        case .decisionLate: "notices/decisions/\(subject)"
        case .decisionAnswered, .messageHeld, .messageCancelled, .messageReplaced: "notices"
        // The question itself is for who asked it, and the lead.
        case .decisionAnsweredForTeam, .decisionLateForTeam:
            organisation.map { "directory/organisations/\($0)" } ?? "directory"
        case .messageStranded: "record-systems"
        case .systemMoved: "directory/services/\(subject)"
        case .bounced, .holderLeaving: "directory/upkeep"
        case .successionAsked, .successionAccepted, .successionDeclined: "directory/mine"
        default: "exchanges/\(subject)"
        }
    }

    /// A new item goes to the team's mailbox, where it has one, since the holder may be away; whatever follows, to whoever
    /// is named.
    public var prefersMailbox: Bool { self == .sent || self == .handedOn }

    /// Who of a team can open the page, and is told.
    public var readers: [Role] {
        switch self {
        case .decisionAnswered, .decisionLate, .messageHeld, .messageCancelled, .messageReplaced: [.clinician]
        case .systemMoved: [.clinician, .practitioner, .serviceManager]
        default: [.clinician, .serviceManager]
        }
    }

    /// Where such a role counts. What waits for a team is seen by who works in that team, and not by who works in every one.
    public func reach(_ team: ServiceID) -> AccountStore.Reach { self == .messageHeld ? .teamAlone(team) : .team(team) }

    /// What others of the team are told where the person whom the event names does not work there any more; `nil`: nothing,
    /// since they could do nothing about it.
    public var toTeam: MailTopic? {
        switch self {
        case .messageCancelled, .messageReplaced: nil
        case .decisionAnswered: .decisionAnsweredForTeam
        case .decisionLate: .decisionLateForTeam
        default: self
        }
    }

    /// What those are told who hear of it where nobody else is left.
    public var toLast: MailTopic? { self == .messageHeld ? .messageStranded : toTeam }

    /// Who that is.
    public var fallback: Role {
        switch self {
        case .decisionRaised, .decisionReminded: .informationGovernanceLead
        default: .serviceManager
        }
    }

    /// Steps of the ladder come when somebody is at work, or cannot wait; nor can a question that has to be answered within the
    /// hour, unless it has waited for days by now.
    public func isUrgent(_ payload: [String: String]) -> Bool {
        switch self {
        case .deputyTold, .managerTold, .senderTold, .reminded, .decisionRaised: true
        case .decisionLate, .decisionReminded: payload["canWait"] == nil
        case .consentWithdrawn, .enteredInError: true
        case .sent, .handedOn: payload["urgency"] == "immediately"
        default: false
        }
    }
}
