import Accounts
import Foundation
import MESH
import Vocabulary

/// What the operator sees of MESH: numbers, mailboxes and codes; nothing that a message holds.
struct MESHPage: Sendable {
    let isOff: Bool
    let mailbox: String?
    let reached: String
    let fault: String?
    let waiting: Int
    let answersWaiting: Int
    let answersUncollected: Int
    let senders: [Sender]
    let hasSenders: Bool
    let kept: [Kept]
    let hasKept: Bool

    struct Sender: Sendable {
        let id: String
        let mailbox: String
        let whose: String
        let isOpen: Bool
    }

    struct Kept: Sendable {
        let id: String
        let sender: String
        let words: String
        let detail: String
        let isWhole: Bool
    }

    init(mailbox: String?, _ overview: MESHStore.Overview, claims: [RecordSystemStore.MailboxClaim], at now: Date) {
        (isOff, self.mailbox, fault) = (mailbox == nil, mailbox, overview.fault)
        reached = overview.reachedAt.map { UKTime.short($0, now: now) } ?? "Not yet"
        (waiting, answersWaiting) = (overview.waiting, overview.answersWaiting)
        answersUncollected = overview.answersUncollected
        senders = claims.map { claim in
            Sender(
                id: claim.system.rawValue, mailbox: claim.mailbox,
                whose: "\(claim.systemName), \(claim.organisation)", isOpen: !claim.isConfirmed)
        }
        kept = overview.kept.map { one in
            Kept(
                id: one.id.rawValue, sender: one.sender.isEmpty ? "an unnamed mailbox" : one.sender,
                words: one.reason.words,
                detail: Self.detail(one, now),
                isWhole: one.holdsContent)
        }
        (hasSenders, hasKept) = (!senders.isEmpty, !kept.isEmpty)
    }

    private static func detail(_ kept: MESHStore.Kept, _ now: Date) -> String {
        let workflow = kept.workflow.isEmpty ? "no workflow named" : "workflow \(kept.workflow)"
        return "Came \(UKTime.short(kept.receivedAt, now: now)), \(workflow) (\(kept.reason.rawValue))"
    }
}
