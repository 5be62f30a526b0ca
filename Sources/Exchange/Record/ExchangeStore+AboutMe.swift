import Accounts
import Database
import Foundation
import Students
import Vocabulary

/// One exchange as the student whom it is about sees it.
public struct ExchangeAboutMe: Sendable, Identifiable {
    public let facts: ExchangeFacts
    public let state: ExchangeState
    public let sender: String
    public let recipient: String
    /// What was told, in the words that were sent.
    public let contents: [ExchangeRecord.Content]
    /// Who saw it or acknowledged it, by name, and when first.
    public let seenBy: [ExchangeRecord.Reader]
    /// Who else of that organisation looked at it, and as what.
    public let lookedAtBy: [ExchangeRecord.Reader]
    public let passedOn: [PassedOn]
    public let acknowledgedBy: ExchangeRecord.Reader?
    /// Why it was shared.
    public let explanation: String?
    /// What was asked for the student, and what became of it.
    public let requests: [ExchangeRecord.Request]
    public let talk: [Talk]
    public let senderContact: TeamContact
    public let recipientContact: TeamContact
    /// Whom to ask for the reasons, and to object to; `nil` where the student agreed.
    public let governance: TeamContact?
    /// How long each side keeps it, and whether one has let it go.
    public let keptBy: [KeptBy]

    public var id: ExchangeID { facts.id }

    /// That it was handed on to another team of the recipient, and why that team may be told.
    public struct PassedOn: Sendable {
        public let team: String
        public let by: String
        public let at: Date
        /// `nil` where it happened before anybody was asked.
        public let ground: TellingGround?
        /// Why they were not asked, in the words of whoever handed it on.
        public let unasked: String?
    }
}

extension ExchangeStore {
    /// Every exchange about the signed-in student, latest first, and who has seen each.
    public func exchanges(aboutMe actor: Actor) async throws -> [ExchangeAboutMe] {
        try actor.require(.readOwnRecord)
        guard let person = actor.personID else { throw Forbidden(Permission.readOwnRecord.rawValue) }
        let (keys, now) = (keys, clock.now)
        return try await engine.writeOptimistically { database in
            let rows = try database.rows(
                "SELECT id FROM exchange WHERE person_id = \(person) ORDER BY created_at DESC LIMIT 200"
            )
            return try rows.map { row in
                let file = try ExchangeFile.take(row("id"), keys: keys, in: database)
                let act = Act(file: file, actor: actor, key: nil, now: now, keys: keys, database: database)
                try act.audit("exchange.readByStudent")
                let reading = RecordReading(file: file, actor: actor, now: now, keys: keys, database: database)
                return try reading.aboutMe()
            }
        }
    }
}

extension RecordReading {
    fileprivate func aboutMe() throws -> ExchangeAboutMe {
        let (facts, state) = (file.facts, file.state)
        let (stamp, names) = (state.first(.acknowledged), try names())
        let acknowledged = try stamp.map {
            ExchangeRecord.Reader(name: try $0.named ?? name($0.accountID), firstAt: $0.at)
        }
        let sender = try party(facts.senderOrganisationID, facts.senderServiceID)
        let recipient = try party(facts.recipientOrganisationID, state.serviceID)
        let senderContact = try contact(sender)
        return ExchangeAboutMe(
            facts: facts, state: state, sender: sender.title, recipient: recipient.title, contents: try contents(),
            seenBy: readers(names), lookedAtBy: lookers(names), passedOn: try passedOn(names),
            acknowledgedBy: acknowledged, explanation: try explanation(), requests: try requests(),
            talk: try talk([sender, recipient], names), senderContact: senderContact,
            recipientContact: try contact(recipient),
            governance: try isWithoutConsent() ? governance(sender, team: senderContact) : nil, keptBy: try keptBy()
        )
    }

    private func passedOn(_ names: [AccountID: String]) throws -> [ExchangeAboutMe.PassedOn] {
        let teams = try teamNames()
        return file.events.filter { $0.kind == .handedOn }.map { event in
            ExchangeAboutMe.PassedOn(
                team: event.detail.serviceID.flatMap { teams[$0] } ?? "another team",
                by: event.accountID.flatMap { names[$0] } ?? "Someone who has left", at: event.at,
                ground: event.detail.telling, unasked: event.words.unasked)
        }
    }

    private func isWithoutConsent() throws -> Bool {
        let row = try database.row("SELECT basis FROM sharing_decision WHERE id = \(file.facts.decisionID)")
        let basis: SharingBasis? = try row?("basis")
        return basis != .consent
    }

    private func name(_ account: AccountID?) throws -> String {
        try account.map { try AccountStore.name(of: $0, keys: keys, in: database) } ?? "Footbridge"
    }
}
