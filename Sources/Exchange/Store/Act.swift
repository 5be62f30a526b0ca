import Accounts
import Audit
import Database
import Foundation
import Vocabulary

/// One act on one exchange by one person, within a transaction: every event it adds brings its audit entry with it.
struct Act {
    var file: ExchangeFile
    let actor: Actor
    let key: String?
    let now: Date
    let keys: KeyRing
    let database: any Writing

    /// Whether the sender writes down what the recipient said on the phone.
    var isHeardByPhone: Bool { file.state.isByPhone && file.side(of: actor) == .sender }

    /// Whoever answers stands on the recipient's side; where the recipient has no team in Footbridge, the sender
    /// writes down what was said on the phone.
    /// - Throws: `Forbidden`; `Conflict` for those who had it before it was handed on.
    func requireAnswering() throws {
        if file.side(of: actor) == .recipient {
            try actor.require(.answerExchange)
            guard try file.isAnswered(by: actor, in: database) else {
                throw Conflict("It was handed on to another team, which answers now.")
            }
            return
        }
        guard isHeardByPhone else { throw Forbidden(Permission.answerExchange.rawValue) }
        try actor.require(.followSentExchange)
    }

    /// - Throws: `Forbidden` for anybody but the sender.
    func requireSending() throws {
        try actor.require(.followSentExchange)
        guard file.side(of: actor) == .sender else { throw Forbidden(Permission.followSentExchange.rawValue) }
    }

    /// Records that `kind` happened, now, by the actor. The form's key goes with the first event of the act.
    mutating func add(
        _ kind: ExchangeEvent.Kind, words: ExchangeEvent.Words = .init(), audited: [String: String] = [:],
        _ fill: (inout ExchangeEvent.Detail) -> Void = { _ in }
    ) throws {
        var detail = ExchangeEvent.Detail()
        fill(&detail)
        if let key, !file.state.keys.contains(key) { detail.key = key }
        detail.recordSystemID = actor.through
        if isHeardByPhone && kind != .callTried { detail.heardByPhone = true }
        let event = ExchangeEvent(
            kind, at: now, accountID: actor.accountID, organisationID: actor.organisationID, detail: detail,
            words: words
        )
        try file.add(event, keys: keys, in: database)
        try audit("exchange.\(kind.rawValue)", detail: audited)
    }

    func audit(_ action: String, detail: [String: String] = [:]) throws {
        let fact = AuditFact(action, "exchange", file.facts.id, person: file.facts.personID, detail: detail)
        try AuditTrail.record(fact, by: actor, at: now, in: database)
    }

    /// Lets the other side know: whoever sent it, or whoever has it now.
    /// - Parameter code: how it ended, or why; never words.
    func tellOtherSide(_ topic: String, code: String? = nil) throws {
        let facts = file.facts
        let entry =
            file.side(of: actor) == .recipient
            ? facts.toSender(topic, ["code": code])
            : OutboxEntry(
                topic, subject: facts.id, to: facts.recipientOrganisationID, account: file.state.assigneeID,
                payload: [
                    "reference": facts.reference, "contactPoint": file.state.contactPointID?.rawValue, "code": code,
                ]
            )
        try database.post(entry, at: now)
    }

    /// The name of somebody who did something, for a sentence.
    func name(_ account: AccountID?) throws -> String {
        guard let account else { return "Footbridge" }
        return try AccountStore.name(of: account, keys: keys, in: database)
    }
}
