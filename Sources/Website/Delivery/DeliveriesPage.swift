import Accounts
import Foundation
import MESH
import Outbox
import Vocabulary

/// What the operator sees of e-mails, and of what goes to organisations' own systems: numbers, and those that were given up, without whom they would have reached.
struct DeliveriesPage: Sendable {
    let noServer: Bool
    let waiting: String
    let leftInADay: Int
    let givenUp: [Line]
    let hasGivenUp: Bool
    /// Whether anything of them would leave.
    let mayTryAgain: Bool
    let more: String?

    struct Line: Sendable {
        let id: String
        let kind: String
        let whose: String
        let times: String
        let fault: String
        /// Not for an e-mail while none can leave.
        let mayTryAgain: Bool
    }

    init(_ overview: DeliveryStore.Overview, hasMailServer: Bool, at now: Date) {
        noServer = !hasMailServer
        let since = overview.oldest.map { ", the oldest since \(UKTime.short($0, now: now))" } ?? ""
        waiting = "\(overview.waiting)\(since)"
        leftInADay = overview.leftInADay
        givenUp = overview.givenUp.map { Line($0, hasMailServer: hasMailServer, now) }
        mayTryAgain = givenUp.contains(where: \.mayTryAgain)
        hasGivenUp = !givenUp.isEmpty
        let hidden = overview.givenUpInAll - givenUp.count
        more = hidden > 0 ? "And \(hidden) older ones." : nil
    }
}

extension DeliveriesPage.Line {
    init(_ letter: DeliveryStore.GivenUp, hasMailServer: Bool, _ now: Date) {
        id = letter.id.rawValue
        kind = MailTopic(rawValue: letter.topic)?.line ?? Self.otherKinds[letter.topic] ?? letter.topic
        let recipient = letter.isSystem ? "A system" : letter.isMailbox ? "A team’s mailbox" : "A person"
        whose = [recipient, letter.organisation].compactMap(\.self).joined(separator: ", ")
        times =
            "Owed since \(UKTime.short(letter.since, now: now)), given up \(UKTime.short(letter.givenUpAt, now: now)) after \(UKTime.count(letter.attempts, "try").replacing("trys", with: "tries"))"
        fault = letter.fault
        mayTryAgain = letter.isSystem || hasMailServer
    }

    /// What no e-mail is about.
    private static let otherKinds = [
        MESHRound.topic: "An answer to a message that came by MESH.",
        InvitationWay.mailed: "An invitation to join.",
    ]
}
